"""Codes on walls: made, listed, ended, drawn; one way for the desk and for `qunli qr`.

Comes in: the store, areas, under which address the report page is reached. Goes out: spots in the
store, pictures of their codes. Does not: serve the report page.
"""

import io
import secrets
from collections.abc import Callable
from typing import Final

import segno

from bot.domain.grid import Directory
from bot.domain.records import edited, of_codes
from bot.domain.viewing import AT_THE_DESK, Viewer
from bot.domain.visitors import Spot
from bot.ports import Clock, Store, UnitOfWork

LONGEST: Final = 40
"""Characters of where a code hangs."""

_SECRET_BYTES: Final = 9


class Codebook:
    """Over the store; any number of callers at once."""

    def __init__(
        self, *, store: Store, directory: Callable[[], Directory], clock: Clock, base: str
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._base = base.rstrip("/")

    def address(self, spot: Spot) -> str:
        """What is in the code."""
        return f"{self._base}/r/{spot.token}"

    def grids(self) -> dict[str, str]:
        """Every grid by its id, with its name."""
        return {grid.id: grid.name for grid in self._directory().grids}

    def wrong(self, grid: str, building: str, spot: str) -> list[str]:
        """What of a new code is not possible: `grid`, `building`, `spot`."""
        found, named = [], self._directory().grid(grid)
        if named is None:
            found.append("grid")
        elif building and named.buildings:
            known = {name for one in named.buildings for name in (one.name, *one.aliases)}
            if building not in known:
                found.append("building")
        if len(spot.strip()) > LONGEST:
            found.append("spot")
        return found

    async def all(self) -> list[Spot]:
        """Every code, ended ones too, the oldest first."""
        return await self._store.look(lambda unit: unit.spots.all())

    async def get(self, token: str) -> Spot | None:
        """One of them."""
        return await self._store.look(lambda unit: unit.spots.get(token))

    def new(self, grid: str, building: str, spot: str) -> Spot:
        """A code for what is not `wrong`; it opens nothing until it is added."""
        return Spot(
            token=secrets.token_urlsafe(_SECRET_BYTES),
            grid=grid,
            building=building,
            spot=spot.strip(),
            made_at=self._clock.now(),
        )

    async def add(self, spot: Spot, by: Viewer | None = None) -> None:
        """A new code is kept; who made it stands in the office's history."""

        async def work(unit: UnitOfWork) -> None:
            await unit.spots.add(spot)
            await self._trace(unit, by, {"made": spot.token})

        await self._store.work(work)

    async def end(self, token: str, by: Viewer | None = None) -> bool:
        """It opens nothing any more; whether there was one that did."""

        async def work(unit: UnitOfWork) -> bool:
            ended = await unit.spots.end(token, self._clock.now())
            if ended:
                await self._trace(unit, by, {"ended": token})
            return ended

        return await self._store.work(work)

    async def _trace(self, unit: UnitOfWork, by: Viewer | None, detail: dict[str, str]) -> None:
        actor = by.actor if by is not None else AT_THE_DESK
        detail["account"] = by.name if by is not None else ""
        await unit.cases.record([edited(of_codes(), self._clock.now(), actor, detail)])


def drawn(text: str, kind: str) -> bytes:
    """A code as `svg` or `png` that is still read where a fifth of it is scratched off, with the
    margin it needs."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind=kind, scale=10, border=4)
    return out.getvalue()
