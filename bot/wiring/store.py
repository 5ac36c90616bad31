"""The store of a program: opened with all its tables, and where its histories are anchored.

Comes in: a URL or the configuration. Goes out: a store, or a path. Does not: decide anything.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.options.config import Config
from bot.ports import Clock, Signals
from bot.signals import LocalSignals
from bot.storage.databases import database_of
from bot.storage.engine import checked, is_in_memory, make_engine
from bot.storage.hand import MOST_IN_HAND
from bot.storage.leading import Leader
from bot.storage.schema import create_all, migrate
from bot.storage.unit import SqlStore


async def open_store(url: str, *, alone: bool = False) -> SqlStore:
    """A store with all its tables; `alone` where nothing else runs on this event loop."""
    engine = await asyncio.to_thread(make_engine, url)
    prepare = create_all if is_in_memory(engine.url) else migrate
    await asyncio.to_thread(prepare, engine)
    in_hand = 0 if database_of(engine.url).is_shared else MOST_IN_HAND
    return SqlStore(engine, alone=alone, in_hand=in_hand)


@asynccontextmanager
async def opened(url: str, *, alone: bool = False) -> AsyncIterator[SqlStore]:
    """A store for as long as it is used; closed afterwards, whatever happened."""
    store = await open_store(url, alone=alone)
    try:
        yield store
    finally:
        await store.close()


def is_shared(url: str) -> bool:
    """Whether several processes may be at work in a store."""
    return database_of(checked(url)).is_shared


def signals_of(
    url: str, clock: Clock
) -> tuple[Signals, Callable[[], Coroutine[Any, Any, None]] | None]:
    """What wakes stages, those of other processes, too, while the second of them runs."""
    if not is_shared(url):
        return LocalSignals(), None
    from bot.storage.waking import SharedSignals  # the driver is of the big size only

    address = checked(url).render_as_string(hide_password=False)
    shared = SharedSignals(LocalSignals(), address, clock)
    return shared, shared.run


def leader_of(url: str) -> Leader | None:
    """Who does what only one process may do; None where there is one process anyway. Blocks."""
    return Leader(make_engine(url)) if is_shared(url) else None


def anchors_path(config: Config) -> Path | None:
    """The file of anchors; None where there is none, or the store ends with the process."""
    wanted = config.audit.anchors
    if wanted is None or is_in_memory(checked(config.store.url)):
        return None
    parsed = checked(config.store.url)
    directory = Path("var") if database_of(parsed).is_shared else Path()
    return directory / f"{parsed.database}.anchors" if wanted == "auto" else Path(wanted)
