"""Areas, groups and people out of the configuration or out of a replay's world.

Comes in: checked configuration, or the world object of the replay format. Goes out: `Directory`,
`GridMaps`, names of places. Does not: read files or environment.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.areas.duty import companies_of, terms_of
from bot.domain.errors import ConfigError
from bot.domain.grid import Building, Directory, Grid, Listening, Room, RoomKind
from bot.domain.gridmaps import Area, GridMaps, SpecialGrid
from bot.domain.people import Person, Role
from bot.options.area import GridPart, GroupPart, PersonPart, SpecialGridPart
from bot.options.config import Config
from intents.places import BuildingNames, PlaceNames

REPLAY_CHANNEL = "replay"


def directory_of(
    config: Config, found: Sequence[Person] = (), *, day: date | None = None
) -> Directory:
    """Areas, groups and people of an office. `found` are people that a platform knows; what the
    configuration says of somebody stands. With a day, only the grids that there are then.
    """
    community = config.community
    there = {area.id for area in maps_of(config).grids if day is None or area.holds_on(day)}
    grids = tuple(_grid(part, community.name) for part in community.grids if part.id in there)
    rooms = tuple(_room(group, community.name) for group in config.groups)
    people = tuple(_person(person) for person in config.people)
    named = {account for person in people for account in person.accounts}
    others = tuple(one for one in found if not named.intersection(one.accounts))
    return Directory(
        community.street,
        grids,
        rooms,
        people + others,
        dict(community.phones),
        companies_of(config),
    )


def _room(group: GroupPart, community: str) -> Room:
    return Room(
        id=group.id,
        kind=RoomKind(group.kind),
        name=group.name,
        community=community,
        grid=group.grid,
        estate=group.estate,
        building=group.building,
        bindings=tuple(group.bindings.items()),
        listening=Listening(group.listening),
        owner=group.owner,
    )


def _person(person: PersonPart) -> Person:
    return Person(
        id=person.id,
        name=person.name,
        roles=tuple(Role(role) for role in person.roles),
        grids=tuple(person.grids),
        buildings=tuple(person.buildings),
        department=person.department,
        accounts=tuple(person.accounts.items()),
        rooms=tuple(person.groups),
        terms=terms_of(person),
    )


def _grid(part: GridPart, community: str) -> Grid:
    buildings = [(estate.name, b) for estate in part.estates for b in estate.buildings]
    return Grid(
        id=part.id,
        name=part.name,
        community=community,
        buildings=tuple(
            Building(name=b.name, aliases=tuple(b.aliases), units=tuple(b.units), estate=estate)
            for estate, b in buildings
        ),
    )


def maps_of(config: Config) -> GridMaps:
    """Every grid there was, is or will be, and the special ones over them."""
    community = config.community
    return GridMaps(
        grids=tuple(_area(part) for part in community.grids),
        specials=tuple(
            SpecialGrid(area=_area(part), leader=part.leader, items=frozenset(part.items))
            for part in community.special_grids
        ),
        estates={group.id: group.estate for group in config.groups if group.estate},
        communities={part.id: community.name for part in community.grids},
    )


def _area(part: GridPart | SpecialGridPart) -> Area:
    parts = {(estate.name, None) for estate in part.estates if not estate.buildings}
    named = {(estate.name, b.name) for estate in part.estates for b in estate.buildings}
    return Area(
        id=part.id,
        name=part.name,
        parts=frozenset(parts | named),
        valid_from=part.valid_from,
        valid_to=part.valid_to,
    )


def directory_of_world(world: Mapping[str, Any]) -> Directory:
    """Areas, groups and people of a replay's world; every member can be written to privately."""
    try:
        return _world(world)
    except (AttributeError, LookupError, TypeError, ValueError) as err:
        raise ConfigError(
            [f"world: not of the promised form: {type(err).__name__}: {err}"]
        ) from err


def _building(building: Mapping[str, Any]) -> Building:
    return Building(
        name=str(building["name"]),
        aliases=tuple(map(str, building.get("aliases") or ())),
        units=tuple(map(str, building.get("units") or ())),
    )


def _world(world: Mapping[str, Any]) -> Directory:
    listed = world.get("grids") or [world["grid"]]
    community = str(listed[0].get("community") or world["name"])
    buildings = tuple(_building(b) for b in world.get("buildings") or ())
    grids = tuple(
        Grid(id=str(g["id"]), name=str(g["name"]), community=community, buildings=buildings)
        for g in listed
    )
    only = grids[0].id if len(grids) == 1 else None
    rooms = tuple(
        Room(
            id=str(group["id"]),
            kind=RoomKind(group["kind"]),
            name=str(group["name"]),
            community=community,
            grid=str(group["grid"]) if group.get("grid") else only,
            estate=group.get("community"),
            building=group.get("building"),
            bindings=((REPLAY_CHANNEL, str(group["id"])),),
        )
        for group in world["groups"]
    )
    people = tuple(
        Person(
            id=str(member["id"]),
            name=str(member["name"]),
            roles=(Role(member["role"]),),
            grids=(str(member["grid"]),) if member.get("grid") else (),
            buildings=(str(member["building"]),) if member.get("building") else (),
            department=member.get("department"),
            accounts=((REPLAY_CHANNEL, str(member["id"])),),
        )
        for member in world["members"]
    )
    return Directory("", grids, rooms, people, {})


def place_names(directory: Directory, grid: Grid | None) -> PlaceNames:
    """The building names of a grid, or of all grids together, in the reader's terms."""
    grids = (grid,) if grid is not None else directory.grids
    found = {building.name: building for g in grids for building in g.buildings}
    return PlaceNames(
        buildings=tuple(
            BuildingNames(name=b.name, aliases=b.aliases, units=b.units) for b in found.values()
        )
    )
