"""What is wrong with grids that come and go, with special grids over them, and with who leads
buildings.

Comes in: checked configuration. Goes out: problems, each with the path to mend. Does not: read
files.
"""

from collections.abc import Iterator
from itertools import combinations

from bot.domain.people import Role
from bot.options.area import GridPart, SpecialGridPart
from bot.options.config import Config


def wrong_grids(config: Config) -> Iterator[str]:
    """Every problem there is."""
    community = config.community
    for number, grid in enumerate(community.grids):
        yield from _backwards(f"community.grids.{number}", grid)
    for number, special in enumerate(community.special_grids):
        yield from _backwards(f"community.special_grids.{number}", special)
    yield from _wrong_specials(config)
    for (first, one), (second, other) in combinations(enumerate(community.grids), 2):
        if _at_once(one, other):
            for place in sorted(_places(one) & _places(other)):
                yield (
                    f"community.grids.{second}: {place} lies in grid {other.id!r} and in"
                    f" {one.id!r} (community.grids.{first}) on the same days. Give one of them"
                    " another valid_from or valid_to"
                )


def doubled_leaders(config: Config) -> Iterator[str]:
    """A building has one leader."""
    leaders = [
        (number, person)
        for number, person in enumerate(config.people)
        if Role.BUILDING_LEADER.value in person.roles
    ]
    for (_, one), (second, other) in combinations(leaders, 2):
        together = not one.grids or not other.grids or set(one.grids) & set(other.grids)
        for building in sorted(set(one.buildings) & set(other.buildings)) if together else ():
            yield (
                f"people.{second}.buildings: {building} is led by {one.id!r} already."
                " A building has one leader; a deputy is entered in terms"
            )


def _backwards(where: str, part: GridPart | SpecialGridPart) -> Iterator[str]:
    if part.valid_from and part.valid_to and part.valid_to < part.valid_from:
        yield (
            f"{where}.valid_to: must not be before valid_from"
            f" (got {part.valid_from} to {part.valid_to})"
        )


def _wrong_specials(config: Config) -> Iterator[str]:
    people = {person.id for person in config.people}
    estates = {estate.name for grid in config.community.grids for estate in grid.estates}
    taken = {grid.id for grid in config.community.grids}
    for number, special in enumerate(config.community.special_grids):
        where = f"community.special_grids.{number}"
        if special.id in taken:
            yield f"{where}.id: {special.id} appears twice. Each may appear once"
        taken.add(special.id)
        if special.leader is not None and special.leader not in people:
            yield f"{where}.leader: no such person (got {special.leader!r})"
        for estate in special.estates:
            if estate.name not in estates:
                yield f"{where}.estates: no such estate in any grid (got {estate.name!r})"


def _at_once(one: GridPart, other: GridPart) -> bool:
    begins = [part.valid_from for part in (one, other) if part.valid_from]
    ends = [part.valid_to for part in (one, other) if part.valid_to]
    return not begins or not ends or max(begins) <= min(ends)


def _places(grid: GridPart) -> set[str]:
    """Buildings with their estate, and estates that are meant as a whole."""
    found = set()
    for estate in grid.estates:
        found |= {f"{estate.name} {building.name}" for building in estate.buildings}
        if not estate.buildings:
            found.add(estate.name)
    return found
