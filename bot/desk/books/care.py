"""Families that somebody looks after, at the desk: for the few who may (domain rules §11.1).

Comes in: the store, who people are, who looks. Goes out: rows without names, one family with its
name and visits after the trace of the look; new families, and the end of one. Does not: show
anything to whoever has no right where the family lives.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.care import CareKind, Family, Visit
from bot.domain.grid import Directory
from bot.domain.records import looked, of_care
from bot.domain.viewing import Viewer
from bot.ports import Clock, IdFactory, Store, UnitOfWork

_LONGEST = 20
_DAYS = range(1, 181)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """A family without its name."""

    id: str
    grid: str
    building: str
    carer: str
    days: int
    next_at: datetime
    visited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A family as it was looked at; the trace is written by then."""

    row: FamilyRow
    called: str
    kind: CareKind
    visits: Sequence[Visit]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody enters: a family, who looks after it, how often."""

    grid: str
    building: str
    called: str
    kind: CareKind
    carer: str
    days: int


class Carebook:
    """Over the store; any number of callers at once."""

    def __init__(
        self, *, store: Store, directory: Callable[[], Directory], clock: Clock, ids: IdFactory
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._ids = ids

    def grids(self, viewer: Viewer) -> dict[str, str]:
        """Where somebody may see families."""
        grids = self._directory().grids
        return {grid.id: grid.name for grid in grids if _may(viewer, grid.id)}

    def carers(self) -> dict[str, str]:
        """Who may be in charge of one."""
        return {person.id: person.name for person in self._directory().people}

    async def rows(self, viewer: Viewer) -> list[FamilyRow]:
        """The families of a viewer's grids."""
        grids = list(self.grids(viewer))
        found = await self._store.look(lambda unit: unit.care.of_grids(grids)) if grids else []
        return [self._row(one) for one in found]

    async def open(self, viewer: Viewer, family: str) -> Opened | None:
        """One family with its name: the trace first, in the same transaction."""

        async def work(unit: UnitOfWork) -> Opened | None:
            found = await unit.care.get(family)
            if found is None or viewer.person is None or not _may(viewer, found.grid):
                return None
            at, by = self._clock.now(), viewer.person.id
            await unit.cases.record([looked(of_care(family), at, by, viewer.name)])
            visits = await unit.care.visits(family)
            return Opened(
                row=self._row(found),
                called=found.called,
                kind=found.kind,
                visits=visits,
                names={one.by: self._directory().person(one.by).name for one in visits},
            )

        return await self._store.work(work)

    async def enter(self, viewer: Viewer, entry: Entry) -> bool:
        """A new family; False where it cannot be."""
        if not _may(viewer, entry.grid) or not self._fits(entry):
            return False
        family = Family(
            id=self._ids.new("family"),
            grid=entry.grid,
            building=entry.building,
            called=entry.called,
            kind=entry.kind,
            carer=entry.carer,
            days=entry.days,
            next_at=self._clock.now() + timedelta(days=entry.days),
        )
        await self._store.work(lambda unit: unit.care.save(family))
        return True

    async def end(self, viewer: Viewer, family: str) -> bool:
        """It is not looked after any more: what is held of it goes, the trace of looks stays."""

        async def work(unit: UnitOfWork) -> bool:
            found = await unit.care.get(family)
            if found is None or not _may(viewer, found.grid):
                return False
            await unit.care.forget(family)
            return True

        return await self._store.work(work)

    def _fits(self, entry: Entry) -> bool:
        grid = self._directory().grid(entry.grid)
        named = grid is not None and any(b.name == entry.building for b in grid.buildings)
        short = 1 < len(entry.called) <= _LONGEST
        return named and short and entry.carer in self.carers() and entry.days in _DAYS

    def _row(self, family: Family) -> FamilyRow:
        grid = self._directory().grid(family.grid)
        return FamilyRow(
            id=family.id,
            grid=grid.name if grid else family.grid,
            building=family.building,
            carer=self._directory().person(family.carer).name,
            days=family.days,
            next_at=family.next_at,
            visited_at=family.visited_at,
        )


def _may(viewer: Viewer, grid: str) -> bool:
    return viewer.is_trusted and viewer.covers(grid)
