"""The engine of a store.

Comes in: a store URL (`sqlite:///path`, `sqlite://` for memory, `postgresql://host/name`). Goes
out: an engine. Does not: create tables (the schema does) or query.
"""

from datetime import timedelta

from sqlalchemy import URL, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import StorageError
from bot.storage.databases import database_of
from bot.storage.databases import is_in_memory as is_in_memory
from bot.storage.faults import translated as translated


def make_engine(url: str, *, patience: timedelta = timedelta(seconds=5)) -> Engine:
    """An engine for a store URL. `patience` is how long another process may hold what is wanted
    before that is a Conflict. It blocks: use it in a thread.
    """
    parsed = checked(url)
    return database_of(parsed).engine(parsed, patience)


def checked(url: str) -> URL:
    """The parts of a store URL; StorageError where there is no such store."""
    try:
        parsed = make_url(url)
    except ArgumentError as err:
        raise StorageError(f"store.url: not an address of a store (got {url!r})") from err
    database_of(parsed)
    return parsed
