"""The desk's JSON: cases, the history of a case, /healthz.

Comes in: requests. Goes out: JSON, masked. Does not: change anything.
"""

import logging
from collections.abc import Sequence
from typing import Final

from aiohttp import web

from bot.desk.books.board import Board
from bot.desk.gate import VIEWER
from bot.desk.health import DOWN, Health, health_json, is_ready
from bot.desk.rows import Shower
from bot.domain.errors import StorageError

log = logging.getLogger(__name__)

LIMIT: Final = 200
"""Cases in a list where nothing else is asked for."""

MOST: Final = 500
"""Cases in a list at most."""


class CaseApi:
    """Reads the board for pages and programs."""

    def __init__(self, *, board: Board, shower: Shower) -> None:
        self._board = board
        self._shower = shower

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (
            web.get("/api/cases", self.cases),
            web.get("/api/cases/{key}/history", self.history),
        )

    async def cases(self, request: web.Request) -> web.Response:
        """The newest cases, and the position from which the stream goes on."""
        limit = read_limit(request.query.get("limit", ""))
        position = await self._board.position()
        rows = await self._board.cases(request[VIEWER], limit)
        return web.json_response(
            {"position": position, "cases": [self._shower.case(row) for row in rows]}
        )

    async def history(self, request: web.Request) -> web.Response:
        """A case and what happened to it; nothing of the latter where it is private."""
        found = await self._board.read(request[VIEWER], request.match_info["key"])
        if found is None:
            raise web.HTTPNotFound
        return web.json_response(
            {
                "case": self._shower.case(found.case),
                "history": [self._shower.event(event) for event in found.history],
            }
        )


def read_limit(text: str) -> int:
    """How many rows are wanted; what is no number of rows asks for the usual."""
    wanted = int(text) if text.isdecimal() and len(text) < 6 else LIMIT
    return max(1, min(wanted, MOST))


class HealthApi:
    """Answers outside checks."""

    def __init__(self, *, health: Health) -> None:
        self._health = health

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get("/healthz", self.healthz), web.get("/readyz", self.readyz))

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 while the service serves, 503 when it does not."""
        try:
            answer = health_json(await self._health())
        except StorageError:
            log.warning("health_unknown")
            answer = {"status": DOWN}
        return web.json_response(answer, status=503 if answer["status"] == DOWN else 200)

    async def readyz(self, _request: web.Request) -> web.Response:
        """200 where it is to be given work; 503 where it stops or cannot."""
        try:
            ready = is_ready(await self._health())
        except StorageError:
            ready = False
        return web.json_response({"ready": ready}, status=200 if ready else 503)
