"""The live list: changed cases as server-sent events.

Comes in: the board's changes. Goes out: a stream for each open page, resumable by Last-Event-ID.
Does not: miss a change (positions are the board's own sequence numbers), or keep anything for pages
that are closed.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.desk.books.board import Board
from bot.desk.gate import VIEWER
from bot.desk.rows import Shower
from bot.domain.errors import StorageError
from bot.domain.viewing import Viewer

log = logging.getLogger(__name__)

POLL: Final = timedelta(seconds=5)
"""How long a lost signal can delay a change, and how soon a page that went away is noticed."""

BATCH: Final = 100
"""Rows in one event at most."""

_STREAM: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


class CaseStream:
    """One board, any number of open pages."""

    def __init__(
        self, *, board: Board, shower: Shower, poll: timedelta = POLL, batch: int = BATCH
    ) -> None:
        self._board = board
        self._shower = shower
        self._poll = poll
        self._batch = batch
        self._open: set[asyncio.Timeout] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/api/cases/stream", self.stream, allow_head=False),)

    def close_streams(self) -> None:
        """End every open stream; pages come back by themselves when the service does."""
        now = asyncio.get_running_loop().time()
        while self._open:
            self._open.pop().reschedule(now)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Changes after Last-Event-ID, or `after`, or from now on."""
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(request)
        limit = asyncio.timeout(None)
        self._open.add(limit)
        with suppress(TimeoutError, ConnectionResetError):
            try:
                async with limit:
                    await self._feed(response, after, request[VIEWER])
            except StorageError:
                log.warning("stream_ended", extra={"reason": "storage"})
            finally:
                self._open.discard(limit)
        return response

    async def _feed(self, response: web.StreamResponse, mark: str, viewer: Viewer) -> None:
        last = await self._board.position()
        position = int(mark) if mark.isdecimal() and len(mark) < 16 else last
        if position > last:
            # the store is another one, or an older copy: the page has to begin anew
            await response.write(_event("reset", last, []))
            position = last
        while True:
            position, rows = await self._board.changes(viewer, position, self._batch)
            if rows:
                shown = [self._shower.case(row) for row in rows]
                await response.write(_event("cases", position, shown))
                continue
            await response.write(b": alive\n\n")
            await self._board.wait(self._poll)


def _event(name: str, position: int, data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    return f"event: {name}\nid: {position}\ndata: {text}\n\n".encode()
