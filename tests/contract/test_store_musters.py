"""Calls for volunteers: who signed up, how many places are left, what is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.muster import Muster, MusterStep, SignUp, SignUpState
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DIKE = Muster(
    id="muster-1",
    community="桥头社区",
    grid="g1",
    called_by="he",
    called_at=NOON,
    matter="巡堤",
    place="",
    bring="雨衣",
    wanted=3,
    starts_at=NOON + timedelta(days=1),
    next_at=NOON + timedelta(hours=7),
    minutes=180,
)
WANG = SignUp(muster="muster-1", person="wang", room="own1", heads=2, at=NOON, state=SignUpState.IN)


@pytest.fixture
async def unit(store):
    made = OneByOne(store)
    await made.musters.save(DIKE)
    return made


async def test_the_newest_comes_first_and_those_that_are_over_are_left_out(unit):
    later = replace(DIKE, id="muster-2", called_at=NOON + timedelta(hours=1), case="case-1")
    await unit.musters.save(later)
    assert await unit.musters.open() == [later, DIKE]
    await unit.musters.save(replace(later, step=MusterStep.OVER))
    assert await unit.musters.open() == [DIKE]


async def test_more_places_than_there_are_are_never_given(unit):
    assert await unit.musters.take("muster-1", 2)
    assert not await unit.musters.take("muster-1", 2)
    assert await unit.musters.take("muster-1", 1)
    assert not await unit.musters.take("muster-1", 1)
    await unit.musters.give_back("muster-1", 2)
    [now] = await unit.musters.open()
    assert now.taken == 1
    assert await unit.musters.take("muster-1", 2)


async def test_what_is_saved_leaves_the_places_that_were_given(unit):
    await unit.musters.take("muster-1", 2)
    await unit.musters.save(replace(DIKE, closed=True))
    assert await unit.musters.open() == [replace(DIKE, closed=True, taken=2)]


async def test_who_signed_up(unit):
    later = replace(WANG, person="zhao", at=NOON + timedelta(minutes=1), room=None)
    await unit.musters.sign(later)
    await unit.musters.sign(WANG)
    assert await unit.musters.signed(["muster-1"]) == [WANG, later]
    gone = replace(WANG, state=SignUpState.OUT)
    await unit.musters.sign(gone)
    assert await unit.musters.signed(["muster-1", "muster-2"]) == [gone, later]
    assert await unit.musters.signed(["muster-2"]) == []


async def test_what_began_in_a_period(unit):
    over = replace(DIKE, id="muster-0", step=MusterStep.OVER, closed=True)
    later = replace(DIKE, id="muster-2", starts_at=DIKE.starts_at + timedelta(days=1))
    for one in (later, over):
        await unit.musters.save(one)
    period = Period(begin=DIKE.starts_at, end=later.starts_at)
    assert await unit.musters.begun(period) == [over, DIKE]


async def test_what_is_due(unit):
    assert await unit.musters.next_due() == DIKE.next_at
    assert await unit.musters.due(NOON) == []
    assert await unit.musters.due(DIKE.next_at) == [DIKE]
    await unit.musters.save(replace(DIKE, step=MusterStep.OVER))
    assert await unit.musters.due(DIKE.next_at) == []
    assert await unit.musters.next_due() is None
