"""/metrics: the page that Prometheus reads.

Comes in: requests. Goes out: numbers as somebody else wrote them down, the same for a few seconds
however many ask. Does not: count. As /healthz it is open to whoever reaches the desk's address.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.ports import Clock

PATH: Final = "/metrics"
_KEPT: Final = timedelta(seconds=2)
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class MetricsApi:
    """`write` gives the page."""

    def __init__(self, *, write: Callable[[], Awaitable[bytes]], clock: Clock) -> None:
        self._write = write
        self._clock = clock
        self._lock = asyncio.Lock()
        self._page = b""
        self._at: datetime | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """What there is."""
        return (web.get(PATH, self.metrics),)

    async def metrics(self, _request: web.Request) -> web.Response:
        """The page of now."""
        async with self._lock:
            now = self._clock.now()
            if self._at is None or not timedelta(0) <= now - self._at < _KEPT:
                self._page = await self._write()
                self._at = now
        return web.Response(body=self._page, headers={"Content-Type": _TYPE})
