"""What `qunli items` does: the admission list out to a file and in again, with its days.

Comes in: paths, the configuration, a day. Goes out: files written whole or not at all, a line in
the history of the list, lines for whoever typed the command; ConfigError with all problems at once,
nothing done. Does not: tell a service that runs: it looks at the file every few seconds.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.config.reading import known_departments
from bot.domain.case import CaseEvent
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.listing import running_of
from bot.domain.records import edited, of_list
from bot.listing import (
    ListFile,
    facts_of,
    parse,
    read_file,
    read_matters,
    sentence,
    shipped,
    write,
)
from bot.options.config import Config
from bot.wiring.store import opened

_FILE: Final = "sqlite:///"
_ACTOR: Final = "command"


def export_list(config: Config, path: Path) -> str:
    """Write the list that is in use, with all its days."""
    matters = read_matters(config.matters, departments=known_departments(config))
    write(path, matters.rows)
    return sentence("exported", count=len(matters.rows), path=path)


def check_list(config: Config, path: Path) -> list[str]:
    """Everything that is wrong with a file, ConfigError; else that it is fine."""
    known = {name for row in shipped().rows for name in row.departments}
    matters, problems = parse(
        read_file(str(path)),
        departments=known | set(known_departments(config)),
        running=_running(config.store.url),
    )
    if problems:
        raise ConfigError([f"{path}: {problem}" for problem in problems])
    told = [sentence("fine", path=path, count=len(matters.rows))]
    missing = [item for item in shipped() if item not in matters]
    if missing:
        told.append(sentence("unknown_to_list", items=" ".join(missing)))
    return told


def import_list(config: Config, path: Path, *, now: datetime, begin: date | None) -> list[str]:
    """Put a file in the place of the list from a day on; what cases were opened under stays."""
    file = ListFile(config.matters, known_departments(config))
    if not file.is_own:
        raise ConfigError([sentence("no_file")])
    today = now.astimezone(SHANGHAI).date()
    first = begin or today + timedelta(days=1)
    if first < today:
        raise ConfigError([sentence("past", day=first, today=today)])
    url = config.store.url
    revision = file.revise(read_file(str(path)), first=first, today=today, running=_running(url))
    if revision.problems:
        raise ConfigError([f"{path}: {problem}" for problem in revision.problems])
    if not revision.is_change:
        return [sentence("unchanged")]
    file.write(revision)
    if _is_there(url):
        asyncio.run(_note(url, edited(of_list(), now, _ACTOR, facts_of(revision))))
    result = revision.result
    told = sentence(
        "imported",
        path=config.matters,
        added=revision.count("new"),
        changed=revision.count("changed"),
        ended=revision.count("ended"),
        day=first,
    )
    missing = [item for item in shipped() if result.on(first).standing_in(item) is None]
    return [told, *([sentence("unknown_to_list", items=" ".join(missing))] if missing else [])]


async def _note(url: str, line: CaseEvent) -> None:
    async with opened(url) as store:
        await store.work(lambda unit: unit.cases.record([line]))


def _is_there(url: str) -> bool:
    """Whether a store has been made already."""
    return not url.startswith(_FILE) or Path(url.removeprefix(_FILE)).exists()


def _running(url: str) -> dict[str, Sequence[int]]:
    """The items of open cases with their numbers; nothing where there is no store yet."""
    if not _is_there(url):
        return {}
    return running_of(asyncio.run(_used(url)))


async def _used(url: str) -> dict[str, list[int]]:
    async with opened(url) as store:
        return await store.look(lambda unit: unit.cases.items_in_use())
