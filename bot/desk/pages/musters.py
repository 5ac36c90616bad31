"""Calls for volunteers, as a page and a table.

Comes in: requests. Goes out: HTML, a table for a spreadsheet. Does not: change anything.
"""

from collections.abc import Sequence

from aiohttp import web

from bot.desk.books.musters import Musterbook, MusterRow
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table
from bot.domain.deadlines import SHANGHAI

_PLACE = "/musters"
_COLUMNS = ("matter", "grid", "starts", "place", "wanted", "taken", "lacks", "waiting", "by")


class MusterPages:
    """A part of the web application."""

    def __init__(self, *, book: Musterbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._words = material.words.tables["musters"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.get(f"{_PLACE}.csv", guarded(self.table)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """Calls that are not over."""
        values = {"rows": await self._book.rows(request[VIEWER]), "when": _when}
        return self._sheets.page(request, "musters.html", values)

    async def table(self, request: web.Request) -> web.Response:
        """The same for a spreadsheet."""
        rows = [_cells(row) for row in await self._book.rows(request[VIEWER])]
        return as_table("musters", [self._words[name] for name in (*_COLUMNS, "names")], rows)


def _cells(row: MusterRow) -> tuple[str, ...]:
    figures = (str(count) for count in (row.wanted, row.taken, row.lacks, row.waiting))
    names = " ".join(row.names or ())
    return row.matter, row.grid_name, _when(row), row.place, *figures, row.by, names


def _when(row: MusterRow) -> str:
    return f"{row.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
