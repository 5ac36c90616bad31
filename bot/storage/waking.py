"""Wake-ups between the stages of several processes over one PostgreSQL.

Comes in: topics, from this process and from the others. Goes out: returns from `wait`. Does not:
carry data; rows are the truth, and who misses a wake-up looks a little later. Needs the driver that
only the big size installs.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

import psycopg

from bot.ports import Clock, Signals
from bot.storage.databases import CAREFULLY

log = logging.getLogger(__name__)

_CHANNEL: Final = "qunli"
_SEND: Final = "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS wanted(topic)"
_AGAIN: Final = timedelta(seconds=1)


class SharedSignals:
    """The signals of this process; while `run` runs, everybody who runs it over the same database
    is woken, too.
    """

    def __init__(self, local: Signals, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._local = local
        self._told: set[str] = set()
        self._tell = asyncio.Event()
        self._own = 0

    def notify(self, topic: str) -> None:
        """Wake whoever waits for `topic`, now or the next time."""
        self._local.notify(topic)
        self._told.add(topic)
        self._tell.set()

    async def wait(self, topic: str, at_most: timedelta) -> None:
        """Return at the next `notify`, at once if one came since the last wait, or after
        `at_most`.
        """
        await self._local.wait(topic, at_most)

    async def run(self) -> None:
        """Tell others and hear of them until cancelled, again where the server was gone."""
        while True:
            try:
                await self._joined()
            except* psycopg.Error as group:
                log.warning("not_woken", extra={"error": type(group.exceptions[0]).__name__})
            await self._clock.sleep(_AGAIN)

    async def _joined(self) -> None:
        async with (
            await self._connected() as telling,
            await self._connected() as hearing,
            asyncio.TaskGroup() as tasks,
        ):
            self._own = telling.info.backend_pid
            tasks.create_task(self._hear(hearing))
            tasks.create_task(self._send(telling))

    async def _connected(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(self._url, autocommit=True, **CAREFULLY)

    async def _hear(self, connection: psycopg.AsyncConnection) -> None:
        await connection.execute(f"LISTEN {_CHANNEL}")
        async for heard in connection.notifies():
            if heard.pid != self._own:
                self._local.notify(heard.payload)

    async def _send(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            await self._tell.wait()
            self._tell.clear()
            topics, self._told = sorted(self._told), set()
            await connection.execute(_SEND, (_CHANNEL, topics))
