"""`qunli exchange`: cases out to another platform's file, tickets of another platform in.

Comes in: a configuration, a mapping, files. Goes out: files, lines to print, tickets in the store.
Does not: open cases; the service does, as with everything that is said.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.areas.directory import directory_of, place_names
from bot.areas.settings import settings_of
from bot.clock import SystemClock
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.facts import Period
from bot.domain.people import is_complaint
from bot.exchange.fates import Fate, Judge
from bot.exchange.mapping import PlatformMapping
from bot.exchange.taking import settle
from bot.exchange.ticketbook import Items, Ticketbook, likeliest
from bot.exchange.wording import fate_line, fate_words
from bot.exchange.writing import Writer, as_csv, as_json
from bot.ids import TimedIds
from bot.listing import read_matters
from bot.options.config import Config
from bot.ports import UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from classifiers.api import Classifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What goes out: cases opened in a period, of a grid (None: all)."""

    mapping: PlatformMapping
    period: Period
    grid: str | None
    file: Path


def export(config: Config, wanted: Wanted) -> int:
    """Write the file, JSON by its name, else CSV; how many cases are in it. Restricted cases and
    complaints are not."""
    matters = read_matters(config.matters)
    writer = Writer(directory=directory_of(config), matters=matters, words=Catalogue.load())
    rows = asyncio.run(_rows(config, wanted, writer))
    is_json = wanted.file.suffix.lower() == ".json"
    wanted.file.write_bytes(as_json(rows) if is_json else as_csv(rows, wanted.mapping))
    return len(rows)


async def _rows(config: Config, wanted: Wanted, writer: Writer) -> list[dict[str, str]]:
    async def read(unit: UnitOfWork) -> list[dict[str, str]]:
        await settle(unit)
        period = wanted.period
        found = await unit.board.opened(period.begin, period.end, wanted.grid)
        cases = [case for case in found if not case.is_restricted and not is_complaint(case)]
        numbers = await unit.exchange.of_cases([case.key for case in cases])
        theirs = {
            one.case: one.number for one in numbers if one.platform == wanted.mapping.platform
        }
        return [writer.row(case, wanted.mapping, theirs.get(case.key, "")) for case in cases]

    async with opened(config.store.url) as store:
        return await store.work(read)


def take(
    config: Config, mapping: PlatformMapping, data: bytes, classifier: Classifier, *, dry: bool
) -> list[str]:
    """What becomes of every row, a line each, and (unless `dry`) let it become that."""
    now = SystemClock().now()

    async def items(texts: Sequence[str]) -> list[str | None]:
        return await asyncio.to_thread(likeliest, classifier, texts)

    async def work() -> tuple[list[Fate], int]:
        async with opened(config.store.url) as store:
            book = Ticketbook(
                store=store,
                judge=_judge(config, now),
                items=items,
                community=config.community.name,
                ids=TimedIds(SystemClock()),
            )
            fates = await book.fates(mapping, data)
            return fates, 0 if dry else await book.take(mapping, fates, now)

    fates, taken = asyncio.run(work())
    told = fate_words()["dry" if dry else "done"]
    return [*map(fate_line, fates), told.format(rows=len(fates), taken=taken)]


def _judge(config: Config, now: datetime) -> Callable[[Items], Judge]:
    directory = directory_of(config, (), day=now.astimezone(SHANGHAI).date())

    def judge(items: Items) -> Judge:
        return Judge(
            directory=directory,
            matters=read_matters(config.matters),
            names=lambda grid: place_names(directory, directory.grid(grid)),
            items=items,
            now=now,
            window=settings_of(config).incident_window,
        )

    return judge


def read_file(path: Path) -> bytes:
    """The file; ConfigError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as err:
        raise ConfigError([f"exchange: cannot read {path}: {err.strerror}"]) from err
