"""What meetings have decided, at the desk.

Comes in: the store, who people are. Goes out: rows for the page. Does not: take anything for done
(whoever sees to it says so).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.grid import Directory
from bot.domain.resolution import Resolution
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store, UnitOfWork

_BACK: Final = timedelta(days=120)
"""What was done is shown so long: a quarter, and until the meeting after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRow:
    """One of them; `done_at` is None while it is open."""

    number: int
    matter: str
    owner: str
    by: str
    until: datetime
    late: bool
    done_at: datetime | None
    in_time: bool


class Resolutionbook:
    """Over the store; any number of callers at once."""

    def __init__(self, *, store: Store, directory: Callable[[], Directory], clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock

    async def rows(self, viewer: Viewer) -> list[ResolutionRow]:
        """Those of the viewer's area, what is open first, the next due before the others."""
        directory, now = self._directory(), self._clock.now()
        since = now - _BACK

        async def look(unit: UnitOfWork) -> list[Resolution]:
            communities = dict.fromkeys(grid.community for grid in directory.grids)
            return [one for of in communities for one in await unit.resolutions.listed(of, since)]

        found = await self._store.look(look)
        seen = [one for one in found if _sees(viewer, directory, one)]
        seen.sort(key=lambda one: one.done_at is not None)
        return [self._row(directory, one, now) for one in seen]

    def _row(self, directory: Directory, one: Resolution, now: datetime) -> ResolutionRow:
        return ResolutionRow(
            number=one.number,
            matter=one.matter,
            owner=one.owner_name,
            by=directory.person(one.by).name,
            until=one.until,
            late=one.is_late(now),
            done_at=one.done_at,
            in_time=one.done_at is not None and one.done_at <= one.until,
        )


def _sees(viewer: Viewer, directory: Directory, one: Resolution) -> bool:
    concerned = viewer.person is not None and viewer.person.id in (one.owner, one.by)
    return concerned or viewer.reaches(one.grid, directory.grids_of(one.community))
