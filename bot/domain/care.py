"""Families that somebody looks after: who, how often, and when the next visit is due.

Comes in: what the office has entered, visits. Goes out: `Family`, `Visit`, the next instant. Does
not: keep anything of how they are but whether all was well; show them to anybody.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

_TWICE: Final = 2


class CareKind(StrEnum):
    """The five kinds of people who are looked after."""

    ALONE = "alone"
    DISABLED = "disabled"
    ILL = "ill"
    POOR = "poor"
    CHILD = "child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """`called` is how the one in charge (`carer`) calls them, and what a visit is told by. A visit
    is due every so many `days`; `next_at` is when the carer is reminded, `reminded` how often he
    was since the last visit.
    """

    id: str
    grid: str
    building: str
    called: str
    kind: CareKind
    carer: str
    days: int
    next_at: datetime
    visited_at: datetime | None = None
    reminded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody was there."""

    id: str
    family: str
    by: str
    at: datetime
    well: bool


def reminded(family: Family, now: datetime, again: timedelta) -> Family:
    """The carer was reminded now: once more after `again`, then after the usual time."""
    times = family.reminded + 1
    again = again if times % _TWICE else timedelta(days=family.days)
    return replace(family, reminded=times, next_at=now + again)


def visited(family: Family, now: datetime) -> Family:
    """Somebody was there now."""
    following = now + timedelta(days=family.days)
    return replace(family, visited_at=now, reminded=0, next_at=following)
