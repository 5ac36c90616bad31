"""The desk's page of talk that may be a report, and the clicks that put something right.

Comes in: requests. Goes out: HTML, and orders for casework. Does not: carry them out, or show the
words of private matters.
"""

from collections.abc import Sequence
from typing import Final, Protocol
from urllib.parse import quote

from aiohttp import web

from bot.desk.api import LIMIT
from bot.desk.books.doubts import DoubtRow
from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import Shown, local
from bot.desk.sheets import Sheets
from bot.domain.correction import OrderKind
from bot.domain.viewing import Viewer

_OF_A_CASE: Final = frozenset({OrderKind.OTHER_MATTER, OrderKind.NOT_A_REQUEST})


class Judged(Protocol):
    """What the page reads and leaves behind."""

    async def doubts(self, viewer: Viewer, limit: int, /) -> Sequence[DoubtRow]:
        """The newest first, of the viewer's area."""

    async def order(self, viewer: Viewer, kind: OrderKind, subject: str, value: str, /) -> None:
        """Leave it to casework."""


class JudgingPages:
    """A part of the web application beside the board's pages."""

    def __init__(self, *, book: Judged, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/doubts", self._sheets.guarded(self.doubts)),
            web.post("/orders", self._sheets.guarded(self.order)),
        )

    async def doubts(self, request: web.Request) -> web.Response:
        """Talk that may be a report, with what can be said of it."""
        shown = [as_shown(row) for row in await self._book.doubts(request[VIEWER], LIMIT)]
        return self._sheets.page(request, "doubts.html", {"doubts": shown})

    async def order(self, request: web.Request) -> web.Response:
        """Have something put right; back to where it was asked."""
        said = await said_in(request)
        subject = said.get("subject", "")
        try:
            kind = OrderKind(said.get("kind", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        viewer = request[VIEWER]
        if viewer.person is None and viewer.name:
            raise web.HTTPForbidden
        await self._book.order(viewer, kind, subject, said.get("value", "").strip().upper())
        if kind in _OF_A_CASE:
            raise web.HTTPSeeOther(f"/cases/{quote(subject, safe='')}")
        following = quote(said.get("next", ""), safe="")
        raise web.HTTPSeeOther(f"/doubts#{following}" if following else "/doubts")


def as_shown(row: DoubtRow) -> Shown:
    """As the page shows it; of a private one nothing but that there is one."""
    return {
        "id": row.id,
        "words": "" if row.private else row.words,
        "item_name": "" if row.private else row.item_name,
        "room": row.room,
        "asked": row.asked,
        "said_at": local(row.said_at),
        "until": local(row.until),
        "private": row.private,
        "hidden": row.hidden,
    }
