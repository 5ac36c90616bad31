"""One process at a time has a store in a file: what it has in hand is nobody else's to free.

Comes in: a store URL. Goes out: a lock that lasts as long as the process, or StoreInUse. Does not:
guard a store in memory, or one on a database server. The lock lies in a file beside the store; the
system gives it back however the process ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import StorageError, StoreInUse
from bot.storage.databases import database_of
from bot.storage.engine import checked, is_in_memory


@contextmanager
def owned(url: str, *, now: datetime, who: str = "") -> Iterator[None]:
    """Have a store alone; StoreInUse, telling who has it, where somebody else does. `who` is a part
    of the program that has a process of its own: then that part is had alone.
    """
    parsed = checked(url)
    if is_in_memory(parsed) or database_of(parsed).is_shared:
        yield
        return
    path = Path(".".join(part for part in (f"{parsed.database}", who, "lock") if part))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as err:
        raise StorageError(f"store.url: cannot write {path}: {err.strerror}") from err
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            file.seek(0)
            raise StoreInUse(f"{parsed.database}: {file.read().strip()}") from err
        except OSError as err:
            raise StorageError(f"store.url: cannot lock {path}: {err.strerror}") from err
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}\n")
        file.flush()
        yield
