"""Keeps one line to the platform, and what it brings until it is stored.

Comes in: settings, `accept`. Goes out: stored messages, the state of the line, and gaps: times of
which the platform replays nothing. Does not: send words. Waiting here is the event loop's own time,
not `ports.Clock`: a clock that a test moves must not make a socket reconnect.
"""

import asyncio
import contextlib
import logging
from collections import Counter, deque
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.wecom.official import Connection
from bot.adapters.wecom.settings import WecomSettings
from bot.adapters.wecom.translate import Dropped, inbound
from bot.backoff import Backoff
from bot.domain.errors import ChannelUnavailable, StorageError
from bot.domain.message import InboundMessage
from bot.ports import Accept, Clock, PartHealth

log = logging.getLogger(__name__)


class Line:
    """The receiving half. `stored` counts what the store has taken."""

    def __init__(self, settings: WecomSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._health = PartHealth(status="down", since=clock.now(), detail="not started")
        self._waiting: deque[InboundMessage] = deque()
        self._more = asyncio.Event()
        self._lost_at: datetime | None = None
        self._gaps, self._missed = 0, timedelta(0)
        self.connection: Connection | None = None
        self.running = False
        self.stored = 0
        self.dropped: Counter[str] = Counter()

    def health(self) -> PartHealth:
        """How the line is now, and how often nothing was heard."""
        detail = self._health.detail
        if self._gaps:
            told = f"{self._gaps} gaps, {round(self._missed.total_seconds())} s not heard"
            detail = f"{detail}; {told}" if detail else told
        return PartHealth(status=self._health.status, since=self._health.since, detail=detail)

    def figures(self) -> dict[str, float]:
        """What was missed, and what was passed over, by reason."""
        missed = {"gaps": self._gaps, "missed_seconds": self._missed.total_seconds()}
        return missed | {f"heard:{reason}": number for reason, number in self.dropped.items()}

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        self.running = True
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep(accept))
                tasks.create_task(self._stand())
        finally:
            self.running = False
            self._set("down", "stopped")

    async def _stand(self) -> None:
        loop = asyncio.get_running_loop()
        backoff = Backoff(
            first=self._settings.backoff_first,
            longest=self._settings.backoff_longest,
            settled_after=self._settings.settled_after,
        )
        while True:
            began = loop.time()
            problem = await self._live()
            self._set("down", problem)
            wait = backoff.next_wait(loop.time() - began)
            log.warning("wecom_reconnecting", extra={"reason": problem, "wait_seconds": wait})
            await _pause(wait)

    async def _live(self) -> str:
        """One life of the line; why it ended."""
        connection = Connection(self._settings, self._hear)
        try:
            await connection.open()
            self._open(connection)
            while connection.stands:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._settings.ask_every.total_seconds()):
                        await connection.ended.wait()
        except ChannelUnavailable as err:
            return str(err)
        finally:
            if self.connection is not None:
                self.connection, self._lost_at = None, self._clock.now()
            await connection.close()
        return connection.problem

    def _open(self, connection: Connection) -> None:
        if self._lost_at is not None:
            self._gaps += 1
            self._missed += max(self._clock.now() - self._lost_at, timedelta(0))
        self.connection = connection
        log.info("wecom_connected")
        self._set("ok", "")

    def _hear(self, frame: dict[str, Any]) -> None:
        """The platform has forgotten it by now; it is held here until it is stored."""
        found = inbound(frame.get("body"), self._settings.name, self._clock.now())
        if isinstance(found, Dropped):
            self.dropped[found.reason] += 1
            log.info("wecom_dropped", extra={"reason": found.reason})
            return
        self._waiting.append(found)
        self._more.set()

    async def _keep(self, accept: Accept) -> None:
        while True:
            while self._waiting:
                try:
                    await accept([self._waiting[0]])
                except StorageError as err:
                    log.error("wecom_not_stored", extra={"error": str(err)})
                    await _pause(self._settings.store_wait.total_seconds())
                    continue
                self._waiting.popleft()
                self.stored += 1
            self._more.clear()
            await self._more.wait()

    def _set(self, status: str, detail: str) -> None:
        if (self._health.status, self._health.detail) != (status, detail):
            self._health = PartHealth(status=status, since=self._clock.now(), detail=detail)


async def _pause(seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
