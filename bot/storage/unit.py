"""The store: units of work over one engine.

Comes in: an engine. Goes out: `SqlStore`, which gives units of work with all repositories. Does
not: know rules.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.cases import SqlCases
from bot.storage.counters import SqlCounters
from bot.storage.deliveries import SqlDeliveries
from bot.storage.engine import translated
from bot.storage.messages import SqlMessages
from bot.storage.questions import SqlQuestions
from bot.storage.timers import SqlTimers
from bot.storage.turns import SqlTurns


class SqlUnit:
    """One transaction on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.messages = SqlMessages(connection)
        self.turns = SqlTurns(connection)
        self.cases = SqlCases(connection)
        self.timers = SqlTimers(connection)
        self.deliveries = SqlDeliveries(connection)
        self.questions = SqlQuestions(connection)
        self.counters = SqlCounters(connection)

    async def commit(self) -> None:
        """Make it last."""
        await self._connection.commit()

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A savepoint: undone alone when it raises."""
        async with self._connection.begin_nested():
            yield


class SqlStore:
    """Units of work. SQLite has one writer at a time: a lock in this process queues them fairly."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[SqlUnit]:
        """A unit that may write."""
        async with self._writer:
            with translated():
                async with self._engine.connect() as connection:
                    yield SqlUnit(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlUnit]:
        """A unit that only reads; it never waits for a writer."""
        if self._engine.url.database in (None, "", ":memory:"):
            async with self.unit() as unit:
                yield unit
            return
        with translated():
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(writes=False)
                yield SqlUnit(connection)

    async def recover(self, now: datetime) -> None:
        """Free what a process that died had in hand; for the size where no other process is at
        work.

        Deliveries keep a mark: the outcome of a send that was under way is not known.
        """
        async with self.unit() as unit:
            await unit.turns.release()
            await unit.timers.release()
            await unit.deliveries.interrupt(now)
            await unit.commit()

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()
