"""Codes on walls at the desk: made, ended, and put on a sheet to print.

Comes in: requests. Goes out: HTML, codes as pictures. Does not: let anybody but who leads a grid or
administers make or end them; or know what is possible (the book does).
"""

from collections.abc import Sequence

from aiohttp import web

from bot.desk.books.codes import Codebook, drawn
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.viewing import Viewer
from bot.domain.visitors import Spot

_PLACE = "/codes"


class CodePages:
    """A part of the web application."""

    def __init__(self, *, book: Codebook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.post(_PLACE, guarded(self.add)),
            web.get(f"{_PLACE}/print", guarded(self.sheet)),
            web.get(f"{_PLACE}/{{token}}.svg", guarded(self.picture)),
            web.post(f"{_PLACE}/{{token}}/end", guarded(self.end)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Codes of the viewer's area."""
        return await self._list(request, [])

    async def _list(self, request: web.Request, wrong: Sequence[str]) -> web.Response:
        viewer, names = request[VIEWER], self._book.grids()
        spots = await self._seen(viewer)
        values = {
            "spots": [spot for spot in spots if spot.ended_at is None],
            "ended": [spot for spot in spots if spot.ended_at is not None],
            "grids": names,
            "own": {grid: name for grid, name in names.items() if _may(viewer, grid)},
            "wrong": wrong,
            "local": local,
        }
        return self._sheets.page(request, "codes.html", values, 422 if wrong else 200)

    async def add(self, request: web.Request) -> web.Response:
        """A new one."""
        said = {name: value.strip() for name, value in (await said_in(request)).items()}
        grid, building, spot = (said.get(name, "") for name in ("grid", "building", "spot"))
        wrong = self._book.wrong(grid, building, spot)
        if wrong:
            return await self._list(request, wrong)
        if not _may(request[VIEWER], grid):
            raise web.HTTPForbidden
        await self._book.add(self._book.new(grid, building, spot), request[VIEWER])
        raise web.HTTPSeeOther(_PLACE)

    async def end(self, request: web.Request) -> web.Response:
        """One opens nothing any more."""
        spot = await self._book.get(request.match_info["token"])
        if spot is None or not _may(request[VIEWER], spot.grid):
            raise web.HTTPForbidden
        await self._book.end(spot.token, request[VIEWER])
        raise web.HTTPSeeOther(_PLACE)

    async def sheet(self, request: web.Request) -> web.Response:
        """Those that are chosen, each with its place, to print and cut out."""
        chosen = set(request.query.getall("code", []))
        spots = [spot for spot in await self._seen(request[VIEWER]) if spot.ended_at is None]
        values = {
            "spots": [spot for spot in spots if not chosen or spot.token in chosen],
            "grids": self._book.grids(),
        }
        return self._sheets.page(request, "codes_print.html", values)

    async def picture(self, request: web.Request) -> web.Response:
        """One code."""
        spot = await self._book.get(request.match_info["token"])
        if spot is None or not _sees(request[VIEWER], spot):
            return self._sheets.trouble(request, "nothing", 404)
        body = drawn(self._book.address(spot), "svg")
        return web.Response(body=body, content_type="image/svg+xml")

    async def _seen(self, viewer: Viewer) -> Sequence[Spot]:
        return [spot for spot in await self._book.all() if _sees(viewer, spot)]


def _sees(viewer: Viewer, spot: Spot) -> bool:
    return viewer.admin or viewer.covers(spot.grid)


def _may(viewer: Viewer, grid: str) -> bool:
    return viewer.admin or (viewer.is_trusted and viewer.covers(grid))
