"""The database engine and its settings; vendor errors become StorageError here.

Comes in: a store URL (`sqlite:///path`, `sqlite://` for memory, later `postgresql://…`). Goes out:
an engine. Does not: create tables (the schema does) or query.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.domain.errors import Conflict, StorageError, StorageFull

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BEGINNINGS = {True: "BEGIN IMMEDIATE", False: "BEGIN", None: ""}
"""By the option `writes` of a connection; None is for what must not run in a transaction."""


def make_engine(url: str, *, patience: timedelta = timedelta(seconds=5)) -> Engine:
    """An engine for a store URL; the file's directory is made. SQLite: WAL, every commit on disk,
    freed pages overwritten (secure delete). `patience` is how long another process may hold the
    file before that is a Conflict. It blocks: use it in a thread.
    """
    parsed = checked(url)
    if is_in_memory(parsed):
        engine = create_engine(
            parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        _make_room_for(Path(str(parsed.database)))
        engine = create_engine(parsed, pool_size=4)
    event.listen(engine, "connect", _prepared(patience))
    event.listen(engine, "begin", _begin)
    return engine


def checked(url: str) -> URL:
    """The parts of a store URL; StorageError where there is no such store."""
    try:
        parsed = make_url(url)
    except ArgumentError as err:
        raise StorageError(f"store.url: not an address of a store (got {url!r})") from err
    if parsed.get_backend_name() != "sqlite":
        raise StorageError(f"store.url: no driver for {parsed.get_backend_name()!r} yet")
    return parsed


def is_in_memory(url: URL) -> bool:
    """Whether the store ends with the process."""
    return url.database in (None, "", ":memory:")


def _make_room_for(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise StorageError(f"store.url: cannot make {path.parent}: {err.strerror}") from err


def _prepared(patience: timedelta) -> Callable[[Any, object], None]:
    waits = round(patience.total_seconds() * 1000)

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401
        # The driver's own transaction handling is switched off; `_begin` begins.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={waits}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "secure_delete=ON",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _begin(connection: Any) -> None:  # noqa: ANN401
    beginning = _BEGINNINGS[connection.get_execution_options().get("writes", True)]
    if beginning:  # past SQLAlchemy, which takes ten times as long to begin as the database
        connection.connection.cursor().execute(beginning)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's errors into ours, sorted by what the caller does next."""
    try:
        yield
    except IntegrityError as err:
        raise Conflict(str(err.orig)) from err
    except DBAPIError as err:
        raise _sorted(err) from err
    except SQLAlchemyError as err:
        raise StorageError(str(err)) from err
    except sqlite3.Error as err:
        raise _sorted_sqlite(err) from err


def _sorted(err: DBAPIError) -> StorageError:
    if isinstance(err.orig, sqlite3.Error):
        return _sorted_sqlite(err.orig)
    cause = getattr(err.orig, "__cause__", None)
    return _sorted_sqlite(cause) if isinstance(cause, sqlite3.Error) else StorageError(str(err))


def _sorted_sqlite(err: sqlite3.Error) -> StorageError:
    if isinstance(err, sqlite3.IntegrityError):
        return Conflict(str(err))
    code = getattr(err, "sqlite_errorcode", None)
    if code in _NO_ROOM:
        return StorageFull(str(err))
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _SQLITE_BUSY:
        return Conflict(str(err))
    if primary in _DAMAGED:
        return StorageError(f"the file is damaged or no store at all ({err}); restore a backup")
    return StorageError(str(err))
