"""Ledgers of the lists beside cases: which list, which days, which grid, which columns.

Comes in: requests. Goes out: HTML, workbooks. Does not: know what stands in a list (the book does).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from aiohttp import hdrs, web

from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import Period
from bot.domain.ledger import ListOrder
from bot.domain.viewing import Viewer
from bot.ports import Clock

_PLACE = "/ledgers"
_CARE = "care"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Ledgers(Protocol):
    """See `bot.ledgers.ledgerbook.Ledgerbook`."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Every list with its name."""

    def columns(self, name: str, /) -> Mapping[str, str]:
        """The columns of a list, with their titles."""

    def grids(self, viewer: Viewer, /) -> Mapping[str, str]:
        """Where somebody may see lists."""

    async def make(self, viewer: Viewer, order: ListOrder, /) -> tuple[bytes, int]:
        """The workbook, and how many rows stand in it."""


class LedgerPages:
    """A part of the web application."""

    def __init__(self, *, book: Ledgers, clock: Clock, material: Material) -> None:
        self._book = book
        self._clock = clock
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get(_PLACE, guarded(self.choose)),
            web.get(f"{_PLACE}/{{name}}.xlsx", guarded(self.table)),
        )

    async def choose(self, request: web.Request) -> web.Response:
        """What one can have."""
        return self._choose(request)

    def _choose(self, request: web.Request, *, wrong: bool = False) -> web.Response:
        viewer, today = request[VIEWER], self._clock.now().astimezone(SHANGHAI).date()
        titles = {name: title for name, title in self._book.titles.items() if _may(viewer, name)}
        wanted = request.match_info.get("name") or request.query.get("list", "")
        name = wanted if wanted in titles else next(iter(titles))
        values = {
            "titles": titles,
            "name": name,
            "columns": self._book.columns(name),
            "grids": self._book.grids(viewer),
            "begin": today.replace(day=1),
            "today": today,
            "wrong": wrong,
        }
        return self._sheets.page(request, "ledgers.html", values, 422 if wrong else 200)

    async def table(self, request: web.Request) -> web.Response:
        """One list as a workbook."""
        viewer, name = request[VIEWER], request.match_info["name"]
        if name not in self._book.titles:
            return self._sheets.trouble(request, "nothing", 404)
        if not _may(viewer, name):
            raise web.HTTPForbidden
        try:
            period = _period(request.query)
        except ValueError:
            return self._choose(request, wrong=True)
        order = ListOrder(
            name=name,
            period=period,
            grid=request.query.get("grid") or None,
            columns=tuple(request.query.getall("column", [])),
        )
        body, _ = await self._book.make(viewer, order)
        disposition = f'attachment; filename="{name}.xlsx"'
        headers = {hdrs.CONTENT_DISPOSITION: disposition}
        return web.Response(body=body, content_type=_TYPE, headers=headers)


def _may(viewer: Viewer, name: str) -> bool:
    """Whether a list is for somebody at all; what of it, each row decides."""
    return name != _CARE or viewer.is_trusted


def _period(query: Mapping[str, str]) -> Period:
    """The days that are asked for; ValueError where they are none."""
    first, last = (date.fromisoformat(query.get(name, "")) for name in ("from", "to"))
    if last < first:
        raise ValueError(last)
    return Period.of_days(first, last)
