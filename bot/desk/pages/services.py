"""The three lists, as a page and a table.

Comes in: requests. Goes out: HTML, a table for a spreadsheet. Does not: change anything.
"""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from bot.desk.books.services import GivingRow, Lists, Servicebook, ServiceRow
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table
from bot.domain.deadlines import SHANGHAI

_PLACE = "/services"
_FILTERS = ("kind", "grid")
_COLUMNS = ("list", "kind", "amount", "grid", "day", "state", "matter", "names")


class ServicePages:
    """A part of the web application."""

    def __init__(self, *, book: Servicebook, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)
        self._words = material.words.tables["services"]

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.list)),
            web.get(f"{_PLACE}.csv", guarded(self.table)),
        )

    async def list(self, request: web.Request) -> web.Response:
        """What is held out, looked for, and under way."""
        every = await self._book.lists(request[VIEWER])
        values = {
            "lists": _wanted(request, every),
            "wanted": {name: request.query.get(name, "") for name in _FILTERS},
            "kinds": sorted({row.kind for row in every.rows}),
            "grids": sorted({row.grid_name for row in every.rows}),
            "day": _day,
        }
        return self._sheets.page(request, "services.html", values)

    async def table(self, request: web.Request) -> web.Response:
        """The same for a spreadsheet."""
        lists, words = _wanted(request, await self._book.lists(request[VIEWER])), self._words
        rows = [_of_giving(row, words["resource"]) for row in lists.resources]
        rows += [_of_giving(row, words["need"]) for row in lists.needs]
        rows += [_of_service(row, words["service"]) for row in lists.services]
        return as_table("services", [words[name] for name in _COLUMNS], rows)


def _wanted(request: web.Request, lists: Lists) -> Lists:
    """What the address asks for."""
    kind, grid = (request.query.get(name, "") for name in _FILTERS)
    return lists.of(kind=kind, grid=grid)


def _of_giving(row: GivingRow, title: str) -> tuple[str, ...]:
    known = (row.matter or "", row.name or "")
    return title, row.kind, row.amount, row.grid_name, _day(row.until), "", *known


def _of_service(row: ServiceRow, title: str) -> tuple[str, ...]:
    state = f"{row.state} {row.why}".strip()
    matter = " / ".join(words for words in (row.offered, row.wanted) if words)
    names = " / ".join(name for name in (row.giver, row.needer) if name)
    return title, row.kind, str(row.heads), row.grid_name, _day(row.since), state, matter, names


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
