"""One process among several does what only one may do.

Comes in: the engine of a shared store. Goes out: whether this process is the one, now. Does not:
know what is done. The database keeps the lead as a lock of a connection: it is free as soon as
that connection is gone, and a process that stands still for ten seconds has lost it.
"""

import asyncio
from zlib import crc32

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.databases import database_of

_NUMBER = crc32(b"leading")
_PATIENCE = "10s"


class Leader:
    """Asked before every round of work; takes the lead where nobody has it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._led = False
        self._asking = asyncio.Lock()

    async def leads(self) -> bool:
        """Whether it is this process; False also where the store does not answer."""
        async with self._asking:
            return await asyncio.to_thread(self._ask)

    def _ask(self) -> bool:
        try:
            if self._connection is None:
                self._connection = database_of(self._engine.url).seat(self._engine)
                self._connection.exec_driver_sql(f"SET idle_session_timeout = '{_PATIENCE}'")
            words = "SELECT true" if self._led else f"SELECT pg_try_advisory_lock({_NUMBER})"
            self._led = bool(self._connection.exec_driver_sql(words).scalar())
        except SQLAlchemyError:
            self._leave()
        return self._led

    async def close(self) -> None:
        """Let somebody else lead."""
        async with self._asking:
            await asyncio.to_thread(self._leave)

    def _leave(self) -> None:
        self._led = False
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # the lock goes with the connection
            connection.close()
        self._engine.dispose()
