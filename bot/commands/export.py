"""`qunli export`: the ledger of a period as a workbook.

Comes in: a configuration, days, columns. Goes out: a file for Excel. Does not: change the store.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.areas import directory_of
from bot.commands.figures import Report, Wanted, collect, report, scorecard
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.errors import ConfigError
from bot.domain.facts import Facts
from bot.domain.grid import Directory
from bot.domain.groups import By
from bot.domain.ledger import COLUMNS, LedgerRow
from bot.domain.matters import Matters
from bot.domain.place import open_place
from bot.ledgers.workbook import write_workbook
from bot.listing import read_matters
from bot.options.config import Config
from bot.ports import UnitOfWork, Words
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from intents.contacts import mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What is wanted: days, a grid (none: all), columns."""

    wanted: Wanted
    grid: str | None
    columns: tuple[str, ...]
    file: Path


def export(config: Config, ledger: Ledger) -> int:
    """Write it; how many cases stand in it."""
    _check(config, ledger)
    matters, words = read_matters(config.matters), Catalogue.load()
    rows, facts = asyncio.run(_read(config, matters, words, ledger))
    found: Report = report(facts, ledger.wanted, config, matters)
    write_workbook(ledger.file, rows, ledger.columns, scorecard(found))
    return len(rows)


async def _read(
    config: Config, matters: Matters, words: Words, ledger: Ledger
) -> tuple[Sequence[LedgerRow], Facts]:
    async with opened(config.store.url) as store:
        rows = await store.look(lambda unit: _rows(unit, config, matters, words, ledger))
    return rows, await collect(config, matters, ledger.wanted)


def columns_of(text: str | None) -> tuple[str, ...]:
    """Columns by their names, in the order wanted; ConfigError names those that are none."""
    if not text:
        return COLUMNS
    wanted = tuple(name.strip() for name in text.split(","))
    odd = [name for name in wanted if name not in COLUMNS]
    if odd:
        listed = ", ".join(COLUMNS)
        raise ConfigError([f"export: no column {name!r}. Known: {listed}" for name in odd])
    return wanted


def _check(config: Config, ledger: Ledger) -> None:
    grids = [grid.id for grid in config.community.grids]
    if ledger.grid is not None and ledger.grid not in grids:
        raise ConfigError([f"export: no grid {ledger.grid!r}. Known: {', '.join(grids)}"])
    if ledger.wanted.by is not By.DEPARTMENT:
        raise ConfigError(["export: the scorecard is by department"])


async def _rows(
    unit: UnitOfWork, config: Config, matters: Matters, words: Words, ledger: Ledger
) -> Sequence[LedgerRow]:
    directory = directory_of(config)
    period = ledger.wanted.period
    found = await unit.board.opened(period.begin, period.end, ledger.grid)
    rows = []
    for case in found:
        history = await unit.cases.history(case.key) if case.done_at else []
        rows.append(_row(case, history, directory, words, matters))
    return rows


def _row(
    case: Case,
    history: Sequence[CaseEvent],
    directory: Directory,
    words: Words,
    matters: Matters,
) -> LedgerRow:
    """Of a restricted case the number, the matter and the dates only."""
    closed = case.is_restricted
    grid = directory.grid(case.grid)
    done = [e.detail.get("words") for e in history if e.kind is EventKind.RESOLVED]
    place = open_place(case.place)
    owner = directory.person(case.owner) if case.owner else None
    return LedgerRow(
        number=case.number,
        grid=grid.name if grid else "",
        place="" if closed else place,
        category=matters[case.item].category_name,
        item=matters[case.item].name,
        problem="" if closed else mask(" ".join(case.words.split())),
        urgency=words.term("urgency", case.urgency.value),
        status=words.term("status", case.status.value),
        level=words.term("level", case.level.value),
        department=case.department,
        owner=owner.name if owner and owner.is_staff else "",
        opened_at=case.opened_at,
        accept_until=case.accept_until,
        accepted_at=case.accepted_at,
        resolve_until=case.resolve_until,
        done_at=case.done_at,
        closed_at=case.closed_at,
        measure="" if closed else mask(next((str(said) for said in done[::-1] if said), "")),
        rating=case.rating,
        reopened=case.reopened,
    )
