"""The page of a digest: which cases each of its figures counted when it was made.

Comes in: requests, digests in rows. Goes out: HTML. Does not: count (the digest has), or show a
case to somebody who does not see it on the board.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.desk.books.board import Board
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import Shower, Shown, local
from bot.desk.sheets import Sheets
from bot.domain.digest import Digest
from bot.domain.grid import Directory
from bot.domain.value import Value
from bot.domain.viewing import CaseFilter, Viewer
from bot.ports import Store

_MOST: Final = 200
"""Cases that are listed of one figure, the newest of them."""

_SIGNS: Final = {"+": "part", "-": "rest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure as the digest told it, and those of its cases that the viewer sees."""

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
        few: int,
    ) -> None:
        """`few`: below so many samples no rate is told."""
        self._store = store
        self._board = board
        self._shower = shower
        self._directory = directory
        self._sheets = Sheets(material)
        self._few = few
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
        values = {
            "kind": self._names[digest.kind.value],
            "said_at": local(digest.said_at),
            "since": local(digest.since),
            "grids": [names.get(grid, grid) for grid in digest.grids],
            "figures": [
                await self._figure(viewer, name, keys)
                for name, keys in self._told(digest, names)
                if keys
            ],
        }
        return self._sheets.page(request, "digest.html", values)

    def _told(
        self, digest: Digest, names: Mapping[str, str]
    ) -> Iterator[tuple[str, Sequence[str]]]:
        """What each list is called, and its cases; a rate has two."""
        for code, keys in digest.behind.items():
            name, _, of = code.partition(" ")
            rate, sign = name[:-1], name[-1]
            words = [names.get(of, of)]
            if sign in "+-":
                part, rest = (len(digest.behind[f"{rate}{one} {of}"]) for one in "+-")
                words.insert(0, self._names[f"{rate}_rate"])
                words += [self._rate(part, part + rest), self._names[_SIGNS[sign]]]
            else:
                words.insert(1 if name == "hot" else 0, self._names[name])
            yield " ".join(filter(None, words)), keys

    def _rate(self, part: int, whole: int) -> str:
        """As the digest told it, with what it was made of."""
        shown = Value(part=part, whole=whole).shown(self._few)
        return f"{shown}% {part}/{whole}" if shown else f"{part}/{whole}"

    async def _figure(self, viewer: Viewer, name: str, keys: Sequence[str]) -> Figure:
        rows = await self._board.cases(viewer, _MOST, CaseFilter(keys=tuple(keys)))
        return Figure(name=name, count=len(keys), cases=[self._shower.case(row) for row in rows])

    def _is_for(self, viewer: Viewer, digest: Digest) -> bool:
        """Who was told, and who works in all of its grids."""
        if viewer.person is not None and viewer.person.id == digest.person:
            return True
        grids = digest.grids or tuple(grid.id for grid in self._directory().grids)
        return all(viewer.covers(grid) for grid in grids)
