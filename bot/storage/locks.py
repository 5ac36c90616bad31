"""What keeps processes over the same store from working on the same thing at the same time.

Comes in: the name of a thing. Goes out: a lock that ends with the transaction, however it ends.
Does not: anything on SQLite, which has one writer at a time anyway. PostgreSQL keeps such locks in
memory and gives them back when a connection is gone: what a process that died had locked is free
at once.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from zlib import crc32

from sqlalchemy import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.storage.session import Parameters, Rows


class Taken(NamedTuple):
    """A thing that is locked for this transaction."""

    name: str


class Alone:
    """One transaction at a time; the others wait, since it is a short one."""

    def __init__(self, name: str) -> None:
        self._number = crc32(name.encode())

    def run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Parameters) -> Rows:
        """Take it here and now."""
        if dialect.name == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (self._number,))
        return Rows((), 0)


class Free:
    """The first of several things that nobody else has; what somebody has is passed by."""

    def __init__(self, name: str) -> None:
        self._space = crc32(name.encode()) - 2**31

    def run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Parameters) -> Rows:
        """Take at most so many here and now: `names` in order, `most`."""
        assert isinstance(parameters, dict)
        names: Sequence[str] = parameters["names"]
        found: list[Any] = [Taken(name) for name in names[: parameters["most"]]]
        if dialect.name == "postgresql":
            cursor.execute(_FREE, (list(names), self._space, parameters["most"]))
            found = [Taken(*row) for row in cursor.fetchall()]
        return Rows(found, len(found))


_FREE = """
SELECT name FROM unnest(%s::text[]) AS wanted(name)
WHERE pg_try_advisory_xact_lock(%s, hashtext(name)) LIMIT %s
"""
