"""The register of building leaders at the desk.

Comes in: requests. Goes out: HTML, a table for a spreadsheet, changes. Does not: decide whether a
change is possible (the book does).
"""

from collections.abc import Sequence

from aiohttp import web

from bot.desk.books.leaders import Leaderbook
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table

_PLACE = "/leaders"


class LeaderPages:
    """A part of the web application."""

    def __init__(self, *, book: Leaderbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._heads = material.words.tables["leaders"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.get(f"{_PLACE}.csv", guarded(self.table)),
            web.post(_PLACE, guarded(self.change)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Who leads what."""
        return await self._list(request)

    async def _list(self, request: web.Request, *, wrong: bool = False) -> web.Response:
        posts = await self._book.posts(request[VIEWER])
        values = {
            "posts": posts,
            "led": sum(1 for post in posts if post.leaders),
            "quiet_days": self._book.quiet.days,
            "people": self._book.candidates(),
            "may": request[VIEWER].admin,
            "wrong": wrong,
        }
        return self._sheets.page(request, "leaders.html", values, 422 if wrong else 200)

    async def table(self, request: web.Request) -> web.Response:
        """The same for a spreadsheet."""
        rows = [
            (post.grid_name, post.building, " ".join(post.leaders))
            for post in await self._book.posts(request[VIEWER])
        ]
        heads = [self._heads[name] for name in ("grid", "building", "leader")]
        return as_table("leaders", heads, rows)

    async def change(self, request: web.Request) -> web.Response:
        """Who leads a building from today."""
        viewer = request[VIEWER]
        if not viewer.admin:
            raise web.HTTPForbidden
        said = await said_in(request)
        grid, _, building = said.get("post", "").partition("/")
        if not await self._book.lead(viewer, grid, building, said.get("person", "")):
            return await self._list(request, wrong=True)
        raise web.HTTPSeeOther(_PLACE)
