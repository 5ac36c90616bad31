"""Random talk of staff and residents, legal and not: what must be true of every case stays true."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from tests.unit.journey.lifecycle import RESIDENTS, STAFF, Community

WORK = (
    "{n}我去看",
    "{n}我到了",
    "{n}修好了，换了整套线路",
    "{n}修好了[图片]",
    "[图片]",
    "{n}往上报",
    "{n}呼街道",
    "{n}不归我们管，退单",
    "{n}退单",
    "{n}派给物业",
    "{n}派给市政",
    "{n}等配件，先挂到下月15号",
    "{n}先挂着",
    "{n}恢复处理",
    "{n}延期三天，等配件",
    "{n}申请延期",
    "{n}等居民补材料",
    "{n}双方都同意了，签了协议",
    "{n}调解不成，已告知可以起诉",
)
RULING = (
    "{n}同意退单，转市政",
    "{n}不同意退，还是你们办",
    "{n}同意延期",
    "{n}不同意延期",
    "{n}同意挂账",
    "{n}核查过了，结案",
    "{n}核查不合格，返工",
    "{n}不予受理，走法院",
    "{n}条件不具备，先结了",
    "{n}和{m}是一回事",
    "{n}拆开，这是另一件事",
    "{n}已面谈过了",
)
HOME = (
    "好了，谢谢",
    "{n}好了，很满意",
    "{n}没好，还是老样子",
    "没修好，不满意",
    "当我没说",
    "{n}有新情况，我家这个是另一回事",
    "材料放到社区窗口了",
    "{n}到哪一步了",
    "路灯那件催一下",
)
REPORTS = ("3栋门口的路灯坏了", "2栋门禁坏了", "楼上天天吵得睡不着")
ROADS = (
    (("shu", "{n}我去看"), ("shu", "{n}不归我们管，退单"), ("sun", "{n}同意退单，转物业")),
    (("shu", "{n}不归我们管，退单"), ("he", "{n}不同意退，还是你们办")),
    (("liu", "{n}我去看"), ("liu", "{n}延期三天，等配件"), ("sun", "{n}同意延期")),
    (("liu", "{n}延期三天，等配件"), ("sun", "{n}不同意延期")),
    (("liu", "{n}等配件，先挂到下月15号"), ("sun", "{n}同意挂账")),
    (("liu", "{n}等居民补材料"), ("wang", "材料放到社区窗口了")),
    (("liu", "{n}修好了[图片]"), ("he", "{n}核查过了，结案"), ("wang", "{n}好了，很满意")),
    (("liu", "{n}修好了，换了整套线路"), ("wang", "{n}没好，还是老样子")),
    (("liu", "{n}修好了[图片]"), ("he", "{n}核查不合格，返工")),
    (("he", "{n}和{m}是一回事"), ("zhao", "{n}有新情况，我家这个是另一回事")),
    (("liu", "{n}双方都同意了，签了协议"), ("he", "{n}核查过了，结案")),
)
"""What is asked for and answered: side roads that random words alone seldom go to their end."""

NUMBERS = st.sampled_from([1, 1, 1, 2, 3])
WORDS = Catalogue.load()
MATTERS = read_matters(None)


def filled(words: str, number: int, other: int) -> str:
    return words.format(n=number, m=other)


class Lifecycle(RuleBasedStateMachine):
    """Words in, rows out; everything between is the real journey."""

    def __init__(self) -> None:
        super().__init__()
        self.community = Community(WORDS, MATTERS)

    def teardown(self) -> None:
        self.community.close()

    @initialize(told=st.permutations(REPORTS))
    def begins(self, told):
        for who, words in zip(("wang", "zhao", "wang"), told, strict=True):
            self.community.says(who, words)

    @rule(who=st.sampled_from(STAFF), words=st.sampled_from(WORK), n=NUMBERS, m=NUMBERS)
    def works(self, who, words, n, m):
        self.community.says(who, filled(words, n, m))

    @rule(
        who=st.sampled_from(("he", "sun", "duty")),
        words=st.sampled_from(RULING),
        n=NUMBERS,
        m=NUMBERS,
    )
    def rules(self, who, words, n, m):
        self.community.says(who, filled(words, n, m))

    @rule(
        who=st.sampled_from(RESIDENTS), words=st.sampled_from(HOME), n=NUMBERS, alone=st.booleans()
    )
    def answers(self, who, words, n, alone):
        self.community.says(who, filled(words, n, n), alone=alone)

    @rule(
        one=st.sampled_from(STAFF),
        other=st.sampled_from(STAFF),
        first=st.sampled_from(WORK),
        second=st.sampled_from(RULING),
        n=NUMBERS,
    )
    def two_at_once(self, one, other, first, second, n):
        self.community.together((one, filled(first, n, n)), (other, filled(second, n, n)))

    @rule(road=st.sampled_from(ROADS), n=NUMBERS, m=NUMBERS)
    def goes_a_road(self, road, n, m):
        for who, words in road:
            alone = who in RESIDENTS
            self.community.says(who, filled(words, n, m), alone=alone)
            self.community.check()

    @rule(days=st.sampled_from([0.1, 1, 8]))
    def time_passes(self, days):
        self.community.waits(timedelta(days=days))

    @rule()
    def timers_fire_twice(self):
        self.community.fires_again()

    @invariant()
    def holds(self):
        self.community.check()
        self.community.check_figures()


@pytest.mark.timeout(120)
def test_random_talk_breaks_nothing():
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=5,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
