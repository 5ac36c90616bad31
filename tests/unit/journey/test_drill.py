"""An hour-long drill: announced in plain words, played with everything, marked, and over (domain
rules §4)."""

import pytest

from bot.domain.case import FINAL, EventKind
from tests.builders import LEAD, group, private

LEADERS = group("lead1")
START = "演练开始：2栋模拟燃气泄漏"
MARK = "【演练】"


async def announced(rig, text=START, sender="a-he"):
    await rig.say(text, sender=sender, address=LEADERS)


def said(rig) -> list[str]:
    return [one.text for one in rig.channel.sent]


async def kinds(rig, number=1):
    case = (await rig.cases())[number - 1]
    history = await rig.store.look(lambda unit: unit.cases.history(case.key))
    return [event.kind for event in history]


async def test_an_hour(rig):
    await announced(rig)
    (case,) = await rig.cases()
    assert (case.drill, case.emergency, case.place.building) == (True, "EM02", "2栋")
    assert any("别开关任何电器" in text for text in said(rig))
    for _ in range(3):
        await rig.wait(130)
    await rig.say("1 我到了", sender="a-liu", address=private("a-liu"))
    await rig.wait(20 * 60)
    await rig.say("1 险情解除了", sender="a-liu", address=LEADERS)
    await rig.wait(30 * 60)
    await announced(rig, "演练结束，大家辛苦了")
    (case,) = await rig.cases()
    assert case.status in FINAL
    assert said(rig)
    assert [text for text in said(rig) if not text.startswith(MARK)] == []
    assert "叫了" in said(rig)[-1]
    assert "有人说到场" in said(rig)[-1]
    before = len(said(rig))
    for _ in range(60):
        await rig.wait(6 * 3600)
    assert len(said(rig)) == before


async def test_everything_of_an_emergency_is_played(rig):
    await announced(rig)
    for seconds in (120, 120, 180):
        await rig.wait(seconds)
    told = [one.address.person for one in rig.channel.sent if one.address.person]
    assert told == ["a-liu", "a-he", "a-sun", "a-duty"]
    assert (await kinds(rig)).count(EventKind.EMERGENCY_CALL) == 4


async def test_no_owners_group_hears_of_it(rig):
    await announced(rig)
    await rig.wait(3600)
    assert {one.address.conversation for one in rig.channel.sent} == {"lead1", ""}


async def test_a_drill_that_nobody_ends_is_over_by_itself(rig):
    await announced(rig)
    limit = rig.office.settings.drill_limit.total_seconds()
    await rig.wait(limit - 30)
    assert (await rig.cases())[0].status not in FINAL
    await rig.wait(30)
    assert (await rig.cases())[0].status in FINAL
    assert "没有人说到场" in said(rig)[-1]


async def test_a_real_report_during_a_drill_is_real(rig):
    await announced(rig)
    await rig.say("2栋好大的煤气味 快来人", sender="a-wang")
    drill, real = await rig.cases()
    assert (drill.drill, real.drill) == (True, False)
    assert real.emergency == "EM02"
    own = [one.text for one in rig.channel.sent if one.address.conversation == "own1"]
    assert own
    assert not any(text.startswith(MARK) for text in own)


async def test_a_leader_who_reports_something_real_is_believed(rig):
    await announced(rig)
    await rig.say("2栋真的着火了 快来人", sender="a-chen", address=LEADERS)
    drill, real = await rig.cases()
    assert (drill.drill, real.drill, real.emergency) == (True, False, "EM01")


async def test_talk_of_residents_does_not_get_into_a_drill(rig):
    await announced(rig)
    await rig.say("2栋楼下好热闹啊")
    (case,) = await rig.cases()
    assert case.supporters == ()
    assert EventKind.JOINED not in await kinds(rig)


@pytest.mark.parametrize("sender", ["a-chen", "a-liu"])
async def test_not_everybody_may_begin_one(rig, sender):
    await announced(rig, sender=sender)
    assert await rig.cases() == []
    (answer,) = said(rig)
    assert "网格长" in answer


async def test_residents_may_not_at_all(rig):
    await rig.say(START)
    assert (await rig.cases(), said(rig)) == ([], [])


async def test_what_is_to_be_played_has_to_be_said(rig):
    await announced(rig, "演练开始")
    assert await rig.cases() == []
    assert "没听懂演练什么" in said(rig)[-1]


async def test_one_at_a_time(rig):
    await announced(rig)
    await announced(rig, "演练开始：3栋模拟起火")
    assert len(await rig.cases()) == 1
    assert "演练还没结束" in said(rig)[-1]


async def test_nothing_to_end(rig):
    await announced(rig, "演练结束")
    assert said(rig)[-1] == "现在没有进行中的演练。"


async def test_a_drill_that_is_only_planned_is_a_notice(rig):
    await announced(rig, "明天下午三点演练开始，请大家准时到")
    assert await rig.cases() == []


def test_the_leaders_group_is_the_one_of_the_builders():
    assert LEADERS.conversation in dict(LEAD.bindings).values()
