"""Until when something is to wait, as people say it: "three days", "the 15th of next month".

Comes in: normalised words, and today's date where they were said. Goes out: a `Term`: a number of
days, or a day. Does not: count working days; the service has the calendar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from intents.numbers import chinese_number
from intents.words import alternatives, data

_SOURCE = "sideroads"
_MONTHS = 12
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Either `days` (working days or all days) or the last `day`."""

    days: int | None = None
    working: bool = False
    day: date | None = None


def term_in(words: str, today: date) -> Term | None:
    """The term that the words name; None where they name none, or a day that is over."""
    for name, read in _READERS:
        for match in _pattern(name).finditer(words):
            found = read(tuple(group for group in match.groups() if group), today)
            if found is not None and (found.day is None or found.day >= today):
                return found
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(alternatives(data(_SOURCE)[name], {}))


def _number(said: str) -> int:
    return chinese_number(said)


def _month_day(said: tuple[str, ...], today: date) -> Term | None:
    month, day = (_number(part) for part in said)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year < today:
        this_year = _day(today.year + 1, month, day)
    return None if this_year is None else Term(day=this_year)


def _day_of_month(said: tuple[str, ...], today: date) -> Term | None:
    which, day = (said[0] if len(said) > 1 else ""), _number(said[-1])
    later = str(data(_SOURCE)["next_month"]) in which
    if not which and day < today.day:
        later = True
    year, month = _month(today, 1 if later else 0)
    found = _day(year, month, day)
    return None if found is None else Term(day=found)


def _weekday(said: tuple[str, ...], today: date) -> Term | None:
    weekday = int(data(_SOURCE)["weekdays"][said[-1]])
    weeks = said[0].count(str(data(_SOURCE)["next_month"])) if len(said) > 1 else 0
    monday = today - timedelta(days=today.weekday())
    found = monday + timedelta(days=weekday + _WEEK * weeks)
    if len(said) == 1 and found < today:
        found += timedelta(days=_WEEK)
    return Term(day=found)


def _end_of(said: tuple[str, ...], today: date) -> Term | None:
    if str(data(_SOURCE)["year"]) in said[0]:
        return Term(day=date(today.year, _MONTHS, 31))
    later = str(data(_SOURCE)["next_month"]) in said[0]
    year, month = _month(today, 2 if later else 1)
    return Term(day=date(year, month, 1) - timedelta(days=1))


def _soon(said: tuple[str, ...], today: date) -> Term | None:
    return Term(day=today + timedelta(days=int(data(_SOURCE)["soon_days"][said[0]])))


def _span(said: tuple[str, ...], today: date) -> Term | None:
    number, unit = said
    days = int(data(_SOURCE)["unit_days"][unit])
    if number == data(_SOURCE)["half"]:
        return Term(days=max(days // 2, 1))
    count = _number(number) * days
    return Term(days=count, working=unit in data(_SOURCE)["working"]) if count else None


def _month(today: date, ahead: int) -> tuple[int, int]:
    """The year and month so many months ahead."""
    years, month = divmod(today.month - 1 + ahead, _MONTHS)
    return today.year + years, month + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS: tuple[tuple[str, Callable[[tuple[str, ...], date], Term | None]], ...] = (
    ("month_day", _month_day),
    ("day_of_month", _day_of_month),
    ("end_of", _end_of),
    ("weekday", _weekday),
    ("soon", _soon),
    ("span", _span),
)
