"""What `qunli items` does: the admission list out to a file and in again, with its days.

Comes in: paths, the configuration, a day. Goes out: files written whole or not at all, lines for
whoever typed the command; ConfigError with every problem at once, nothing done. Does not: reach a
service that runs; it reads the list at its start.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.config.reading import known_departments
from bot.domain.errors import ConfigError
from bot.domain.matters import Matters
from bot.listing import as_csv, merged, parse, read_file, read_matters, sentence, shipped, write
from bot.options.config import Config
from bot.wiring.store import open_store

_FILE: Final = "sqlite:///"


def export_list(config: Config, path: Path) -> str:
    """Write the list that is in use, with all its days."""
    matters = read_matters(config.matters, departments=known_departments(config))
    write(path, matters.rows)
    return sentence("exported", count=len(matters.rows), path=path)


def check_list(config: Config, path: Path) -> list[str]:
    """Everything that is wrong with a file, ConfigError; else that it is fine."""
    matters = _checked(config, path)
    told = [sentence("fine", path=path, count=len(matters.rows))]
    missing = [item for item in shipped() if item not in matters]
    if missing:
        told.append(sentence("unknown_to_list", items=" ".join(missing)))
    return told


def import_list(config: Config, path: Path, *, today: date, begin: date | None) -> list[str]:
    """Put a file in the place of the list from a day on; what cases were opened under stays."""
    if config.matters is None:
        raise ConfigError([sentence("no_file")])
    first = begin or today + timedelta(days=1)
    if first < today:
        raise ConfigError([sentence("past", day=first, today=today)])
    new = _checked(config, path)
    target = Path(config.matters)
    old = _present(config, target)
    result = merged(old, new, first)
    _, problems = parse(as_csv(result.rows))
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    if result.rows == old.rows:
        return [sentence("unchanged")]
    write(target, result.rows)
    added, changed, ended = _difference(old.on(first), result.on(first))
    told = sentence("imported", path=target, added=added, changed=changed, ended=ended, day=first)
    missing = [item for item in shipped() if result.on(first).standing_in(item) is None]
    return [told, *([sentence("unknown_to_list", items=" ".join(missing))] if missing else [])]


def _present(config: Config, target: Path) -> Matters:
    if not target.exists():
        return shipped()
    return read_matters(config.matters, departments=known_departments(config))


def _checked(config: Config, path: Path) -> Matters:
    running = _running(config.store.url)
    known = {name for row in shipped().rows for name in row.departments}
    matters, problems = parse(
        read_file(str(path)), departments=known | set(known_departments(config)), running=running
    )
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    return matters


def _running(url: str) -> dict[str, Sequence[int]]:
    """The items of open cases with their numbers; nothing where there is no store yet."""
    if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).exists():
        return {}
    used = asyncio.run(_used(url))
    return {item: numbers for item, numbers in used.items() if numbers}


async def _used(url: str) -> dict[str, list[int]]:
    store = await open_store(url)
    try:
        return await store.look(lambda unit: unit.cases.items_in_use())
    finally:
        await store.close()


def _difference(old: Matters, new: Matters) -> tuple[int, int, int]:
    """How many items are new, other than before, and no longer in force."""
    before = {item for item in old if old.standing_in(item) == item}
    after = {item for item in new if new.standing_in(item) == item}
    changed = [item for item in before & after if old[item] != new[item]]
    return len(after - before), len(changed), len(before - after)
