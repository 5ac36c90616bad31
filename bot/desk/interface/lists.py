"""What the interface tells beside cases: figures, groups, the admission list.

Comes in: the store, and what the office knows. Goes out: declared values. Does not: count (the
domain does), or answer requests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final, Literal

from bot.desk.interface.declarations import (
    FiguresAsked,
    FiguresOfGrid,
    GroupShown,
    ItemShown,
    RateShown,
)
from bot.domain.facts import Facts, Period
from bot.domain.figures import counts, rates
from bot.domain.grid import Directory, Room
from bot.domain.gridmaps import GridMaps
from bot.domain.groups import By, grouped
from bot.domain.matters import Matter, Matters, OnSite
from bot.domain.people import Role
from bot.domain.value import FigureRules, Unit, Value
from bot.domain.viewing import Viewer
from bot.ports import Store
from bot.ports.rows_figures import Asked

_OF_GRID = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER})
_UNITS: Final[Mapping[Unit, Literal["percent", "hours", "number"]]] = MappingProxyType(
    {
        Unit.PERCENT: "percent",
        Unit.HOURS: "hours",
        Unit.ALL_HOURS: "hours",
        Unit.NUMBER: "number",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listbook:
    """See `bot.desk.interface.paths.Lists`. `live` is as in `Asked`; `directory` and `matters` give
    them as they are today."""

    store: Store
    directory: Callable[[], Directory]
    matters: Callable[[], Matters]
    maps: GridMaps
    rules: FigureRules
    live: timedelta

    async def figures(self, viewer: Viewer, asked: FiguresAsked) -> list[FiguresOfGrid]:
        """The figures of every grid that he sees where something happened."""
        period = Period.of_days(asked.begin, asked.end)
        wanted = self._asked(period)
        facts = await self.store.look(lambda unit: unit.figures.facts(wanted))
        names = self.maps.names
        return [
            self._row(grid, names.get(grid, grid), of, period)
            for grid, of in grouped(facts, By.GRID).items()
            if viewer.covers(grid or None)
        ]

    def _asked(self, period: Period) -> Asked:
        people = self.directory().people
        listed = self.matters()
        return Asked(
            period=period,
            maps=self.maps,
            staff=frozenset(person.id for person in people if person.is_staff),
            of_grid=frozenset(person.id for person in people if _OF_GRID & set(person.roles)),
            on_site=frozenset(m.item for m in listed.values() if m.on_site is OnSite.YES),
            live=self.live,
        )

    def _row(self, grid: str, name: str, facts: Facts, period: Period) -> FiguresOfGrid:
        told = rates(facts, period, self.rules)
        return FiguresOfGrid(
            grid=grid,
            name=name,
            counts=counts(facts, period),
            rates={rate: _rate(value, self.rules.few) for rate, value in told.items()},
        )

    def groups(self, viewer: Viewer) -> list[GroupShown]:
        """Groups that are bound, of his area."""
        directory = self.directory()
        return [
            _group(directory, room)
            for room in directory.rooms
            if room.bindings and viewer.reaches(room.grid, directory.grids_of(room.community))
        ]

    def items(self) -> list[ItemShown]:
        """The admission list, by code."""
        listed: Mapping[str, Matter] = self.matters()
        return [_item(matter) for _, matter in sorted(listed.items())]


def _rate(value: Value, few: int) -> RateShown:
    tenths = value.tenths(few)
    return RateShown(
        value=None if tenths is None else tenths / 10,
        unit=_UNITS[value.unit],
        of=value.whole,
    )


def _group(directory: Directory, room: Room) -> GroupShown:
    grid = directory.grid(room.grid)
    return GroupShown(
        id=room.id,
        name=room.name,
        kind=room.kind.value,
        grid=grid.id if grid else "",
        building=room.building or "",
        platforms=[channel for channel, _ in room.bindings],
        listening=room.listening.value,
    )


def _item(matter: Matter) -> ItemShown:
    return ItemShown(
        item=matter.item,
        name=matter.name,
        category=matter.category,
        category_name=matter.category_name,
        departments=list(matter.departments),
        first_level=matter.first_level.value,
        urgency=matter.urgency.value,
        admission=matter.admission.value,
        privacy=matter.privacy.value,
        accept_hours=matter.accept_hours,
        resolve_workdays=matter.resolve_workdays,
    )
