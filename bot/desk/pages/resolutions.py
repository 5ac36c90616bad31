"""What meetings have decided, as a page and a table.

Comes in: requests. Goes out: HTML, a table for a spreadsheet. Does not: change anything.
"""

from collections.abc import Sequence

from aiohttp import web

from bot.desk.books.resolutions import Resolutionbook, ResolutionRow
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table
from bot.domain.deadlines import SHANGHAI

_PLACE = "/resolutions"
_COLUMNS = ("number", "matter", "owner", "by", "until", "state")


class ResolutionPages:
    """A part of the web application."""

    def __init__(self, *, book: Resolutionbook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._words = material.words.tables["resolutions"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.get(f"{_PLACE}.csv", guarded(self.table)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """What is open, then what was done lately."""
        rows = await self._book.rows(request[VIEWER])
        settled = [row for row in rows if row.done_at is not None]
        values = {
            "open": [row for row in rows if row.done_at is None],
            "settled": settled,
            "in_time": sum(row.in_time for row in settled),
            "day": _day,
        }
        return self._sheets.page(request, "resolutions.html", values)

    async def table(self, request: web.Request) -> web.Response:
        """The same for a spreadsheet."""
        rows = [self._cells(row) for row in await self._book.rows(request[VIEWER])]
        return as_table("resolutions", [self._words[name] for name in _COLUMNS], rows)

    def _cells(self, row: ResolutionRow) -> tuple[str, ...]:
        state = "done" if row.done_at is not None else "late" if row.late else "open"
        return str(row.number), row.matter, row.owner, row.by, _day(row), self._words[state]


def _day(row: ResolutionRow) -> str:
    return f"{row.until.astimezone(SHANGHAI):%Y-%m-%d}"
