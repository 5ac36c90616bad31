"""The store of a program: opened with all its tables, and where its histories are anchored.

Comes in: a URL or the configuration. Goes out: a store, or a path. Does not: decide anything.
"""

import asyncio
from pathlib import Path

from bot.options.config import Config
from bot.storage.engine import checked, is_in_memory, make_engine
from bot.storage.schema import create_all, migrate
from bot.storage.unit import SqlStore


async def open_store(url: str, *, alone: bool = False) -> SqlStore:
    """A store with all its tables; `alone` where nothing else runs on this event loop."""
    engine = await asyncio.to_thread(make_engine, url)
    prepare = create_all if is_in_memory(engine.url) else migrate
    await asyncio.to_thread(prepare, engine)
    return SqlStore(engine, alone=alone)


def anchors_path(config: Config) -> Path | None:
    """The file of anchors; None where there is none, or the store ends with the process."""
    wanted = config.audit.anchors
    if wanted is None or is_in_memory(checked(config.store.url)):
        return None
    return Path(f"{checked(config.store.url).database}.anchors" if wanted == "auto" else wanted)
