"""Needs and resources brought together: proposed to the grid leader alone, tried when he says so,
done when the one who needed it says so.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.figures import rates
from bot.domain.forgetting import STAND_IN
from bot.domain.groups import By, grouped
from bot.domain.people import Role
from bot.domain.service import Part, ServiceState
from bot.domain.value import FigureRules
from bot.ports.rows_figures import Asked
from tests.builders import CHEN, HE, LIU, SHU, SUN, WANG, directory, group, person, private

S = ServiceState
LI = person("li", "李院长", Role.DEPARTMENT, department="医院")
NAN = person("nan", "孙医生", Role.DEPARTMENT, department="卫生站")
CLINIC = "我们医院周六可以上门义诊两小时"
OTHER = "我们医院周五可以来小广场义诊两小时"
NEED = "谁能上门给我妈量血压"
HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, CHEN, LI, NAN, LIU, HE, SUN, SHU)))


def told(rig, who):
    """What somebody was told alone."""
    return [one.text for one in rig.channel.sent if one.address == private(f"a-{who}")]


def in_groups(rig):
    """What any group heard."""
    known = (group("lead1"), group("own1"))
    return [one.text for one in rig.channel.sent if one.address in known]


async def write(rig, who, text):
    await rig.say(text, sender=f"a-{who}", address=private(f"a-{who}"))


async def gives(rig, who, text):
    await rig.say(text, sender=f"a-{who}", address=group("lead1"))
    await write(rig, who, "对")


async def needs(rig, who, text):
    await write(rig, who, text)
    await write(rig, who, "对")


async def services(rig):
    found = await rig.store.look(
        lambda unit: unit.services.shown(
            rig.clock.now().min.replace(year=2000, tzinfo=rig.clock.now().tzinfo)
        )
    )
    return sorted(found, key=lambda one: one.made_at)


async def state(rig):
    return [one.state for one in await services(rig)]


@pytest.fixture
async def proposed(rig):
    """Monday morning: listed; at four it is proposed."""
    await gives(rig, "li", CLINIC)
    await needs(rig, "wang", NEED)
    assert await services(rig) == []
    await rig.wait(6 * HOUR)
    return rig


@pytest.fixture
async def accepted(proposed):
    await write(proposed, "he", "1")
    return proposed


@pytest.fixture
async def agreed(accepted):
    await write(accepted, "li", "行")
    await write(accepted, "wang", "要的，谢谢")
    return accepted


@pytest.fixture
async def done(agreed):
    """After Saturday the doctor is asked; he says that it was done."""
    await agreed.wait(6 * DAY)
    await write(agreed, "li", "做完了")
    return agreed


async def test_it_is_proposed_to_the_grid_leader_alone_with_its_reasons(proposed):
    assert told(proposed, "he")[-1] == (
        "可对接1条：1、我们医院周六可以上门义诊两小时 ↔ 谁能上门给我妈量血压"
        "（同网格、周六、可上门）；"
        "回“1”促成，“1不要”换一个；不回的03-04后作罢。"
    )
    assert await state(proposed) == [S.PROPOSED]
    assert in_groups(proposed) == []


async def test_nobody_is_asked_before_the_leader_wants_it(proposed):
    assert not any("义诊" in text for text in told(proposed, "wang"))
    await proposed.wait(3 * DAY)
    assert await state(proposed) == [S.DECLINED]
    assert not any("义诊" in text for text in told(proposed, "wang"))
    assert len([text for text in told(proposed, "he") if "可对接" in text]) == 1


async def test_both_are_asked_without_a_name(accepted):
    assert await state(accepted) == [S.ACCEPTED]
    assert told(accepted, "li")[-1] == (
        "有位居民要“谁能上门给我妈量血压”，您说过“我们医院周六可以上门义诊两小时”"
        "（同网格、周六、可上门），帮这位行吗？回“行”或“不行”。"
    )
    assert told(accepted, "wang")[-1].startswith("您要的“谁能上门给我妈量血压”有人能帮：")
    assert not any("王" in text for text in told(accepted, "li"))
    assert not any("李院长" in text for text in told(accepted, "wang"))


async def test_each_learns_who_the_other_is_when_both_have_agreed(accepted):
    await write(accepted, "li", "行")
    assert told(accepted, "li")[-1] == "好的，记下了。"
    assert not any("李院长" in text for text in told(accepted, "wang"))
    await write(accepted, "wang", "要")
    assert WANG.name in told(accepted, "li")[-1]
    assert "03-07" in told(accepted, "li")[-1]
    assert "李院长" in told(accepted, "wang")[-1]
    assert told(accepted, "he")[-1].startswith("对接成了：")
    assert await state(accepted) == [S.AGREED]
    assert in_groups(accepted) == []


async def test_it_is_under_way_on_its_day_and_asked_after_once_after_it(agreed):
    await agreed.wait(4 * DAY)
    assert await state(agreed) == [S.AGREED]
    await agreed.wait(DAY)
    assert await state(agreed) == [S.UNDER_WAY]
    asked = [text for text in told(agreed, "li") if "帮好了吗" in text]
    assert asked == []
    await agreed.wait(DAY)
    asked = [text for text in told(agreed, "li") if "帮好了吗" in text]
    assert len(asked) == 1


async def test_the_one_who_needed_it_confirms_with_a_word(done):
    assert await state(done) == [S.DELIVERED]
    assert "来帮过了吗" in told(done, "wang")[-1]
    await write(done, "wang", "来过了")
    [one] = await services(done)
    assert (one.state, one.wanted, one.offered) == (S.CONFIRMED, "", "")
    assert "谢谢您" in told(done, "li")[-1]
    history = await done.store.look(lambda unit: unit.services.history(one.id))
    assert [(line.state, line.actor) for line in history] == [
        (S.PROPOSED, "bot"),
        (S.ACCEPTED, "he"),
        (S.AGREED, "wang"),
        (S.UNDER_WAY, "timer"),
        (S.DELIVERED, "li"),
        (S.CONFIRMED, "wang"),
    ]
    await write(done, "he", "服务清单")
    assert told(done, "he")[-1] == "服务清单1项，落实1项：看诊：已确认；"
    await write(done, "he", "需求清单")
    assert told(done, "he")[-1] == "需求清单现在是空的。"


async def test_it_was_not_done(done):
    await write(done, "wang", "没来")
    [one] = await services(done)
    assert (one.state, one.why) == (S.FELL_THROUGH, "not_done")
    assert "没对接成" in told(done, "he")[-1]


async def test_where_whoever_gives_says_nothing_the_other_is_asked(agreed):
    await agreed.wait(6 * DAY)
    await agreed.wait(2 * DAY + HOUR)
    assert "来帮过了吗" in told(agreed, "wang")[-1]
    await write(agreed, "wang", "来过了")
    assert await state(agreed) == [S.CONFIRMED]


async def test_nobody_says_a_word(agreed):
    for _ in range(6):
        await agreed.wait(2 * DAY)
    [one] = await services(agreed)
    assert (one.state, one.why) == (S.FELL_THROUGH, "no_word")


async def test_not_yet(agreed):
    await agreed.wait(6 * DAY)
    await write(agreed, "li", "还没")
    await agreed.wait(3 * DAY)
    asked = [text for text in told(agreed, "li") if "帮好了吗" in text]
    assert len(asked) == 2


async def test_another_is_proposed_in_the_place_of_one_that_is_not_wanted(rig):
    await gives(rig, "li", CLINIC)
    await gives(rig, "nan", OTHER)
    await needs(rig, "wang", NEED)
    await rig.wait(6 * HOUR)
    assert "周六" in told(rig, "he")[-1]
    await write(rig, "he", "1不要")
    first, second = await services(rig)
    assert (first.state, first.why, second.state) == (S.DECLINED, "not_wanted", S.PROPOSED)
    assert "周五" in told(rig, "he")[-1]
    await write(rig, "he", "1不要")
    await rig.wait(DAY)
    assert len([text for text in told(rig, "he") if "可对接" in text]) == 2


@pytest.mark.parametrize(
    ("who", "word", "why"), [("li", "没空", "giver"), ("wang", "不用了", "needer")]
)
async def test_one_of_them_does_not_want_it(accepted, who, word, why):
    await write(accepted, who, word)
    [one] = await services(accepted)
    assert (one.state, one.why) == (S.FELL_THROUGH, why)
    other = {"li": "wang", "wang": "li"}[who]
    assert "没对接成" in told(accepted, other)[-1]
    assert "没对接成" in told(accepted, "he")[-1]


async def test_what_is_withdrawn_sets_the_other_free(agreed):
    await write(agreed, "li", "义诊取消")
    assert "没对接成（有一方撤了）" in told(agreed, "wang")[-1]
    await gives(agreed, "nan", OTHER)
    await agreed.wait(DAY)
    assert await state(agreed) == [S.FELL_THROUGH, S.PROPOSED]


async def test_nobody_answers(accepted):
    await write(accepted, "li", "行")
    await accepted.wait(2 * DAY + HOUR)
    [one] = await services(accepted)
    assert (one.state, one.why) == (S.FELL_THROUGH, "no_word")


async def test_a_strangers_number_chooses_nothing(proposed):
    await write(proposed, "wang", "1")
    assert await state(proposed) == [S.PROPOSED]


async def test_nothing_is_proposed_where_nothing_fits(rig):
    await gives(rig, "li", CLINIC)
    await needs(rig, "wang", "谁家有轮椅借我妈用一周")
    await rig.wait(DAY)
    assert await services(rig) == []
    assert not any("可对接" in text for text in told(rig, "he"))


async def test_by_night_nobody_hears_of_it(rig):
    await rig.wait(9 * HOUR)
    await gives(rig, "li", CLINIC)
    await needs(rig, "wang", NEED)
    await rig.wait(9 * HOUR)
    assert await services(rig) == []
    await rig.wait(7 * HOUR)
    assert await state(rig) == [S.PROPOSED]


def test_each_has_the_other_on_his_other_side():
    assert [part.other for part in Part] == [Part.NEEDER, Part.GIVER]


async def test_the_share_that_was_delivered_is_counted_in_its_grid(done):
    now = done.clock.now()
    period = Period(begin=now - timedelta(days=30), end=now)
    facts = await done.store.look(lambda unit: unit.figures.facts(Asked(period=period)))
    value = rates(grouped(facts, By.GRID)["g1"], period, FigureRules())["delivered"]
    assert (value.part, value.whole) == (1, 1)
    await write(done, "wang", "没来")
    facts = await done.store.look(lambda unit: unit.figures.facts(Asked(period=period)))
    value = rates(facts, period, FigureRules())["delivered"]
    assert (value.part, value.whole) == (0, 1)


async def test_who_is_forgotten_leaves_and_the_other_hears_it(agreed):
    await write(agreed, "wang", "删除我的信息")
    await write(agreed, "wang", "确认删除")
    [one] = await services(agreed)
    assert (one.state, one.needer, one.wanted) == (S.FELL_THROUGH, STAND_IN, "")
    assert "没对接成（有一方撤了）" in told(agreed, "li")[-1]
    history = await agreed.store.look(lambda unit: unit.services.history(one.id))
    assert "wang" not in {line.actor for line in history}
