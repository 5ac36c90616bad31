"""The page of a digest: which cases each of its figures counted when it was made.

Comes in: requests, digests in rows. Goes out: HTML. Does not: count (the digest has), or show a
case to somebody who does not see it on the board.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.desk.board import Board
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import Shower, Shown, local
from bot.desk.sheets import Sheets
from bot.domain.digest import Digest
from bot.domain.grid import Directory
from bot.domain.viewing import CaseFilter, Viewer
from bot.ports import Store

_MOST: Final = 200
"""Cases that are listed of one figure, the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as the digest told it, and those of its cases that the viewer sees."""

    code: str
    name: str
    count: int
    cases: Sequence[Shown]


class DigestPages:
    """A part of the web application."""

    def __init__(
        self,
        *,
        store: Store,
        board: Board,
        shower: Shower,
        directory: Callable[[], Directory],
        material: Material,
    ) -> None:
        self._store = store
        self._board = board
        self._shower = shower
        self._directory = directory
        self._sheets = Sheets(material)
        self._names = material.words.tables["digests"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/digests/{digest}", self._sheets.guarded(self.show)),)

    async def show(self, request: web.Request) -> web.Response:
        """Every figure with its cases; whom it is not for finds nothing."""
        viewer, id_ = request[VIEWER], request.match_info["digest"]
        digest = await self._store.look(lambda unit: unit.digests.get(id_))
        if digest is None or digest.said_at is None or not self._is_for(viewer, digest):
            return self._sheets.trouble(request, "nothing", 404)
        names = {grid.id: grid.name for grid in self._directory().grids}
        told = [(code, keys) for code, keys in digest.behind.items() if keys]
        values = {
            "kind": self._names[digest.kind.value],
            "said_at": local(digest.said_at),
            "since": local(digest.since),
            "grids": [names.get(grid, grid) for grid in digest.grids],
            "figures": [await self._figure(viewer, code, keys) for code, keys in told],
        }
        return self._sheets.page(request, "digest.html", values)

    async def _figure(self, viewer: Viewer, code: str, keys: Sequence[str]) -> Figure:
        rows = await self._board.cases(viewer, _MOST, CaseFilter(keys=tuple(keys)))
        name, _, of = code.partition(" ")
        return Figure(
            code=code,
            name=f"{self._names[name]} {of}".rstrip(),
            count=len(keys),
            cases=[self._shower.case(row) for row in rows],
        )

    def _is_for(self, viewer: Viewer, digest: Digest) -> bool:
        """Who was told, and who works in all of its grids."""
        if viewer.person is not None and viewer.person.id == digest.person:
            return True
        grids = digest.grids or tuple(grid.id for grid in self._directory().grids)
        return all(viewer.covers(grid) for grid in grids)
