"""What staff put right is kept of nobody, and only where the office consents."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import EventKind
from bot.domain.correction import CorrectionKind
from bot.domain.matters import Privacy
from bot.journey.casework.staff.correcting import label_of, likeliest
from bot.journey.casework.staff.learning import is_delicate, of_nobody
from tests.builders import case, group, private

LEADERS = {"address": group("lead1")}


async def kept(rig):
    return await rig.store.look(lambda unit: unit.corrections.all(99))


async def doubts(rig):
    return await rig.store.look(lambda unit: unit.doubts.latest(99))


@pytest.fixture
def learner(rig):
    """An office that consents, and asks about nearly everything."""
    rig.with_settings(learning_consent=True, doubt_below=4.0, doubt_above=9.0)
    return rig


async def opened(rig, text="3栋路灯坏了两天 晚上看不见路 找王秀兰13812345678"):
    await rig.say(text)
    (found,) = await rig.cases()
    return found


@pytest.mark.parametrize(
    ("consent", "texts"), [(False, []), (True, ["3栋路灯坏了两天 晚上看不见路 找[电话]"])]
)
async def test_another_matter_is_kept_where_the_office_consents(rig, consent, texts):
    rig.with_settings(learning_consent=consent)
    before = await opened(rig)
    await rig.say("1分类错了，是楼道照明", "a-he", **LEADERS)
    (after,) = await rig.cases()
    assert (before.item, after.item, after.category) == ("GY-11", "WY-03", "WY")
    found = await kept(rig)
    assert [one.text for one in found] == texts
    for one in found:
        assert (one.kind, one.item, one.was) == (CorrectionKind.WRONG_ITEM, "WY-03", "GY-11")
        assert one.model == before.model == "fake-1"


async def test_a_category_alone_is_kept_as_such(learner):
    learner.with_settings(learning_consent=True, doubt_below=0.0, doubt_above=0.0)
    await opened(learner)
    await learner.say("1改成城市管理类", "a-he", **LEADERS)
    (after,) = await learner.cases()
    assert after.category == "CG"
    assert [one.item for one in await kept(learner)] == ["CG-00"]


async def test_no_request_ends_the_case(learner):
    learner.with_settings(learning_consent=True, doubt_below=0.0, doubt_above=0.0)
    await opened(learner)
    await learner.say("1不是报事", "a-he", **LEADERS)
    (after,) = await learner.cases()
    assert after.status.value == "canceled"
    assert [(one.kind, one.item, one.was) for one in await kept(learner)] == [
        (CorrectionKind.NOT_A_REQUEST, None, "GY-11")
    ]


@pytest.mark.parametrize("sender", ["a-zhao", "a-chen"])
async def test_neighbours_do_not_correct(learner, sender):
    learner.with_settings(learning_consent=True, doubt_below=0.0, doubt_above=0.0)
    await opened(learner)
    await learner.say("1不是报事", sender, **LEADERS)
    (after,) = await learner.cases()
    assert after.status.value == "dispatched"
    assert await kept(learner) == []


async def test_an_answer_keeps_what_was_missed(learner):
    await learner.say("3栋路灯坏了两天 晚上看不见路")
    assert await learner.cases() == []
    (doubt,) = await doubts(learner)
    assert (doubt.asked, doubt.private, doubt.item) == ("chen", False, "GY-11")
    await learner.say("1", "a-chen", address=private("a-chen"))
    (found,) = await learner.cases()
    assert (found.reporter, found.opened_in, found.model) == ("wang", "own", "fake-1")
    assert [(one.kind, one.item, one.was) for one in await kept(learner)] == [
        (CorrectionKind.MISSED_REQUEST, "GY-11", None)
    ]
    assert await doubts(learner) == []


async def test_the_words_are_gone_when_it_is_answered_or_over(learner):
    await learner.say("3栋路灯坏了两天 晚上看不见路")
    texts = [one.text for one in await learner.deliveries()]
    assert any("路灯坏了" in text for text in texts)
    await learner.wait(3600)
    assert await learner.store.look(lambda unit: unit.messages.held()) == 1
    await learner.say("2", "a-chen", address=private("a-chen"))
    await learner.wait(600)
    assert await learner.store.look(lambda unit: unit.messages.held()) == 0
    assert all("路灯" not in one.text for one in await learner.deliveries())


async def test_nobody_answers_and_everything_is_gone(learner):
    await learner.say("3栋路灯坏了两天 晚上看不见路")
    await learner.wait(timedelta(hours=25).total_seconds())
    assert await doubts(learner) == []
    assert await learner.store.look(lambda unit: unit.messages.held()) == 0
    assert all("路灯" not in one.text for one in await learner.deliveries())


async def test_a_leader_quotes_what_was_missed(learner):
    learner.with_settings(learning_consent=True, doubt_below=0.0, doubt_above=0.0)
    missed = await learner.hear("那个灯 又不好使了")
    await learner.wait(20)
    assert await learner.cases() == []
    await learner.say("这是报事", "a-chen", quoted=missed)
    (found,) = await learner.cases()
    assert (found.reporter, found.rule) == ("wang", "staff.missed")
    assert [one.kind for one in await kept(learner)] == [CorrectionKind.MISSED_REQUEST]


async def test_a_leader_cannot_quote_what_the_bot_is_deaf_to(learner):
    missed = await learner.hear("今晚八点在亭子里碰头 商量联名的事")
    await learner.wait(20)
    await learner.say("这是报事", "a-chen", quoted=missed)
    assert await learner.cases() == []
    assert await kept(learner) == []


async def test_an_emergency_is_no_correction(learner):
    await learner.say("3栋着火了 快来人")
    (before,) = await learner.cases()
    await learner.say("1不是报事", "a-he", **LEADERS)
    (after,) = await learner.cases()
    assert (after.status, after.emergency) == (before.status, "EM01")
    history = await learner.store.look(lambda unit: unit.cases.history(after.key))
    assert EventKind.WITHDRAWN not in [event.kind for event in history]
    assert await kept(learner) == []


def test_names_of_people_and_places_here_are_taken_out(office):
    said = "桥头社区3栋何网格长说 王秀兰家502漏水 车牌粤E12345 身份证44010619900307123X"
    text = of_nobody(office, said)
    for name in ("桥头社区", "何网格长", "王秀兰", "502", "12345", "440106"):
        assert name not in text
    assert "漏水" in text


def test_delicate_matters_are_nothing_to_learn_from(office):
    plain = case(1, item="GY-11")
    assert not is_delicate(office, plain, "GY-11")
    assert not is_delicate(office, plain, None)
    assert is_delicate(office, replace(plain, privacy=Privacy.RESTRICTED), "GY-11")
    assert is_delicate(office, replace(plain, emergency="EM01"), "GY-11")
    assert is_delicate(office, plain, "WJ-10")


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("噪音", "JF-01"),
        ("施工噪声", "CG-18"),
        ("路灯不亮", "GY-11"),
        ("物业", "WY-00"),
        ("城市管理", "CG-00"),
        ("电梯故障", "WY-01"),
        ("啥玩意", None),
    ],
)
def test_matters_go_by_many_names(matters, said, label):
    assert label_of(matters, said, case(1, words="隔壁邻里半夜吵")) == label


def test_of_a_category_the_nearest_item_is_taken(matters):
    assert likeliest(matters, "CG", case(1, words="垃圾桶又满了没人清运")) == "CG-02"
