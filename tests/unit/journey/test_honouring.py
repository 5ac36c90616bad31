"""After a quarter each grid leader hears once, alone, what the volunteers of the grid did."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.domain.honours import HonourPeriod, HonourRules
from bot.domain.people import Role
from bot.domain.points import PointRules
from tests.builders import HE, LIU, SUN, directory, person
from tests.unit.journey.test_points import LI, RULES, ask, told

CHEN = person("chen", "陈楼长", Role.BUILDING_LEADER, grids=("g1",), buildings=("3栋",))
QIAN = person("qian", "钱志愿", Role.VOLUNTEER, grids=("g1",))
FAR = replace(QIAN, id="far", name="远方志愿", grids=("g9",))
APRIL = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def office(office):
    people = (LIU, HE, SUN, CHEN, QIAN, FAR, replace(LI, grids=("g1",)))
    return replace(office, areas=directory(people=people), points=RULES)


@pytest.fixture
async def served(rig):
    for words in ("给钱志愿记9小时义诊", "给陈楼长记6小时巡堤", "给李建国记2小时巡堤"):
        await ask(rig, words)
    return rig


async def honour(rig, at=APRIL):
    rig.clock.jump(at)
    done = await rig.journey.honouring.run_once()
    await rig.settle()
    return done


async def test_the_leader_is_told_once_alone(served):
    assert await honour(served) == 1
    assert told(served, "he")[-1] == (
        "2026年1季度做志愿有积分的3人：2星：钱志愿；1星：陈楼长；没到一星：李建国；"
        "只发给您，开会可以念；要在群里点名谢谁，先问他愿不愿意。"
    )
    before = len(served.channel.sent)
    assert await honour(served) == 0
    served.with_settings()
    assert await honour(served, APRIL + timedelta(days=1)) == 0
    assert len(served.channel.sent) == before
    assert [one for one in served.channel.sent if one.address.person is None] == []


async def test_of_many_some_are_named(served):
    served.office = replace(served.office, honours=HonourRules(most=1))
    served.with_settings()
    await honour(served)
    assert "3人：2星：钱志愿；另有2人。只发给您" in told(served, "he")[-1]


@pytest.mark.parametrize(
    "changes",
    [{"honours": HonourRules(period=HonourPeriod.NONE)}, {"points": PointRules()}],
    ids=["not-wanted", "no-points-here"],
)
async def test_silence_where_nothing_is_to_be_said(served, changes):
    served.office = replace(served.office, **changes)
    served.with_settings()
    before = told(served, "he")
    assert await honour(served) == 0
    assert told(served, "he") == before


async def test_nobody_hears_of_a_quarter_in_which_nothing_was_done(rig):
    await honour(rig)
    assert rig.channel.sent == []
