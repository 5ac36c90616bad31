"""How statements reach the database, in the thread at hand.

Comes in: statements. Goes out: `Rows`. Does not: begin, decide, or know tables. The database driver
blocks, therefore nothing of it runs on the event loop: whole units of work hop to a thread.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Connection, Dialect, Executable, Row
from sqlalchemy.engine.interfaces import DBAPICursor

T = TypeVar("T")
Parameters = dict[str, Any] | Sequence[Mapping[str, Any]] | None


class Rows:
    """A result that has been read to its end: rows, and how many rows a statement changed."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Row[Any]], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Row[Any]]:
        return iter(self._rows)

    def all(self) -> Sequence[Row[Any]]:
        """Every row."""
        return self._rows

    def first(self) -> Row[Any] | None:
        """The first row, if there is one."""
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:  # noqa: ANN401 - whatever the column holds
        """The first column of the first row, None where there is none."""
        return self._rows[0][0] if self._rows else None

    def instant(self) -> datetime | None:
        """The same, where the column holds instants."""
        return cast("datetime | None", self.scalar())


class Ready(Protocol):
    """A statement that needs nothing of SQLAlchemy any more (`bot.storage.prepared`)."""

    def run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Parameters) -> Rows:
        """Run it here and now."""


Statement = Executable | Ready


class Session:
    """One connection for code that runs in the store's thread: nothing here ever suspends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self.is_shared = connection.dialect.name == "postgresql"
        """Whether other processes work on the same rows."""
        self._depth = 0  # names of savepoints come again: the driver keeps statements by words

    async def execute(self, statement: Statement, parameters: Parameters = None) -> Rows:
        """Run a statement and read its result to the end."""
        if not isinstance(statement, Executable):
            return statement.run(self._cursor, self._connection.dialect, parameters)
        result = self._connection.execute(statement, parameters)
        return Rows(result.all() if result.returns_rows else (), result.rowcount)

    async def scalar(self, statement: Statement) -> Any:  # noqa: ANN401
        """The first column of the first row."""
        return (await self.execute(statement)).scalar()

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A savepoint, undone alone when it raises."""
        name = f"part_{self._depth}"
        self._cursor.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._cursor.execute(f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1
            self._cursor.execute(f"RELEASE {name}")


async def hop(thread: Executor | None, call: Callable[..., T], *arguments: object) -> T:
    """Call what blocks in a thread of the store; here where it has none."""
    if thread is None:
        return call(*arguments)
    return await asyncio.get_running_loop().run_in_executor(thread, call, *arguments)
