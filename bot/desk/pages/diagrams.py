"""The page of diagrams: each as a picture and as the table that it is drawn from.

Comes in: requests. Goes out: HTML, PNG, CSV. Does not: count or draw (whoever is given to it does).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.tables import as_table
from bot.domain.viewing import Viewer

SPANS: Final = (7, 30, 90)
"""Days that rates can be asked of; the second where nothing else is said."""

"""Makes workbooks read Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line: its name, its cells as the table shows them, and how long its bars are (None: not
    told)."""

    name: str
    cells: Sequence[str]
    lengths: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """`columns` are titles, that of the names first; `series` pairs of name and colour, one for
    each length. `stacked` bars stand behind each other; `full` is how long a whole one would be,
    None for the longest there is."""

    id: str
    title: str
    columns: Sequence[str]
    series: Sequence[tuple[str, str]]
    bars: Sequence[Bar]
    stacked: bool = False
    full: float | None = None


class Charts(Protocol):
    """See `bot.digests.diagrams.Chartbook`."""

    async def diagrams(self, viewer: Viewer, days: int, /) -> Sequence[Diagram]:
        """Everything that is his to see, rates of the last `days` days."""


class DiagramPages:
    """A part of the web application beside the board's pages; `draw` blocks."""

    def __init__(
        self, *, charts: Charts, draw: Callable[[Diagram], bytes], material: Material
    ) -> None:
        self._charts = charts
        self._draw = draw
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/charts", guarded(self.show)),
            web.get("/charts/{id}.png", guarded(self.picture)),
            web.get("/charts/{id}.csv", guarded(self.table)),
        )

    async def show(self, request: web.Request) -> web.Response:
        """All of them."""
        days = _days(request)
        found = await self._charts.diagrams(request[VIEWER], days)
        values = {"diagrams": found, "days": days, "spans": SPANS}
        return self._sheets.page(request, "charts.html", values)

    async def picture(self, request: web.Request) -> web.Response:
        """One as a picture."""
        found = await self._found(request)
        png = await asyncio.to_thread(self._draw, found)
        return web.Response(body=png, content_type="image/png")

    async def table(self, request: web.Request) -> web.Response:
        """One as a table for workbooks."""
        found = await self._found(request)
        return as_table(found.id, found.columns, [(bar.name, *bar.cells) for bar in found.bars])

    async def _found(self, request: web.Request) -> Diagram:
        wanted = request.match_info["id"]
        for one in await self._charts.diagrams(request[VIEWER], _days(request)):
            if one.id == wanted:
                return one
        raise web.HTTPNotFound


def _days(request: web.Request) -> int:
    text = request.query.get("days", "")
    return next((span for span in SPANS if str(span) == text), SPANS[1])
