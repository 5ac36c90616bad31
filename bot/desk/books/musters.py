"""Calls for volunteers at the desk: how many come, and for the few who may know it, who.

Comes in: the store, who people are. Goes out: rows for the page. Does not: call anybody, or name
those who come to anybody but who called them and who leads there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.grid import Directory
from bot.domain.muster import Muster, MusterRules, SignUp, waiting, who_comes
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MusterRow:
    """A call that is not over. `names` of those who come is None where the viewer may not know;
    `waiting` counts heads.
    """

    matter: str
    place: str
    grid_name: str
    by: str
    starts_at: datetime
    wanted: int
    taken: int
    lacks: int
    waiting: int
    takes: bool
    urgent: bool
    names: tuple[str, ...] | None


class Musterbook:
    """Over the store; any number of callers at once."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Callable[[], Directory],
        clock: Clock,
        rules: MusterRules,
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._rules = rules

    async def rows(self, viewer: Viewer) -> list[MusterRow]:
        """Those of the viewer's area and his own, the next one first."""

        async def look(unit: UnitOfWork) -> tuple[list[Muster], list[SignUp]]:
            found = [one for one in await unit.musters.open() if self._sees(viewer, one)]
            return found, await unit.musters.signed([one.id for one in found]) if found else []

        found, entries = await self._store.look(look)
        found.sort(key=lambda one: (one.starts_at, one.id))
        return [
            self._row(viewer, one, [entry for entry in entries if entry.muster == one.id])
            for one in found
        ]

    def _sees(self, viewer: Viewer, one: Muster) -> bool:
        grids = self._directory().grids_of(one.community)
        return _called(viewer, one) or viewer.reaches(one.grid, grids)

    def _row(self, viewer: Viewer, one: Muster, entries: Sequence[SignUp]) -> MusterRow:
        directory = self._directory()
        grid = directory.grid(one.grid)
        coming = tuple(directory.person(entry.person).name for entry in who_comes(entries))
        return MusterRow(
            matter=one.matter,
            place=one.place,
            grid_name=grid.name if grid else one.community,
            by=directory.person(one.called_by).name,
            starts_at=one.starts_at,
            wanted=one.wanted,
            taken=one.taken,
            lacks=one.lacks,
            waiting=sum(entry.heads for entry in waiting(entries)),
            takes=one.takes(self._clock.now(), self._rules),
            urgent=one.is_urgent,
            names=coming if _called(viewer, one) or viewer.leads(one.grid) else None,
        )


def _called(viewer: Viewer, one: Muster) -> bool:
    return viewer.person is not None and viewer.person.id == one.called_by
