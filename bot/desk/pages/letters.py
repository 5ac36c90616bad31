"""The desk's page of words that never arrived, and the same as JSON.

Comes in: requests. Goes out: HTML, JSON. Does not: show the words themselves, or send them again.
"""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from bot.desk.api import LIMIT
from bot.desk.books.letters import LetterRow
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets


class Letters(Protocol):
    """What the page reads."""

    async def letters(self, limit: int, /) -> Sequence[LetterRow]:
        """The newest first."""


class LetterPages:
    """A part of the web application beside the board's pages."""

    def __init__(self, *, book: Letters, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/dead-letters", self._sheets.guarded(self.page)),
            web.get("/api/dead-letters", self.json),
        )

    async def page(self, request: web.Request) -> web.Response:
        """For people."""
        return self._sheets.page(request, "letters.html", {"letters": await self._shown()})

    async def json(self, _request: web.Request) -> web.Response:
        """For programs."""
        return web.json_response({"dead_letters": await self._shown()})

    async def _shown(self) -> list[dict[str, object]]:
        return [
            {
                "due_at": local(row.due_at),
                "channel": row.channel,
                "to": row.to,
                "number": row.number,
                "state": row.state,
                "reason": row.reason,
                "urgent": row.urgent,
            }
            for row in await self._book.letters(LIMIT)
        ]
