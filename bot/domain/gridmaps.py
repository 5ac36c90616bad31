"""Grids are redrawn, and special grids lie over them for a time: which grid a place belongs to on
which day (domain rules §9, §10).

Comes in: areas with the days on which they hold. Goes out: ids of grids. Does not: read a
configuration, or change a case: what was opened in a grid stays in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

_WHOLE: Final = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Pairs of estate and building; a building None is the whole estate. Holds on the days from
    `valid_from` through `valid_to` (None: without an end).
    """

    id: str
    name: str
    parts: frozenset[tuple[str, str | None]] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether there is this grid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def has(self, estate: str | None, building: str | None) -> bool:
        """Whether a place lies in it for certain; where nobody knows the estate, the building has
        to tell.
        """
        if building is not None and any(
            part == building and estate in (None, own) for own, part in self.parts
        ):
            return True
        return estate is not None and (estate, _WHOLE) in self.parts

    def touches(self, estate: str | None) -> bool:
        """Whether something of an estate lies in it."""
        return any(own == estate for own, _ in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialGrid:
    """Over ordinary grids for a time, for some items (or categories) only, with its own leader.
    Without parts it lies over the whole community.
    """

    area: Area
    leader: str | None = None
    items: frozenset[str] = frozenset()

    def takes(self, *, estate: str | None, building: str | None, item: str, day: date) -> bool:
        """Whether a case of this place and item is one of its own."""
        about = not self.items or item in self.items or item.partition("-")[0] in self.items
        where = not self.area.parts or self.area.has(estate, building)
        return self.area.holds_on(day) and about and where


@dataclass(frozen=True, slots=True, kw_only=True)
class GridMaps:
    """Every grid there was, is or will be. `estates` tells of which estate a group is,
    `communities` of which community a grid.
    """

    grids: tuple[Area, ...] = ()
    specials: tuple[SpecialGrid, ...] = ()
    estates: Mapping[str, str] = field(default_factory=dict)
    communities: Mapping[str, str] = field(default_factory=dict)

    def grid_on(self, day: date, *, room: str, building: str | None, was: str | None) -> str | None:
        """The grid of a place by the map of a day; the one it `was` in where the place does not
        tell and that one holds; None where nobody can say.
        """
        estate = self.estates.get(room)
        holding = [grid for grid in self.grids if grid.holds_on(day)]
        found = [grid.id for grid in holding if grid.has(estate, building)]
        if not found and building is None:
            found = [grid.id for grid in holding if grid.touches(estate)]
        if len(found) == 1:
            return found[0]
        return was if was in {grid.id for grid in holding} else None

    def over(
        self, day: date, *, room: str, building: str | None, item: str
    ) -> tuple[SpecialGrid, ...]:
        """The special grids that a case belongs to, too."""
        estate = self.estates.get(room)
        return tuple(
            special
            for special in self.specials
            if special.takes(estate=estate, building=building, item=item, day=day)
        )

    @property
    def names(self) -> dict[str, str]:
        """What people call each grid, by id."""
        areas = [*self.grids, *(special.area for special in self.specials)]
        return {area.id: area.name for area in areas}
