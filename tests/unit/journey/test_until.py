"""Terms by the office's calendar: ends of days that are worked, mornings after."""

from datetime import date, datetime

import pytest

from bot.domain.deadlines import SHANGHAI, OfficeHours
from bot.journey.casework.staff.until import begin_after_term, day_of, end_of_term
from bot.workdays import ChineseWorkingDays
from intents.terms import Term
from tests.builders import T0

HOURS = OfficeHours(days=ChineseWorkingDays())


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term(days=3), at(3, 5, 18)),
        (Term(days=5), at(3, 9, 18)),
        (Term(days=5, working=True), at(3, 9, 18)),
        (Term(day=date(2026, 3, 6)), at(3, 6, 18)),
        (Term(day=date(2026, 3, 7)), at(3, 9, 18)),
        (Term(day=date(2026, 5, 1)), at(5, 6, 18)),
    ],
)
def test_the_last_instant_of_a_term(term, expected):
    assert end_of_term(term, T0, HOURS) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term(days=3), at(3, 5, 9)),
        (Term(day=date(2026, 3, 15)), at(3, 16, 9)),
        (Term(days=2, working=True), at(3, 4, 9)),
    ],
)
def test_when_work_goes_on(term, expected):
    assert begin_after_term(term, T0, HOURS) == expected


def test_days_are_local():
    assert day_of(datetime(2026, 3, 2, 20, tzinfo=SHANGHAI)) == "03-02"
