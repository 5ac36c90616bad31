"""The points ledger, as a page and a table.

Comes in: requests. Goes out: HTML, a table for a spreadsheet. Does not: change anything.
"""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from bot.desk.books.points import Pointbook
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table
from bot.domain.deadlines import SHANGHAI

_PLACE = "/points"
_COLUMNS = ("name", "points", "earned", "stars")


class PointPages:
    """A part of the web application."""

    def __init__(self, *, book: Pointbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._words = material.words.tables["points"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.get(f"{_PLACE}.csv", guarded(self.table)),
            web.get(f"{_PLACE}/{{person}}", guarded(self.account)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Who has how many, what codes were taken for."""
        values = {"ledger": await self._book.ledger(request[VIEWER]), "when": _when}
        return self._sheets.page(request, "points.html", values)

    async def account(self, request: web.Request) -> web.Response:
        """What came and went in somebody's account."""
        found = await self._book.account(request[VIEWER], request.match_info["person"])
        if found is None:
            return self._sheets.trouble(request, "nothing", 404)
        values = {"account": found, "when": _when}
        return self._sheets.page(request, "points_account.html", values)

    async def table(self, request: web.Request) -> web.Response:
        """Who has how many, for a spreadsheet."""
        rows = [
            (one.name, str(one.points), str(one.earned), str(one.stars))
            for one in (await self._book.ledger(request[VIEWER])).holders
        ]
        return as_table("points", [self._words[name] for name in _COLUMNS], rows)


def _when(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
