"""A whole copy of a store in a file, taken while it is in use, and what is in such a copy.

Comes in: a store URL, a path. Goes out: a file that stands for itself (no journal beside it), and
how many rows each table has. Does not: copy a store on a server: its own tools do that.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.domain.errors import StorageError
from bot.storage.databases import database_of
from bot.storage.engine import checked, is_in_memory

_PAGES: Final = 500
"""So many pages are copied before a writer is let in between."""


def file_of(url: str) -> Path:
    """The file of a store; StorageError where it is in none."""
    parsed = checked(url)
    if is_in_memory(parsed) or database_of(parsed).is_shared:
        raise StorageError("store.url: only a store in a file is copied; use pg_dump for a server")
    return Path(str(parsed.database))


def copy(store: Path, target: Path) -> None:
    """Copy by SQLite's own online backup: what was committed when it ends, and nothing else."""
    if not store.is_file():
        raise StorageError(f"store.url: there is no store at {store}")
    with _faults(store), _opened(store) as source, _opened(target, new=True) as copied:
        source.backup(copied, pages=_PAGES)
        copied.execute("PRAGMA journal_mode = DELETE")


def rows(file: Path) -> dict[str, int]:
    """How many rows each table has; StorageError where the file is no sound store."""
    with _faults(file), _opened(file) as opened:
        if (told := opened.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise StorageError(f"{file}: {told}")
        found = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY name"
        )
        names = [row[0] for row in found]
        return {
            name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
        }


def _opened(file: Path, *, new: bool = False) -> contextlib.closing[sqlite3.Connection]:
    mode = "rwc" if new else "rw"
    address = f"{file.absolute().as_uri()}?mode={mode}"
    return contextlib.closing(sqlite3.connect(address, uri=True, timeout=30))


@contextlib.contextmanager
def _faults(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as err:
        raise StorageError(f"{file}: {err}") from err
