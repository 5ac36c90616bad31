"""Honours: whose work of a quarter or a year is read out, and how many stars it makes.

Comes in: the rules, the clock, bookings of the ledger. Goes out: the period that has just ended,
and who did what in it. Does not: give points, know anything but the ledger, or tell anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.points import Booking, BookingKind, PointRules, earned_lately

_MONTHS: Final = 3
_DAY: Final = timedelta(days=1)


class HonourPeriod(StrEnum):
    """After which time honours are told."""

    NONE = "none"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourRules:
    """They are told `at` this time of the first day after each `period`, within `late` of it; so
    many people by name at `most`.
    """

    period: HonourPeriod = HonourPeriod.QUARTER
    at: time = time(9)
    most: int = 20
    late: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Term:
    """From its `first` day through its `last`."""

    first: date
    last: date

    @property
    def number(self) -> int:
        """Which quarter of its year it ends with."""
        return (self.last.month - 1) // _MONTHS + 1

    @property
    def name(self) -> str:
        """What it is called in rows."""
        return f"honours:{self.first}:{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """What somebody was given in the term, and the stars that the year before its end makes."""

    person: str
    points: int
    stars: int


def ended(rules: HonourRules, now: datetime) -> Term | None:
    """The term whose honours are to be told now, None where there is none."""
    today = now.astimezone(SHANGHAI).date()
    if rules.period is HonourPeriod.NONE:
        return None
    yearly = rules.period is HonourPeriod.YEAR
    month = 1 if yearly else (today.month - 1) // _MONTHS * _MONTHS + 1
    after = today.replace(month=month, day=1)
    begins = datetime.combine(after, rules.at, SHANGHAI)
    if not begins <= now < begins + rules.late:
        return None
    last = after - _DAY
    first = last.replace(month=1 if yearly else last.month - _MONTHS + 1, day=1)
    return Term(first, last)


def honours(booked: Mapping[str, Sequence[Booking]], term: Term, rules: PointRules) -> list[Honour]:
    """Everybody who was given points for what he did in the term, most stars first."""
    found = []
    for person, own in booked.items():
        points = sum(one.points for one in own if _is_of(one, term))
        if points > 0:
            known = [one for one in own if one.day is None or one.day <= term.last]
            stars = rules.stars_of(earned_lately(known, term.last))
            found.append(Honour(person=person, points=points, stars=stars))
    return sorted(found, key=lambda one: (-one.stars, -one.points, one.person))


def _is_of(one: Booking, term: Term) -> bool:
    """Whether it is for what was done in the term, or takes that back."""
    kinds = (BookingKind.EARNED, BookingKind.TAKEN_BACK)
    return one.kind in kinds and one.day is not None and term.first <= one.day <= term.last
