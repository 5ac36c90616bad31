"""The stores that have to keep the contract, and how a test opens them.

`fresh` gives an empty store; a store in a file is made from a template, since making all tables
takes longer than a test.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event

from bot.storage.engine import make_engine
from bot.storage.schema import create_all, migrate
from bot.storage.unit import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCase:
    """A kind of store to be tested."""

    name: str
    open: Callable[[Path], AbstractAsyncContextManager[SqlStore]]


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


TEMPLATE = "template.db"
CASES = (StoreCase(name="memory", open=_memory), StoreCase(name="file", open=_file))


def make_template(path: Path) -> None:
    """An empty store in a file, with all tables."""
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
