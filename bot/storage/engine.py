"""The database engine and its settings; vendor errors become StorageError here.

Comes in: a store URL (`sqlite:///path`, `sqlite://` for memory, later `postgresql://…`). Goes out:
an async engine. Does not: create tables (migrations do) or query.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.domain.errors import Conflict, StorageError, StorageFull

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


def make_engine(url: str) -> AsyncEngine:
    """An engine for a store URL. SQLite: WAL, every commit on disk, freed pages overwritten (secure
    delete).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise StorageError(f"store.url: no driver for {parsed.get_backend_name()!r} yet")
    parsed = parsed.set(drivername="sqlite+aiosqlite")
    in_memory = parsed.database in (None, "", ":memory:")
    if in_memory:
        engine = create_async_engine(parsed, poolclass=StaticPool)
    else:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(parsed, pool_size=4)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401
    # The driver's own transaction handling is switched off; `_begin` begins.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:  # noqa: ANN401
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
    code = getattr(err, "sqlite_errorcode", None)
    if code in _NO_ROOM:
        return StorageFull(str(err))
    primary = code & 0xFF if isinstance(code, int) else None
    return Conflict(str(err)) if primary in _SQLITE_BUSY else StorageError(str(err))
