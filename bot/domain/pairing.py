"""A need and a resource that may meet: what decides it, and what speaks for it.

Comes in: needs and resources as figures: kind, area, window, how many. Goes out: `Wanted`, `Held`,
`Pair`, and the reasons of a pair. Does not: choose among pairs (`bot.matching` does), or tell
anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Final

from bot.domain.deadlines import SHANGHAI


class Reason(StrEnum):
    """What speaks for a pair, in the words of the catalogue."""

    SAME_GRID = "same_grid"
    SAME_COMMUNITY = "same_community"
    SAME_STREET = "same_street"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    AT_HOME = "at_home"


_DAYS: Final = (
    Reason.MONDAY,
    Reason.TUESDAY,
    Reason.WEDNESDAY,
    Reason.THURSDAY,
    Reason.FRIDAY,
    Reason.SATURDAY,
    Reason.SUNDAY,
)


class Nearness(IntEnum):
    """How near a resource is to a need: the nearer, the better."""

    STREET = 0
    COMMUNITY = 1
    GRID = 2


_NEAR: Final = {
    Nearness.STREET: Reason.SAME_STREET,
    Nearness.COMMUNITY: Reason.SAME_COMMUNITY,
    Nearness.GRID: Reason.SAME_GRID,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where somebody is; no grid is the whole community."""

    street: str
    community: str
    grid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A need of `person` for `heads` hands or things between two instants; `at_home` where he is
    to be come to.
    """

    id: str
    person: str
    kind: str
    area: Area
    begin: datetime
    end: datetime
    heads: int = 1
    at_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A resource of `person` that serves so many (`capacity`) between two instants; `at_home`
    where it comes to people.
    """

    id: str
    person: str
    kind: str
    area: Area
    begin: datetime
    end: datetime
    capacity: int = 1
    at_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """So many (`heads`) of a need are met by a resource."""

    wanted: str
    held: str
    heads: int


Never = frozenset[tuple[str, str]]
"""Pairs, by the ids of need and resource, that were turned down."""

Matcher = Callable[[Sequence[Wanted], Sequence[Held], Never], list[Pair]]
"""What brings both lists together. Blocks."""


def nearness(one: Area, other: Area) -> Nearness | None:
    """None where they are of different streets."""
    if one.street != other.street:
        return None
    if one.community != other.community:
        return Nearness.STREET
    near = one.grid is not None and one.grid == other.grid
    return Nearness.GRID if near else Nearness.COMMUNITY


def may_meet(wanted: Wanted, held: Held) -> bool:
    """Whether the resource can serve the need at all; nobody serves himself."""
    return (
        wanted.kind == held.kind
        and wanted.person != held.person
        and nearness(wanted.area, held.area) is not None
        and max(wanted.begin, held.begin) < min(wanted.end, held.end)
    )


def reasons(wanted: Wanted, held: Held) -> tuple[Reason, ...]:
    """What speaks for a pair that may meet: how near, the day where there is but one, whether
    somebody comes.
    """
    near = nearness(wanted.area, held.area)
    begin = max(wanted.begin, held.begin).astimezone(SHANGHAI)
    end = min(wanted.end, held.end).astimezone(SHANGHAI)
    found = [_NEAR[near]] if near is not None else []
    if begin.date() == end.date():
        found.append(_DAYS[begin.weekday()])
    if held.at_home:
        found.append(Reason.AT_HOME)
    return tuple(found)
