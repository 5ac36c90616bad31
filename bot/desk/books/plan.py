"""The buildings of a viewer's area, each with its worst lamp and how many cases are open there.

Comes in: the directory, the cases that he may know of, each with its lamp. Goes out: a plan by
grid and estate; pure. Does not: read, or count what he may not read: a restricted case colours
nothing for those without the right (domain rules §11.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.domain.grid import Building, Grid
from bot.domain.lamps import Lamp
from bot.domain.outline import Outline

_WORST_FIRST: Final = (Lamp.FLASHING, Lamp.RED, Lamp.YELLOW, Lamp.GREEN, Lamp.BLUE, Lamp.GREY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A building; `lamp` is the worst there, empty where nothing is open. `name` is empty for what
    was told of no building."""

    name: str
    open: int
    lamp: str
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EstatePlan:
    """Buildings of one estate."""

    name: str
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPlan:
    """A grid (of no grid where `id` is empty) and its estates."""

    id: str
    name: str
    estates: Sequence[EstatePlan]


Lit = tuple[Outline, Lamp]


def plan_of(grids: Iterable[Grid], lit: Sequence[Lit]) -> list[GridPlan]:
    """Every building that is known, those that only cases tell of after them, and one tile for
    cases of no building."""
    of: dict[str, list[Lit]] = {}
    for case, lamp in lit:
        of.setdefault(case.grid or "", []).append((case, lamp))
    known = [_grid(grid, of.pop(grid.id, [])) for grid in grids]
    return [*known, *(_loose(grid, there) for grid, there in of.items())]


def _grid(grid: Grid, lit: Sequence[Lit]) -> GridPlan:
    at = _by_building(lit)
    estates = [
        EstatePlan(
            name=name,
            tiles=[_tile(b.name, at.pop(b.name, []), len(b.units)) for b in buildings],
        )
        for name, buildings in groupby(grid.buildings, key=_estate)
    ]
    if at:
        estates.append(EstatePlan(name="", tiles=_others(at)))
    return GridPlan(id=grid.id, name=grid.name, estates=estates)


def _estate(building: Building) -> str:
    return building.estate


def _loose(grid: str, lit: Sequence[Lit]) -> GridPlan:
    """Cases of a grid that is not in the directory, or of none."""
    tiles = _others(_by_building(lit))
    return GridPlan(id=grid, name=grid, estates=[EstatePlan(name="", tiles=tiles)])


def _others(at: dict[str, list[Lit]]) -> list[Tile]:
    return [_tile(name, at[name]) for name in sorted(at, key=lambda name: (not name, name))]


def _by_building(lit: Sequence[Lit]) -> dict[str, list[Lit]]:
    found: dict[str, list[Lit]] = {}
    for case, lamp in lit:
        found.setdefault(case.building or "", []).append((case, lamp))
    return found


def _tile(name: str, lit: Sequence[Lit], units: int = 0) -> Tile:
    lamps = {lamp for _, lamp in lit}
    worst = next((lamp.value for lamp in _WORST_FIRST if lamp in lamps), "")
    return Tile(name=name, open=len(lit), lamp=worst, units=units)
