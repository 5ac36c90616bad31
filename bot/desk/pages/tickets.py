"""Tickets of another platform at the desk: a file is tried, every row's fate shown, then taken in.

Comes in: requests with files. Goes out: HTML. Does not: decide what becomes of a row or who may
(the book does), or keep files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from aiohttp import web

from bot.desk.forms import posted
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.desk.uploads import TooLarge, fields_of
from bot.domain.errors import ConfigError
from bot.domain.viewing import Viewer

_LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file."""

_LONGEST: Final = 100
"""Bytes of the name of a platform."""

_MOST: Final = 1_000
"""Rows that are listed; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FateRow:
    """What becomes of a row; `key` and `case` (its number) are of the case it comes to, where there
    is one that is shown openly to whoever asks."""

    line: int
    number: str
    fate: str
    key: str
    case: int | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A file, row by row. `takes`: there is something in it to be taken."""

    token: str
    platform: str
    counts: Sequence[tuple[str, int]]
    takes: bool
    rows: Sequence[FateRow]


class Tickets(Protocol):
    """See `bot.exchange.ticketdesk.Ticketdesk`."""

    def may(self, viewer: Viewer, /) -> bool:
        """Whether he may take tickets in."""

    async def platforms(self) -> Sequence[tuple[str, str]]:
        """Where tickets come from: names for programs and for people."""

    async def check(self, viewer: Viewer, platform: str, data: bytes, /) -> Tried:
        """Every row's fate; ConfigError where the file is none of this platform."""

    async def take(self, viewer: Viewer, token: str, /) -> int | None:
        """How many go the journey; None where nothing is kept of it any more."""


class TicketPages:
    """A part of the web application."""

    def __init__(self, *, book: Tickets, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/tickets", guarded(self.show)),
            web.post("/tickets", guarded(self.check)),
            web.post("/tickets/take", guarded(self.take)),
        )

    async def show(self, request: web.Request) -> web.Response:
        """The form; how many have just been taken in."""
        taken = request.query.get("taken", "")
        return await self._page(request, taken=taken if taken.isdecimal() else "")

    async def check(self, request: web.Request) -> web.Response:
        """A file, row by row; nothing is changed."""
        self._may(request)
        try:
            said = await fields_of(request, {"file": _LARGEST, "platform": _LONGEST})
        except TooLarge:
            return await self._page(request, trouble="large", status=413)
        platform = said.get("platform", b"").decode(errors="replace")
        try:
            tried = await self._book.check(request[VIEWER], platform, said.get("file", b""))
        except ConfigError:
            return await self._page(request, trouble="file", status=422)
        return await self._page(request, tried=tried)

    async def take(self, request: web.Request) -> web.Response:
        """What was shown becomes that."""
        self._may(request)
        token = str((await posted(request)).get("token", ""))
        taken = await self._book.take(request[VIEWER], token)
        if taken is None:
            return await self._page(request, trouble="gone", status=410)
        raise web.HTTPSeeOther(f"/tickets?taken={taken}")

    async def _page(
        self,
        request: web.Request,
        *,
        tried: Tried | None = None,
        taken: str = "",
        trouble: str = "",
        status: int = 200,
    ) -> web.Response:
        values = {
            "platforms": await self._book.platforms(),
            "tried": tried,
            "rows": tried.rows[:_MOST] if tried else (),
            "taken": taken,
            "trouble": trouble,
            "may": self._book.may(request[VIEWER]),
        }
        return self._sheets.page(request, "tickets.html", values, status)

    def _may(self, request: web.Request) -> None:
        if not self._book.may(request[VIEWER]):
            raise web.HTTPForbidden
