"""Who leads which building: one building, one leader; what leaders do; how one hands over.

Comes in: areas and people, what was done. Goes out: the register with its gaps, `Deed`, `Handover`.
Does not: compare leaders with each other, or set anybody a number to reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.grid import Directory
from bot.domain.people import Person, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A building and who leads it: nobody is a gap, more than one a mistake."""

    grid: str
    building: str
    leaders: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nobody leads it."""
        return not self.leaders

    @property
    def is_doubled(self) -> bool:
        """Whether more than one does."""
        return len(self.leaders) > 1


def register(directory: Directory) -> list[Post]:
    """Every building of every grid."""
    return [
        Post(
            grid=grid.id,
            building=building.name,
            leaders=tuple(
                person.id
                for person in directory.of_grid(grid.id, Role.BUILDING_LEADER)
                if building.name in person.buildings
            ),
        )
        for grid in directory.grids
        for building in grid.buildings
    ]


def may_lead(directory: Directory, person: Person, grid: str, building: str) -> bool:
    """Whether somebody can lead a building: there is one of that name, and none of that name in
    another grid where he has a part.
    """
    named = [one.id for one in directory.grids if any(b.name == building for b in one.buildings)]
    return grid in named and not any(one != grid and person.is_of(one) for one in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderRules:
    """What an office may want otherwise. A building is silent whose leader has done nothing in
    `quiet`; whoever was reminded of a visit and says nothing is reminded once more after `again`.
    """

    quiet: timedelta = timedelta(days=30)
    again: timedelta = timedelta(days=3)


class DeedKind(StrEnum):
    """What a building leader does."""

    TELL = "tell"
    LISTEN = "listen"
    CHECK = "check"
    REPORT = "report"
    DO = "do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody has done, as it came out of his talk; its words are not kept.
    `source` is what it came out of: there is one deed of a source.
    """

    source: str
    person: str
    grid: str | None
    kind: DeedKind
    at: datetime


def counted(deeds: Sequence[Deed]) -> dict[DeedKind, int]:
    """How often each was done; what was not is not there."""
    found: dict[DeedKind, int] = {}
    for kind in DeedKind:
        times = sum(1 for deed in deeds if deed.kind is kind)
        if times:
            found[kind] = times
    return found


def silent(posts: Sequence[Post], heard: Iterable[str]) -> list[Post]:
    """The buildings of whose leaders nothing was heard; in the order of the register."""
    known = set(heard)
    return [post for post in posts if post.leaders and not known.intersection(post.leaders)]


class HandoverState(StrEnum):
    """First the one who is to take over agrees, then the grid leader."""

    ASKED = "asked"
    CONSENTED = "consented"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Somebody stops leading buildings of a grid, and who is to take over."""

    id: str
    grid: str
    giver: str
    taker: str
    buildings: tuple[str, ...]
    asked_at: datetime
    state: HandoverState = HandoverState.ASKED
