"""Errors of databases and of SQLAlchemy as ours, sorted by what the caller does next.

Comes in: whatever was raised. Goes out: StorageError, or one of its kinds. Does not: try again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.domain.errors import Conflict, StorageError, StorageFull

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_SERVER_FULL = "53100"
_AGAIN = ("23", "40", "55P03")
"""Beginnings of PostgreSQL's codes: a row that somebody else wrote first; a transaction or a lock
that somebody else had.
"""


@contextmanager
def translated() -> Iterator[None]:
    """Turn the database's errors into ours; what is no error of a database passes."""
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
    except Exception as err:
        if not _is_of_server(err):
            raise
        raise _sorted_server(err) from err


def _sorted(err: DBAPIError) -> StorageError:
    for cause in (err.orig, getattr(err.orig, "__cause__", None)):
        if isinstance(cause, sqlite3.Error):
            return _sorted_sqlite(cause)
        if _is_of_server(cause):
            return _sorted_server(cause)
    return StorageError(str(err))


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


def _is_of_server(err: BaseException | None) -> bool:
    """Every error of psycopg has this, None where the server was not reached: known without
    importing the driver, which the embedded size does without.
    """
    return isinstance(err, Exception) and hasattr(err, "sqlstate")


def _sorted_server(err: BaseException | None) -> StorageError:
    code = getattr(err, "sqlstate", None) or ""
    if code.startswith(_AGAIN):
        return Conflict(str(err))
    return StorageFull(str(err)) if code == _SERVER_FULL else StorageError(str(err).strip())
