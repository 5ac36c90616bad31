"""The points ledger: bookings are added once and never changed, a code is taken once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.facts import Period
from bot.domain.points import Booking, BookingKind, Code, CodeState, Line, account_of
from tests.contract.one_by_one import OneByOne

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
WALL = Booking(
    id="booking-1",
    kind=BookingKind.EARNED,
    at=NOON,
    by="he",
    person="li",
    lines=(Line(account="issued", points=-30), Line(account=account_of("li"), points=30)),
    source="message:m-1",
    activity="巡堤",
    minutes=180,
    day=date(2026, 3, 2),
    runs_out=date(2027, 3, 2),
)
SOAP = Code(code="00412345", person="li", good="soap", points=20, until=NOON + timedelta(days=14))


@pytest.fixture
def unit(store):
    return OneByOne(store)


async def test_a_booking_is_kept_whole(unit):
    assert await unit.points.add(WALL)
    assert await unit.points.of("li") == [WALL]
    assert await unit.points.of("wang") == []


async def test_a_source_is_booked_once(unit):
    await unit.points.add(WALL)
    again = replace(WALL, id="booking-2")
    assert not await unit.points.add(again)
    assert await unit.points.of("li") == [WALL]
    assert await unit.points.balances() == {"person:li": 30, "issued": -30}


async def test_bookings_come_in_order(unit):
    later = replace(WALL, id="booking-0", source="message:m-2", at=NOON + timedelta(hours=1))
    await unit.points.add(later)
    await unit.points.add(WALL)
    assert [one.id for one in await unit.points.of("li")] == ["booking-1", "booking-0"]


async def test_what_was_booked_in_a_period(unit):
    other = replace(WALL, id="booking-2", source="x", person="wang", at=NOON + timedelta(days=1))
    for one in (other, WALL):
        await unit.points.add(one)
    await unit.points.add(replace(WALL, id="booking-3", source="y", at=NOON + timedelta(days=2)))
    period = Period(begin=NOON, end=NOON + timedelta(days=2))
    assert await unit.points.booked(period) == [WALL, other]


async def test_how_much_is_booked_of_a_day(unit):
    await unit.points.add(WALL)
    await unit.points.add(replace(WALL, id="booking-2", source="x", minutes=-60))
    assert await unit.points.minutes_on("li", date(2026, 3, 2)) == 120
    assert await unit.points.minutes_on("li", date(2026, 3, 3)) == 0


async def test_a_code_is_taken_once(unit):
    await unit.points.issue(SOAP)
    assert await unit.points.code("00412345") == SOAP
    assert await unit.points.open_codes("li", NOON) == [SOAP]
    assert [await unit.points.use("00412345", NOON) for _ in range(2)] == [True, False]
    assert await unit.points.code("00412345") == replace(SOAP, state=CodeState.USED)
    assert await unit.points.open_codes("li", NOON) == []
    assert await unit.points.given("soap", NOON) == 1


async def test_a_code_whose_time_is_over_counts_for_nothing(unit):
    await unit.points.issue(SOAP)
    assert await unit.points.given("soap", NOON) == 1
    assert not await unit.points.use("00412345", SOAP.until)
    assert await unit.points.open_codes("li", SOAP.until) == []
    assert await unit.points.given("soap", SOAP.until) == 0
    assert await unit.points.code("1") is None


async def test_of_several_at_once(unit):
    await unit.points.add(WALL)
    wang = replace(WALL, id="booking-2", source="x", person="wang")
    await unit.points.add(wang)
    await unit.points.issue(SOAP)
    assert await unit.points.of_all(["li", "wang", "chen"]) == {"li": [WALL], "wang": [wang]}
    assert await unit.points.of_all([]) == {}
    assert await unit.points.codes([SOAP.code, "00000000"]) == {SOAP.code: SOAP}
