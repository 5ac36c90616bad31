"""Services: what became of them, what is due, what counts, and when lists are looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.forgetting import STAND_IN
from bot.domain.service import Service, ServiceMove, ServiceState, Word
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
CLINIC = Service(
    id="service-1",
    community="桥头社区",
    grid="g1",
    kind="clinic",
    need="giving-1",
    resource="giving-2",
    needer="wang",
    giver="li",
    wanted="谁能上门量血压",
    offered="我们医院周六可以来义诊",
    heads=1,
    reasons="same_grid,saturday",
    leader="he",
    begin_at=NOON + 4 * DAY,
    end_at=NOON + 5 * DAY,
    made_at=NOON,
    since=NOON,
    next_at=NOON + DAY,
)


@pytest.fixture
async def unit(store):
    made = OneByOne(store)
    await made.services.save(CLINIC)
    return made


async def test_it_is_kept_as_it_is_now(unit):
    assert await unit.services.get("service-1") == CLINIC
    agreed = replace(CLINIC, state=ServiceState.AGREED, needer_word=Word.YES, grid=None)
    await unit.services.save(agreed)
    assert await unit.services.get("service-1") == agreed
    assert await unit.services.get("service-2") is None


async def test_its_history(unit):
    first = ServiceMove(service="service-1", at=NOON, state=ServiceState.PROPOSED, actor="bot")
    second = replace(first, state=ServiceState.DECLINED, actor="he", why="not_wanted")
    await unit.services.note(first)
    await unit.services.note(second)
    assert await unit.services.history("service-1") == [first, second]
    assert await unit.services.history("service-2") == []


async def test_those_of_a_need_or_a_resource(unit):
    later = replace(CLINIC, id="service-0", need="giving-3", made_at=NOON + DAY)
    over = replace(later, id="service-3", state=ServiceState.FELL_THROUGH, next_at=None)
    await unit.services.save(later)
    await unit.services.save(over)
    rows = unit.services
    assert await rows.with_givings(["giving-1"]) == [CLINIC]
    assert await rows.with_givings(["giving-2", "giving-3"]) == [CLINIC, later, over]
    assert await rows.open_of(["giving-3"]) == [later]
    assert await rows.with_givings([]) == []


async def test_what_is_shown(unit):
    over = replace(
        CLINIC, id="service-2", state=ServiceState.CONFIRMED, since=NOON + DAY, next_at=None
    )
    await unit.services.save(over)
    assert await unit.services.shown(NOON) == [over, CLINIC]
    assert await unit.services.shown(NOON + 2 * DAY) == [CLINIC]


async def test_what_was_drawn_up_in_a_period(unit):
    period = Period(begin=NOON, end=NOON + DAY)
    accepted = ServiceMove(service="service-1", at=NOON, state=ServiceState.ACCEPTED, actor="he")
    assert await unit.services.drawn_up(period) == []
    await unit.services.note(accepted)
    assert await unit.services.drawn_up(period) == []
    done = replace(CLINIC, state=ServiceState.DELIVERED)
    await unit.services.save(done)
    assert await unit.services.drawn_up(period) == [done]
    assert await unit.services.drawn_up(Period(begin=NOON + DAY, end=NOON + 2 * DAY)) == []


async def test_what_is_due(unit):
    rows = unit.services
    assert await rows.next_due() == NOON + DAY
    assert await rows.due(NOON) == []
    assert await rows.due(NOON + DAY) == [CLINIC]
    await rows.save(replace(CLINIC, next_at=None))
    assert await rows.next_due() is None
    assert await rows.due(NOON + DAY) == []


async def test_a_round_is_wanted_at_the_earliest_and_taken_once(unit):
    rows = unit.services
    assert await rows.next_round() is None
    await rows.want_round("桥头社区", NOON + DAY)
    await rows.want_round("桥头社区", NOON)
    await rows.want_round("桥头社区", NOON + 2 * DAY)
    await rows.want_round("河西社区", NOON + DAY)
    assert await rows.next_round() == NOON
    assert await rows.begin_round(NOON) == ["桥头社区"]
    assert await rows.begin_round(NOON) == []
    assert await rows.next_round() == NOON + DAY


async def test_who_is_forgotten_is_in_no_service_any_more_and_it_still_counts(unit):
    await unit.services.note(
        ServiceMove(service="service-1", at=NOON, state=ServiceState.CONFIRMED, actor="wang")
    )
    await unit.services.save(replace(CLINIC, state=ServiceState.CONFIRMED))
    assert (await unit.personal.holdings("wang")).helped == 1
    assert await unit.personal.drop_helped("wang") == 1
    left = await unit.services.get("service-1")
    assert (left.needer, left.wanted, left.giver) == (STAND_IN, "", "li")
    assert left.state is ServiceState.CONFIRMED
    [line] = await unit.services.history("service-1")
    assert line.actor == STAND_IN
