"""`qunli exchange`: cases out to another platform's file, tickets of another platform in.

Comes in: a configuration, a mapping, files. Goes out: files, lines to print, tickets in the store.
Does not: open cases; the service does, as with everything that is said.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.areas import directory_of, place_names, settings_of
from bot.clock import SystemClock
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.facts import Period
from bot.domain.people import is_complaint
from bot.exchange.fates import Fate, Judge, Known
from bot.exchange.mapping import PlatformMapping
from bot.exchange.reading import Row, read_rows
from bot.exchange.taking import known, settle, take_in
from bot.exchange.writing import Writer, as_csv, as_json
from bot.ids import TimedIds
from bot.listing import read_matters
from bot.options.config import Config
from bot.ports import Store, UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from classifiers.api import Classifier, Gate


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
    rows, now, words = read_rows(data, mapping), SystemClock().now(), _words()
    judge = _judge(config, classifier, now)

    async def work() -> tuple[list[Fate], int]:
        async with opened(config.store.url) as store:
            fates = await asyncio.to_thread(
                judge.fates, rows, await _known(store, mapping, rows, config)
            )
            if dry:
                return fates, 0
            ids = TimedIds(SystemClock())
            return fates, await store.work(
                lambda unit: take_in(unit, mapping.platform, fates, ids, now)
            )

    fates, taken = asyncio.run(work())
    told = words["dry"] if dry else words["done"]
    return [*(_line(fate, words) for fate in fates), told.format(rows=len(rows), taken=taken)]


async def _known(
    store: Store, mapping: PlatformMapping, rows: Sequence[Row], config: Config
) -> Known:
    return await store.work(lambda unit: known(unit, mapping.platform, rows, config.community.name))


def _judge(config: Config, classifier: Classifier, now: datetime) -> Judge:
    directory = directory_of(config, (), day=now.astimezone(SHANGHAI).date())

    def items(texts: Sequence[str]) -> list[str | None]:
        """Whoever calls a hotline wants something: the likeliest item, where there is one."""
        return [
            found.item if found.gate is not Gate.NEITHER else None
            for found in classifier.predict(texts)
        ]

    return Judge(
        directory=directory,
        matters=read_matters(config.matters),
        names=lambda grid: place_names(directory, directory.grid(grid)),
        items=items,
        now=now,
        window=settings_of(config).incident_window,
    )


def _line(fate: Fate, words: Mapping[str, Any]) -> str:
    detail = words["details"].get(fate.detail, fate.detail)
    case = f" #{fate.case.number}" if fate.case is not None else ""
    return str(
        words["line"].format(
            line=fate.line,
            number=fate.number or "-",
            fate=words["fates"][fate.kind.value],
            case=case,
            detail=detail,
        )
    )


def _words() -> dict[str, Any]:
    text = resources.files("bot.exchange").joinpath("words.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def read_file(path: Path) -> bytes:
    """The file; ConfigError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as err:
        raise ConfigError([f"exchange: cannot read {path}: {err.strerror}"]) from err
