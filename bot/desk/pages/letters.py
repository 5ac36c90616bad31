"""The desk's page of words on their way out and of those that never arrived; the same as JSON.

Comes in: requests. Goes out: HTML, JSON. Does not: show the words themselves, or send them again.
"""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from bot.desk.api import LIMIT
from bot.desk.books.letters import LetterRow
from bot.desk.gate import VIEWER
from bot.desk.material import Material
from bot.desk.rows import local
from bot.desk.sheets import Sheets
from bot.domain.viewing import Viewer


class Letters(Protocol):
    """What the page reads: only what the viewer may see."""

    async def letters(self, viewer: Viewer, limit: int, /) -> Sequence[LetterRow]:
        """What was lost, the newest first."""

    async def queued(self, viewer: Viewer, limit: int, /) -> Sequence[LetterRow]:
        """What is to be sent, the next first."""


class LetterPages:
    """A part of the web application beside the board's pages."""

    def __init__(self, *, book: Letters, material: Material) -> None:
        self._book = book
        self._sheets = Sheets(material)

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/dead-letters", self._sheets.guarded(self.page)),
            web.get("/api/dead-letters", self.lost),
            web.get("/api/outbox", self.queued),
        )

    async def page(self, request: web.Request) -> web.Response:
        """For people."""
        viewer = request[VIEWER]
        values = {
            "letters": _shown(await self._book.letters(viewer, LIMIT)),
            "queued": _shown(await self._book.queued(viewer, LIMIT)),
            "limit": LIMIT,
        }
        return self._sheets.page(request, "letters.html", values)

    async def lost(self, request: web.Request) -> web.Response:
        """For programs."""
        rows = await self._book.letters(request[VIEWER], LIMIT)
        return web.json_response({"dead_letters": _shown(rows)})

    async def queued(self, request: web.Request) -> web.Response:
        """For programs."""
        rows = await self._book.queued(request[VIEWER], LIMIT)
        return web.json_response({"outbox": _shown(rows)})


def _shown(rows: Sequence[LetterRow]) -> list[dict[str, object]]:
    return [
        {
            "due_at": local(row.due_at),
            "channel": row.channel,
            "to": row.to,
            "number": row.number,
            "state": row.state,
            "reason": row.reason,
            "urgent": row.urgent,
            "attempts": row.attempts,
        }
        for row in rows
    ]
