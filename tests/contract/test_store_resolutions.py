"""What meetings have decided: who sees to it, what is due, what was told before a meeting."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.meetings import MeetingRules
from bot.domain.resolution import Resolution, ResolutionState, confirmed, done
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
BOX = Resolution(
    id="resolution-1",
    community="桥头社区",
    grid="g1",
    matter="换表箱",
    owner="chen",
    owner_name="陈楼长",
    by="he",
    made_at=NOON,
    until=NOON + timedelta(days=4),
)
STANDS = confirmed(BOX, 1, MeetingRules())
LAMP = replace(STANDS, id="resolution-2", number=2, owner=None, matter="装路灯")


@pytest.fixture
async def unit(store):
    made = OneByOne(store)
    await made.resolutions.add(BOX)
    return made


async def test_what_is_proposed_only_counts_for_nothing(unit):
    rows = unit.resolutions
    assert await rows.some(["resolution-1", "none"]) == [BOX]
    assert await rows.open_of(["chen"]) == []
    assert await rows.listed("桥头社区", NOON) == []
    assert await rows.numbered("桥头社区", 0) is None
    assert await rows.next_due() is None
    assert await rows.made(Period(begin=NOON, end=NOON + timedelta(seconds=1))) == []
    await rows.drop(["resolution-1"])
    assert await rows.some(["resolution-1"]) == []


async def test_what_was_never_confirmed_goes(unit):
    rows = unit.resolutions
    stands = replace(STANDS, id="resolution-3", number=3)
    await rows.add(stands)
    await rows.drop_stale(NOON)
    assert await rows.some(["resolution-1"]) == [BOX]
    await rows.drop_stale(NOON + timedelta(seconds=1))
    assert await rows.some(["resolution-1", "resolution-3"]) == [stands]


async def test_what_stands(unit):
    rows = unit.resolutions
    await rows.change(STANDS)
    await rows.add(LAMP)
    await rows.drop(["resolution-1"])
    assert await rows.numbered("桥头社区", 1) == STANDS
    assert await rows.numbered("别的社区", 1) is None
    assert await rows.open_of(["chen"]) == [STANDS]
    assert await rows.open_of(["he"]) == [LAMP]
    assert await rows.listed("桥头社区", NOON) == [STANDS, LAMP]
    assert await rows.made(Period(begin=NOON, end=NOON + timedelta(seconds=1))) == [STANDS, LAMP]
    assert await rows.made(Period(begin=NOON - timedelta(days=1), end=NOON)) == []


async def test_what_is_due(unit):
    rows = unit.resolutions
    await rows.change(STANDS)
    assert await rows.next_due() == STANDS.next_at
    assert await rows.due(STANDS.next_at - timedelta(minutes=1)) == []
    assert await rows.due(STANDS.next_at) == [STANDS]
    settled = done(STANDS, "chen", NOON)
    await rows.change(settled)
    assert settled.state is ResolutionState.DONE
    assert await rows.next_due() is None
    assert await rows.listed("桥头社区", NOON) == [settled]
    assert await rows.listed("桥头社区", NOON + timedelta(1)) == []


async def test_a_meeting_is_told_of_once(unit):
    assert await unit.resolutions.told("joint/2026-03-31") is True
    assert await unit.resolutions.told("joint/2026-03-31") is False
