"""Deadlines by three clocks, the cases of domain rules §5.3.

The calendar of these tests is a table of its own: what the office's calendar says of real years is
tested with the calendar.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.deadlines import (
    SHANGHAI,
    Deadlines,
    OfficeHours,
    deadlines,
    is_quiet,
    next_time,
)
from bot.domain.matters import Urgency
from tests.builders import matter


@dataclass(frozen=True)
class Table:
    """Working days after the weekday, but for those listed."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.free)


NEW_YEAR = Table(
    free=frozenset(date(2026, 2, day) for day in range(15, 24))
    | {date(2026, 1, 1), date(2026, 1, 2)},
    worked=frozenset({date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)}),
)
HOURS = OfficeHours(days=NEW_YEAR)


def at(text: str) -> datetime:
    """`2026-03-02 10:00`, local time."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2026-03-02 10:00", 1, "2026-03-02 11:00", id="within a morning"),
        pytest.param("2026-03-02 11:00", 1, "2026-03-02 12:00", id="to the very end of a span"),
        pytest.param("2026-03-02 11:00", 2, "2026-03-02 15:00", id="over noon"),
        pytest.param("2026-03-02 12:30", 1, "2026-03-02 15:00", id="from noon"),
        pytest.param("2026-03-02 07:00", 1, "2026-03-02 10:00", id="from before the day"),
        pytest.param("2026-03-02 09:00", 7, "2026-03-02 18:00", id="a whole day"),
        pytest.param("2026-03-02 17:30", 1, "2026-03-03 09:30", id="over night"),
        pytest.param("2026-03-02 18:00", 1, "2026-03-03 10:00", id="from the close"),
        pytest.param("2026-03-06 17:00", 4, "2026-03-09 12:00", id="over a weekend"),
        pytest.param("2026-03-07 12:00", 1, "2026-03-09 10:00", id="from a Saturday"),
        pytest.param("2026-03-02 10:00", 0, "2026-03-02 10:00", id="nothing at all"),
        pytest.param("2026-03-07 12:00", 0, "2026-03-09 09:00", id="nothing, from a Saturday"),
        pytest.param("2026-03-02 10:00", 0.5, "2026-03-02 10:30", id="half an hour"),
        pytest.param("2026-03-02 09:00", 70, "2026-03-13 18:00", id="ten days"),
        pytest.param("2026-02-13 17:00", 2, "2026-02-14 10:00", id="a Saturday that is worked"),
        pytest.param("2026-02-14 17:00", 2, "2026-02-24 10:00", id="over the spring festival"),
        pytest.param("2026-02-17 03:00", 4, "2026-02-24 15:00", id="from a holiday"),
        pytest.param("2026-02-27 17:00", 8, "2026-02-28 18:00", id="a moved day counts in full"),
        pytest.param("2025-12-31 17:00", 2, "2026-01-04 10:00", id="over the year's border"),
        pytest.param("2024-02-29 17:00", 1, "2024-02-29 18:00", id="a leap day"),
    ],
)
def test_office_hours(start, hours, end):
    result = HOURS.after_hours(at(start), hours)
    assert result == at(end)
    assert result.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02 10:00", "2026-03-02 11:00", 60),
        ("2026-03-02 11:00", "2026-03-02 15:00", 120),
        ("2026-03-02 12:10", "2026-03-02 13:50", 0),
        ("2026-03-02 17:30", "2026-03-03 09:30", 60),
        ("2026-03-06 17:00", "2026-03-09 12:00", 240),
        ("2026-03-07 10:00", "2026-03-08 20:00", 0),
        ("2026-02-14 17:00", "2026-02-24 10:00", 120),
        ("2026-03-02 09:00", "2026-03-13 18:00", 4200),
        ("2026-03-03 10:00", "2026-03-03 09:00", 0),
        ("2026-03-03 10:00", "2026-03-02 09:00", 0),
    ],
)
def test_office_time_between_two_instants(start, end, minutes):
    assert HOURS.between(at(start), at(end)) == timedelta(minutes=minutes)


def test_a_working_day_has_seven_hours():
    assert HOURS.working_day == timedelta(hours=7)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param("2026-03-02 10:00", 1, "2026-03-03 18:00", id="the day itself is not counted"),
        pytest.param("2026-03-02 00:00", 1, "2026-03-03 18:00", id="from midnight"),
        pytest.param("2026-03-02 23:59", 1, "2026-03-03 18:00", id="from the last minute"),
        pytest.param("2026-03-06 10:00", 1, "2026-03-09 18:00", id="over a weekend"),
        pytest.param("2026-03-07 10:00", 1, "2026-03-09 18:00", id="from a Saturday"),
        pytest.param("2026-03-02 10:00", 15, "2026-03-23 18:00", id="three weeks"),
        pytest.param("2026-02-13 10:00", 1, "2026-02-14 18:00", id="a Saturday that is worked"),
        pytest.param("2026-02-14 10:00", 1, "2026-02-24 18:00", id="over the spring festival"),
        pytest.param("2026-02-20 10:00", 2, "2026-02-25 18:00", id="from a holiday"),
        pytest.param("2026-02-26 10:00", 2, "2026-02-28 18:00", id="a moved day counts"),
        pytest.param("2025-12-30 10:00", 3, "2026-01-05 18:00", id="over the year's border"),
        pytest.param("2024-02-28 10:00", 1, "2024-02-29 18:00", id="a leap day"),
        pytest.param("2026-03-02 10:00", 0, "2026-03-02 18:00", id="the same day"),
        pytest.param("2026-03-07 10:00", 0, "2026-03-09 18:00", id="no free day is a last day"),
    ],
)
def test_working_days(start, days, end):
    result = HOURS.after_days(at(start), days)
    assert result == at(end)
    assert result.tzinfo is UTC


def test_the_day_is_that_of_shanghai():
    """20:00 UTC is already the next day here."""
    evening = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    assert HOURS.after_days(evening, 1) == at("2026-03-04 18:00")
    assert HOURS.after_hours(evening, 1) == at("2026-03-03 10:00")


def test_an_office_may_have_other_hours():
    spans = ((time(8), time(12)), (time(13), time(17)))
    early = OfficeHours(days=NEW_YEAR, spans=spans)
    assert early.after_hours(at("2026-03-02 07:00"), 5) == at("2026-03-02 14:00")
    assert early.after_days(at("2026-03-02 07:00"), 1) == at("2026-03-03 17:00")


@pytest.mark.parametrize(
    ("urgency", "accept", "resolve"),
    [
        (Urgency.P0, "2026-03-07 04:00", "2026-03-09 18:00"),
        (Urgency.P1, "2026-03-07 04:00", "2026-03-09 18:00"),
        (Urgency.P2, "2026-03-09 11:00", "2026-03-09 18:00"),
        (Urgency.P3, "2026-03-09 11:00", "2026-03-09 18:00"),
    ],
)
def test_pressing_cases_are_accepted_by_the_continuous_clock(urgency, accept, resolve):
    limits = deadlines(
        matter=matter(accept_hours=2, resolve_workdays=1),
        urgency=urgency,
        now=at("2026-03-07 02:00"),
        hours=HOURS,
    )
    assert limits == Deadlines(accept_until=at(accept), resolve_until=at(resolve))


def test_what_is_to_be_accepted_at_once_has_a_day_to_be_settled():
    now = at("2026-03-02 10:00")
    limits = deadlines(
        matter=matter(accept_hours=0, resolve_workdays=0), urgency=Urgency.P0, now=now, hours=HOURS
    )
    assert limits == Deadlines(accept_until=now, resolve_until=at("2026-03-03 18:00"))


@pytest.mark.parametrize(
    ("begin", "end", "clock", "quiet"),
    [
        (22, 7, "21:59", False),
        (22, 7, "22:00", True),
        (22, 7, "00:00", True),
        (22, 7, "06:59", True),
        (22, 7, "07:00", False),
        (12, 14, "11:59", False),
        (12, 14, "12:00", True),
        (12, 14, "13:59", True),
        (12, 14, "14:00", False),
        (7, 7, "07:00", False),
    ],
)
def test_the_night_rest(begin, end, clock, quiet):
    moment = at(f"2026-03-02 {clock}").astimezone(UTC)
    assert is_quiet(moment, begin=time(begin), end=time(end)) is quiet


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-02 06:59", "2026-03-02 07:00"),
        ("2026-03-02 07:00", "2026-03-02 07:00"),
        ("2026-03-02 07:01", "2026-03-03 07:00"),
        ("2026-02-28 23:00", "2026-03-01 07:00"),
        ("2026-12-31 22:30", "2027-01-01 07:00"),
    ],
)
def test_the_next_time_of_day(moment, expected):
    result = next_time(at(moment), time(7))
    assert result == at(expected)
    assert result.tzinfo is UTC


def test_the_longest_deadlines_come_to_an_end():
    far = HOURS.after_hours(at("2026-03-02 09:00"), 1000) - at("2026-03-02 09:00")
    assert timedelta(days=150) < far < timedelta(days=250)
