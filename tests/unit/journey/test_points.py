"""Points in talk: given by staff, told to their owner alone, spent by a code that works once."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.domain.points import Activity, Good, PointRules
from tests.builders import HE, LIU, SUN, WANG, ZHAO, directory, group, person, private
from tests.unit.journey.conftest import make_rig

LI = person("li", "李建国", Role.VOLUNTEER)
SHOP = person("shop", "惠民超市小周", Role.RESIDENT)
RULES = PointRules(
    activities=(
        Activity(names=("巡堤", "巡逻"), an_hour=10),
        Activity(names=("义诊",), an_hour=20),
    ),
    goods=(
        Good(id="soap", name="洗衣液", partner="惠民超市", points=30, stock=1, people=("shop",)),
        Good(id="rice", name="大米", partner="惠民超市", points=80, stock=5, people=("shop",)),
    ),
    stars=(50, 100),
)


@pytest.fixture
def office(office):
    people = (WANG, ZHAO, LIU, HE, SUN, LI, SHOP)
    return replace(office, areas=directory(people=people), points=RULES)


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


async def ask(rig, text, who="he"):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def balances(rig):
    return await rig.store.look(lambda unit: unit.points.balances())


async def test_time_is_booked_and_both_are_told_alone(rig):
    await ask(rig, "给李建国记3小时巡堤")
    assert told(rig, "he") == ["已给李建国记30分（巡堤3小时）。记错了回“撤销李建国的记分”。"]
    assert told(rig, "li") == ["您巡堤3小时，记了30分，现有30分。谢谢您。"]
    await ask(rig, "我的积分", "li")
    assert told(rig, "li")[-1] == "您有30分可用；近一年做志愿得了30分。回“积分兑换”看能换什么。"
    assert await balances(rig) == {"person:li": 30, "issued": -30}


async def test_asked_in_a_group_it_is_told_alone(rig):
    await rig.say("@群理 我的积分", sender="a-wang", address=group("own1"), addressed=True)
    assert told(rig, "wang") == ["您有0分可用。回“积分兑换”看能换什么。"]
    assert [one for one in rig.channel.sent if one.address == group("own1")] == []


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        ("wang", "给李建国记3小时巡堤", "记分、核销由网格员以上或商家办，自己的自己办不了。"),
        ("he", "给何网格长记3小时巡堤", "没有记：不能给自己记。"),
        ("he", "给李建国记11小时巡堤", "没有记：这一天已经记得太多，还能记10小时。"),
        ("he", "给李建国记2小时举报", "记的是哪一项？请写上其中一项：巡堤 义诊。"),
        ("he", "给王二麻记2小时巡堤", "名单里没有“王二麻”，没有记分。"),
        ("he", "核销 12345678", "核销不了：没有这个码，或者过期了。"),
        ("he", "撤销李建国的记分", "李建国没有可撤的记分。"),
    ],
)
async def test_what_is_refused(rig, who, text, answer):
    await ask(rig, text, who)
    assert told(rig, who) == [answer]
    assert await balances(rig) == {}


async def test_a_name_that_two_have(rig):
    rig.office = replace(
        rig.office, areas=directory(people=(HE, LI, replace(LI, id="li2", name="李红")))
    )
    twins = make_rig(rig.office, rig.channel, rig.classifier, rig.store, rig.executor)
    await ask(twins, "给老李记2小时巡堤")
    assert told(twins, "he") == ["有2位可能是“老李”，请写全名。"]


async def test_a_wrong_entry_is_taken_back_once(rig):
    await ask(rig, "给老李记3小时义诊", "liu")
    await ask(rig, "撤销老李的记分")
    await ask(rig, "撤销老李的记分")
    assert told(rig, "he") == ["已撤销李建国的60分。", "李建国没有可撤的记分。"]
    assert await balances(rig) == {"person:li": 0, "issued": 0}


async def test_a_good_for_points(rig):
    await ask(rig, "给李建国记3小时义诊")
    await ask(rig, "积分兑换", "li")
    assert told(rig, "li")[-1] == (
        "可以换：1 洗衣液（30分），剩1份；2 大米（80分），剩5份；回“兑换1”就换。"
    )
    await ask(rig, "兑换2", "li")
    assert told(rig, "li")[-1] == "大米要80分，您现有60分。"
    await ask(rig, "兑换洗衣液", "li")
    assert "兑换码00000001：洗衣液，30分" in told(rig, "li")[-1]
    await ask(rig, "我的积分", "li")
    assert "您有30分可用，另有30分在兑换码里" in told(rig, "li")[-1]
    await ask(rig, "核销 00000001", "li")
    assert told(rig, "li")[-1] == "记分、核销由网格员以上或商家办，自己的自己办不了。"
    await ask(rig, "核销 00000001", "shop")
    assert told(rig, "shop") == ["已核销：洗衣液，30分。"]
    assert told(rig, "li")[-1] == "您的兑换码已用：洗衣液，30分，现有30分。"
    await ask(rig, "核销 00000001", "shop")
    assert told(rig, "shop")[-1] == "核销不了：这个码用过了。"
    await ask(rig, "兑换1", "li")
    assert told(rig, "li")[-1] == "洗衣液换完了。"
    assert await balances(rig) == {"person:li": 30, "issued": -60, "goods": 30}


async def test_a_code_of_another_partner_is_not_taken(rig):
    other = replace(RULES.goods[1], people=("zhao",))
    rig.office = replace(rig.office, points=replace(RULES, goods=(RULES.goods[0], other)))
    both = make_rig(rig.office, rig.channel, rig.classifier, rig.store, rig.executor)
    await ask(both, "给李建国记3小时巡堤")
    await ask(both, "兑换1", "li")
    await ask(both, "核销 00000001", "zhao")
    assert told(both, "zhao") == ["记分、核销由网格员以上或商家办，自己的自己办不了。"]


async def test_what_nobody_spends_runs_out(rig):
    await ask(rig, "给李建国记3小时巡堤")
    await ask(rig, "兑换1", "li")
    rig.clock.advance(366 * 24 * 3600)
    await ask(rig, "我的积分", "li")
    assert told(rig, "li")[-1] == "您有0分可用。回“积分兑换”看能换什么。"
    assert await balances(rig) == {"person:li": 0, "issued": -30, "run_out": 30}


async def test_an_office_without_points_says_so(rig):
    rig.office = replace(rig.office, points=PointRules())
    none = make_rig(rig.office, rig.channel, rig.classifier, rig.store, rig.executor)
    await ask(none, "我的积分", "li")
    assert told(none, "li") == ["这里还没有志愿积分。"]


async def test_talk_about_points_is_talk(rig):
    await rig.say("给李建国记3小时巡堤", sender="a-he", address=group("own1"))
    assert await balances(rig) == {}
