"""A case for the other platforms that an office must feed: a block to copy, and its number there.

Comes in: requests. Goes out: HTML; numbers that people note. Does not: choose words (mappings do),
or know what may be seen (the book does).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

from aiohttp import web

from bot.desk.forms import said_in
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.sheets import Sheets
from bot.domain.viewing import Viewer

_LONGEST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRow:
    """A platform: the block for its form, and what the case is called there."""

    platform: str
    name: str
    block: str
    numbers: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRow:
    """A case with its platforms."""

    number: int
    platforms: Sequence[PlatformRow]


class Exchange(Protocol):
    """See `bot.exchange.book.Exchangebook`."""

    async def read(self, viewer: Viewer, key: str, /) -> ExchangeRow | None:
        """None where there is none that he may pass on."""

    async def note(self, viewer: Viewer, key: str, platform: str, number: str, /) -> bool:
        """The number of a case on a platform; False where it is another case's there."""


class ExchangePages:
    """A part of the web application beside the page of a case."""

    def __init__(self, *, book: Exchange, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        guarded = self._sheets.guarded
        return (
            web.get("/cases/{key}/exchange", guarded(self.show)),
            web.post("/cases/{key}/exchange", guarded(self.note)),
        )

    async def show(self, request: web.Request) -> web.Response:
        """The blocks, and fields for the numbers."""
        return await self._page(request)

    async def note(self, request: web.Request) -> web.Response:
        """A number that somebody read there."""
        said = await said_in(request)
        number = " ".join(said.get("number", "").split())
        key = request.match_info["key"]
        if not 0 < len(number) <= _LONGEST:
            return await self._page(request, trouble="number", status=400)
        found = await self._book.read(request[VIEWER], key)
        known = {one.platform for one in found.platforms} if found else set()
        if said.get("platform") not in known:
            return self._sheets.trouble(request, "missing", 404)
        if not await self._book.note(request[VIEWER], key, said["platform"], number):
            return await self._page(request, trouble="taken", status=409)
        raise web.HTTPSeeOther(f"/cases/{quote(key, safe='')}/exchange")

    async def _page(
        self, request: web.Request, *, trouble: str = "", status: int = 200
    ) -> web.Response:
        key = request.match_info["key"]
        found = await self._book.read(request[VIEWER], key)
        if found is None:
            return self._sheets.trouble(request, "missing", 404)
        values = {"key": key, "found": found, "trouble": trouble, "longest": _LONGEST}
        return self._sheets.page(request, "exchange.html", values, status)
