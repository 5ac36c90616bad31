"""`qunli export`: the ledger of a period, or a list beside cases, as a workbook.

Comes in: a configuration, days, columns. Goes out: a file for Excel. Does not: change the store.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.areas.directory import directory_of
from bot.clock import SystemClock
from bot.commands.figures import Report, Wanted, collect, report, scorecard
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.errors import ConfigError
from bot.domain.facts import Facts
from bot.domain.grid import Directory
from bot.domain.groups import By
from bot.domain.ledger import COLUMNS, LedgerRow, ListOrder
from bot.domain.matters import Matters
from bot.domain.people import Person, Role
from bot.domain.place import open_place
from bot.domain.viewing import Viewer
from bot.ledgers.ledgerbook import Ledgerbook
from bot.ledgers.lists import COLUMNS as LIST_COLUMNS
from bot.ledgers.workbook import write_workbook
from bot.listing import read_matters
from bot.options.config import Config
from bot.ports import UnitOfWork, Words
from bot.replies.catalogue import Catalogue
from bot.wiring.store import opened
from intents.contacts import mask

_CARE: Final = "care"
_HERE: Final = Viewer(name="qunli", person=Person(id="qunli", name="qunli", roles=(Role.STREET,)))
"""Whoever runs the program on its own machine sees what the street sees."""


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


def export_list(config: Config, order: ListOrder, file: Path) -> int:
    """Write a list; how many rows stand in it. Families that are looked after are none of them:
    every look at them leaves a trace of who it was, which the desk knows.
    """
    _check_grid(config, order.grid)
    known = [name for name in LIST_COLUMNS if name != _CARE]
    if order.name not in known:
        raise ConfigError([f"export: no list {order.name!r}. Known: {', '.join(known)}"])
    columns_of(",".join(order.columns), LIST_COLUMNS[order.name])
    body, count = asyncio.run(_list(config, Catalogue.load(), directory_of(config), order))
    file.write_bytes(body)
    return count


async def _list(
    config: Config, words: Words, directory: Directory, order: ListOrder
) -> tuple[bytes, int]:
    async with opened(config.store.url) as store:
        book = Ledgerbook(
            store=store, directory=lambda: directory, words=words, clock=SystemClock()
        )
        return await book.make(_HERE, order)


async def _read(
    config: Config, matters: Matters, words: Words, ledger: Ledger
) -> tuple[Sequence[LedgerRow], Facts]:
    async with opened(config.store.url) as store:
        rows = await store.look(lambda unit: _rows(unit, config, matters, words, ledger))
    return rows, await collect(config, matters, ledger.wanted)


def columns_of(text: str | None, known: tuple[str, ...] = COLUMNS) -> tuple[str, ...]:
    """Columns by their names, in the order wanted; ConfigError names those that are none."""
    if not text:
        return known
    wanted = tuple(name.strip() for name in text.split(","))
    odd = [name for name in wanted if name not in known]
    if odd:
        listed = ", ".join(known)
        raise ConfigError([f"export: no column {name!r}. Known: {listed}" for name in odd])
    return wanted


def _check(config: Config, ledger: Ledger) -> None:
    _check_grid(config, ledger.grid)
    if ledger.wanted.by is not By.DEPARTMENT:
        raise ConfigError(["export: the scorecard is by department"])


def _check_grid(config: Config, grid: str | None) -> None:
    grids = [one.id for one in config.community.grids]
    if grid is not None and grid not in grids:
        raise ConfigError([f"export: no grid {grid!r}. Known: {', '.join(grids)}"])


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
