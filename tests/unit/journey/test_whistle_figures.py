"""Who was whistled in and came, as the figures of the office tell it (domain rules §7.1, §9)."""

from datetime import timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.figures import rates
from bot.domain.groups import By, grouped
from bot.domain.value import FigureRules, Value
from bot.ports.rows_figures import Asked
from tests.builders import T0, group, private

LEADERS = group("lead1")
DAY = 86_400
PERIOD = Period(begin=T0 - timedelta(days=1), end=T0 + timedelta(days=30))


async def found(rig, by: By | None = None) -> dict[str, dict[str, Value]]:
    facts = await rig.store.look(lambda unit: unit.figures.facts(Asked(period=PERIOD)))
    groups = {"": facts} if by is None else grouped(facts, by)
    return {name: rates(of, PERIOD, FigureRules()) for name, of in groups.items()}


def parts(value: Value) -> tuple[int, int]:
    return int(value.part), value.whole


@pytest.fixture
async def called(rig):
    """A case to which two departments are called, of which one has come."""
    await rig.say("3栋门口的路灯坏了")
    await rig.wait(10)
    await rig.say("1吹攻坚哨市政、消防", sender="a-sun", address=LEADERS)
    await rig.say("1市政收到，2点到", sender="a-shu", address=private("a-shu"))
    return rig


async def test_who_has_come_and_who_has_not(called):
    await called.wait(9 * DAY)
    told = await found(called)
    assert parts(told[""]["reported_in"]) == (1, 2)
    assert parts(told[""]["whistles_done"]) == (0, 1)
    departments = await found(called, By.DEPARTMENT)
    assert parts(departments["市政"]["reported_in"]) == (1, 1)
    assert parts(departments["消防"]["reported_in"]) == (0, 1)


async def test_who_was_excused_is_not_counted(called):
    await called.say("1市政退哨，不归我们管", sender="a-shu", address=LEADERS)
    await called.say("1", sender="a-duty", address=private("a-duty"))
    await called.wait(9 * DAY)
    assert parts((await found(called))[""]["reported_in"]) == (0, 1)


async def test_what_was_called_for_is_done(called):
    await called.say("1修好了，换了灯[图片]", sender="a-liu", address=LEADERS)
    await called.say("1核查过了，结案", sender="a-he", address=LEADERS)
    await called.wait(10)
    assert parts((await found(called))[""]["whistles_done"]) == (1, 1)
