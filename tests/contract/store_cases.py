"""The stores that have to keep the contract, and how a test opens them.

A store in a file is made from a template, and one on a server is emptied, since making all tables
takes longer than a test.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, inspect

from bot.storage.engine import make_engine
from bot.storage.schema import create_all, migrate
from bot.storage.unit import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCase:
    """A kind of store to be tested; `place` names the fixture of where it is opened."""

    name: str
    place: str
    open: Callable[[Any], AbstractAsyncContextManager[SqlStore]]


@contextlib.asynccontextmanager
async def _memory(directory: Path) -> AsyncIterator[SqlStore]:
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    store = SqlStore(engine)
    try:
        yield store
    finally:
        await store.close()


@contextlib.asynccontextmanager
async def _file(directory: Path) -> AsyncIterator[SqlStore]:
    path = directory / "store.db"
    await asyncio.to_thread(shutil.copyfile, directory.parent / TEMPLATE, path)
    engine = await asyncio.to_thread(make_engine, f"sqlite:///{path}")
    event.listen(engine, "connect", _in_haste)
    store = SqlStore(engine)
    try:
        yield store
    finally:
        await store.close()


def _in_haste(connection, _record) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug during a test


@contextlib.asynccontextmanager
async def _server(engine: Engine) -> AsyncIterator[SqlStore]:
    store = SqlStore(engine, in_hand=0)
    try:
        yield store
    finally:
        await store.close()


TEMPLATE = "template.db"
CASES = (
    StoreCase(name="memory", place="directory", open=_memory),
    StoreCase(name="file", place="directory", open=_file),
    StoreCase(name="postgres", place="emptied", open=_server),
)


def make_template(path: Path) -> None:
    """An empty store in a file, with all tables."""
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()


def tables_of(engine: Engine) -> list[str]:
    """The tables of a database that was migrated."""
    return [name for name in inspect(engine).get_table_names() if name != "alembic_version"]


def empty(engine: Engine, tables: list[str]) -> None:
    """Delete every row there is."""
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join(f"DELETE FROM {table}" for table in tables))
