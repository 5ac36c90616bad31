"""The calendar: the State Council's holidays and moved days, an office's own on top."""

import logging
from datetime import date, datetime, timedelta

import pytest

from bot.domain.deadlines import SHANGHAI, OfficeHours
from bot.workdays import ChineseWorkingDays


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-04-06", False),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-11-20", True),
        ("2026-11-22", False),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2024-02-29", True),
    ],
)
def test_days(day, worked):
    assert ChineseWorkingDays().is_working_day(date.fromisoformat(day)) is worked


def test_a_year_has_as_many_free_days_as_the_law_gives():
    """13 days off a year since 2025, besides the weekends (domain rules §5.3.1)."""
    calendar = ChineseWorkingDays()
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    weekends = sum(day.weekday() > 4 for day in days)
    free = sum(not calendar.is_working_day(day) for day in days)
    assert free - weekends == 13


def test_an_office_has_days_of_its_own():
    monday, saturday = date(2026, 3, 2), date(2026, 3, 7)
    calendar = ChineseWorkingDays(holidays=[monday], working_days=[saturday])
    assert not calendar.is_working_day(monday)
    assert calendar.is_working_day(saturday)


def test_own_working_days_count_more_than_own_holidays():
    day = date(2026, 3, 2)
    assert ChineseWorkingDays(holidays=[day], working_days=[day]).is_working_day(day)


def test_a_year_that_is_not_published_yet_goes_by_the_weekday_and_warns_once(caplog):
    calendar = ChineseWorkingDays(holidays=[date(2031, 1, 1)])
    with caplog.at_level(logging.WARNING):
        found = [calendar.is_working_day(date(2031, 1, day)) for day in range(1, 8)]
        calendar.is_working_day(date(2032, 1, 1))
    assert found == [False, True, True, False, False, True, True]
    warned = [(record.message, record.year) for record in caplog.records]
    assert warned == [("calendar_year_unknown", 2031), ("calendar_year_unknown", 2032)]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-02-13 16:00", 1, "2026-02-14 18:00"),
        ("2026-02-14 16:00", 1, "2026-02-24 18:00"),
        ("2025-12-31 16:00", 2, "2026-01-05 18:00"),
        ("2026-09-30 16:00", 1, "2026-10-08 18:00"),
        ("2026-09-30 16:00", 3, "2026-10-10 18:00"),
    ],
)
def test_deadlines_in_real_years(start, days, end):
    hours = OfficeHours(days=ChineseWorkingDays())
    at = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    assert hours.after_days(at, days) == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)
