"""The area tree with its two kinds of groups, and who belongs where.

Comes in: frozen values from the configuration (or a replay's world). Goes out: `Directory`, which
answers whose room, whose grid, whose building leader. Does not: read files, keep cases, or decide
what is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bot.domain.companies import Company, company_of
from bot.domain.people import Person, Role, with_role
from bot.domain.place import Place
from bot.domain.visitors import VISITING, visitor_grid

DESK: Final = "desk"
"""The channel of those who speak at the desk: their accounts there are their ids."""

_DAYS_KEPT: Final = 8
_STRANGERS: Final = 8192
"""So many residents known by their account only are kept as they were made."""


class RoomKind(StrEnum):
    """The two groups of a grid, and a person's private chat with the bot."""

    OWNERS = "owners"
    LEADERS = "leaders"
    PRIVATE = "private"


class Listening(StrEnum):
    """How far the bot listens in a room (domain rules §11.3): only when addressed (A), also to what
    has a word of its lists in it (B), or to everything said (C).
    """

    ADDRESSED = "addressed"
    KEYWORDS = "keywords"
    NATURAL = "natural"

    def is_more_than(self, other: "Listening") -> bool:
        """Whether more is heard this way."""
        ways = list(Listening)
        return ways.index(self) > ways.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """A building as the estate names it, other names it goes by, its units (empty: unknown) and the
    estate.
    """

    name: str
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    estate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A grid of a community. `buildings` may be empty: then every stated building is taken as it
    is.
    """

    id: str
    name: str
    community: str
    buildings: tuple[Building, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A bound group. `grid` is None where it serves a whole community; `building` where it is one
    building's own.

    `bindings` are pairs of channel and the platform's conversation id. `owner` is the person who
    may decide how far the bot listens there (None: whoever may speak for the grid).
    """

    id: str
    kind: RoomKind
    name: str
    community: str
    grid: str | None = None
    estate: str | None = None
    building: str | None = None
    bindings: tuple[tuple[str, str], ...] = ()
    listening: Listening = Listening.NATURAL
    owner: str | None = None

    def conversation(self, channel: str) -> str | None:
        """The platform's id of this group, if it is bound there."""
        return next((external for name, external in self.bindings if name == channel), None)


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything about areas and people, fixed while the program runs."""

    street: str
    grids: tuple[Grid, ...]
    rooms: tuple[Room, ...]
    people: tuple[Person, ...]
    phones: dict[str, str] = field(default_factory=dict)
    companies: tuple[Company, ...] = ()
    _rooms: dict[tuple[str, str], Room] = field(init=False, repr=False)
    _people: dict[tuple[str, str], Person] = field(init=False, repr=False)
    _by_id: dict[str, Person] = field(init=False, repr=False)
    _room_by_id: dict[str, Room] = field(init=False, repr=False)
    _grid_by_id: dict[str, Grid] = field(init=False, repr=False)
    _with_role: dict[Role, tuple[Person, ...]] = field(init=False, repr=False)
    _leaders: dict[tuple[str | None, str | None], Room] = field(init=False, repr=False)
    _serving: dict[tuple[str | None, Role], tuple[Person, ...]] = field(init=False, repr=False)
    _days: dict[date, "Directory"] = field(init=False, repr=False)
    is_dated: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        looked_up = {
            "_rooms": {pair: room for room in self.rooms for pair in room.bindings},
            "_people": {pair: person for person in self.people for pair in person.accounts},
            "_by_id": {person.id: person for person in self.people},
            "_room_by_id": {room.id: room for room in self.rooms},
            "_grid_by_id": {grid.id: grid for grid in self.grids},
            "_with_role": {role: with_role(self.people, role) for role in Role},
            "_leaders": _leaders_rooms(self.rooms),
            "_serving": {},
            "_days": {},
            "is_dated": any(person.terms for person in self.people),
        }
        for name, table in looked_up.items():
            object.__setattr__(self, name, table)

    def on(self, day: date) -> "Directory":
        """The same areas with the roles that people have on a day."""
        if not self.is_dated:
            return self
        if day not in self._days:
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            people = tuple(person.on(day) for person in self.people)
            self._days[day] = replace(self, people=people)
        return self._days[day]

    def room_bound_to(self, channel: str, conversation: str) -> Room | None:
        """The room of a platform's group, None where the group is not bound: then the bot ignores
        it.
        """
        return self._rooms.get((channel, conversation))

    def room(self, room_id: str) -> Room | None:
        """A room by its id."""
        return self._room_by_id.get(room_id)

    def person_with(self, channel: str, account: str) -> Person | None:
        """The known person of an account, None for somebody the office has not entered."""
        return self._people.get((channel, account))

    def speaker(self, channel: str, account: str, name: str) -> Person:
        """The known person of an account, or a resident known by his account only."""
        known = self._people.get((channel, account))
        if known is None and channel == DESK:
            known = self._by_id.get(account)
        if known is not None:
            return known
        return _stranger(channel, account, name)

    def person(self, person_id: str) -> Person:
        """A person by id; ids of the form `channel:account` are residents known by their account
        only.
        """
        known = self._by_id.get(person_id)
        if known is not None:
            return known
        channel, _, account = person_id.partition(":")
        return self.speaker(channel, account, "")

    def grid(self, grid_id: str | None) -> Grid | None:
        """A grid by its id."""
        return None if grid_id is None else self._grid_by_id.get(grid_id)

    def grids_of(self, community: str) -> tuple[str, ...]:
        """The ids of a community's grids."""
        return tuple(grid.id for grid in self.grids if grid.community == community)

    def leaders_room(self, grid_id: str | None, community: str) -> Room | None:
        """The leaders' group of a grid, else of its community."""
        of_grid = self._leaders.get((None, grid_id)) if grid_id is not None else None
        return of_grid or self._leaders.get((community, None))

    def of_grid(self, grid_id: str | None, role: Role) -> tuple[Person, ...]:
        """People who have a role in a grid (or everywhere), those of the grid itself first."""
        known = self._serving.get((grid_id, role))
        if known is None:
            found = [person for person in self._with_role[role] if _holds(person, role, grid_id)]
            known = tuple(sorted(found, key=lambda person: not person.is_of(grid_id)))
            self._serving[grid_id, role] = known
        return known

    def building_leader(self, grid_id: str | None, place: Place) -> Person | None:
        """The building leader of a stated place, None where there is none or no building is
        stated.
        """
        if place.building is None:
            return None
        leaders = self.of_grid(grid_id, Role.BUILDING_LEADER)
        return next((person for person in leaders if place.building in person.buildings), None)

    def of_department(self, department: str) -> tuple[Person, ...]:
        """People who sit in the room for a department, by its exact name or the part before
        brackets.
        """
        wanted = department.split("(")[0]
        return tuple(
            person
            for person in self.people
            if person.department and person.department.split("(")[0] == wanted
        )

    def company_at(self, grid_id: str | None, building: str | None) -> Company | None:
        """The property company of a place; where the office has entered none, the only one whose
        people serve the grid.
        """
        if self.companies:
            return company_of(self.companies, grid_id, building)
        serving = self.of_grid(grid_id, Role.PROPERTY)
        names = {person.department for person in serving if person.department}
        return Company(name=names.pop()) if len(names) == 1 else None

    def company_named(self, name: str | None) -> Company | None:
        """A property company by the name of its people's department."""
        return next((company for company in self.companies if company.name == name), None)

    def of_estate(self, grid_id: str | None, building: str | None) -> tuple[str, ...]:
        """The buildings of the estate that a building is in."""
        grid = self.grid(grid_id)
        there = grid.buildings if grid is not None else ()
        estate = next((b.estate for b in there if b.name == building), "")
        return tuple(b.name for b in there if estate and b.estate == estate)

    def home_of(self, person: Person) -> Grid | None:
        """The grid somebody's private words belong to where nothing else says so: his own, else
        that of a group he sits in, else the only one.
        """
        rooms = (self._room_by_id.get(room) for room in person.rooms)
        for grid_id in (*person.grids, *(room.grid for room in rooms if room and room.grid)):
            return self.grid(grid_id)
        return self.grids[0] if len(self.grids) == 1 else None

    def grid_with(self, building: str) -> Grid | None:
        """The only grid that has a building of this name."""
        found = [grid for grid in self.grids if any(b.name == building for b in grid.buildings)]
        return found[0] if len(found) == 1 else None


@lru_cache(_STRANGERS)
def _stranger(channel: str, account: str, name: str) -> Person:
    return Person(
        id=f"{channel}:{account}",
        name=name,
        roles=(Role.RESIDENT,),
        grids=(visitor_grid(account),) if channel in VISITING else (),
        accounts=((channel, account),),
    )


def _leaders_rooms(rooms: Sequence[Room]) -> dict[tuple[str | None, str | None], Room]:
    """The first leaders' group that is bound of each grid, and of each community for those of no
    grid.
    """
    found: dict[tuple[str | None, str | None], Room] = {}
    for room in rooms:
        if room.kind is RoomKind.LEADERS and room.bindings:
            found.setdefault((None, room.grid) if room.grid else (room.community, None), room)
    return found


def _holds(person: Person, role: Role, grid: str | None) -> bool:
    """Whether a role holds in a grid; in no grid in particular only what holds everywhere."""
    return person.holds(role, grid) if grid is not None else not person.grids
