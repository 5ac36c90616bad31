"""Ledgers of the lists beside cases, for the desk and the command line.

Comes in: the store, people, words, an order. Goes out: workbooks. Does not: show more than whoever
orders may see (`lists` looks to that).
"""

import asyncio
from collections.abc import Callable

from bot.domain.grid import Directory
from bot.domain.ledger import ListOrder
from bot.domain.viewing import Viewer
from bot.ledgers.gathering import Gathering
from bot.ledgers.lists import COLUMNS, GATHER, Row
from bot.ledgers.workbook import list_workbook
from bot.ports import Clock, Store, UnitOfWork, Words


class Ledgerbook:
    """Over the store; any number of callers at once."""

    def __init__(
        self, *, store: Store, directory: Callable[[], Directory], words: Words, clock: Clock
    ) -> None:
        self._store = store
        self._directory = directory
        self._words = words
        self._clock = clock

    @property
    def titles(self) -> dict[str, str]:
        """Every list with its name."""
        return {name: self._words.term("ledger", name) for name in COLUMNS}

    def columns(self, name: str) -> dict[str, str]:
        """The columns of a list, with their titles; KeyError where there is no such list."""
        return {column: self._words.term("ledger_column", column) for column in COLUMNS[name]}

    def grids(self, viewer: Viewer) -> dict[str, str]:
        """Where somebody may see lists."""
        found = self._directory().grids
        return {grid.id: grid.name for grid in found if viewer.covers(grid.id)}

    async def make(self, viewer: Viewer, order: ListOrder) -> tuple[bytes, int]:
        """The workbook, and how many rows stand in it. KeyError where there is no such list."""
        rows = await self._store.work(lambda unit: self._gather(unit, viewer, order))
        titles = self.columns(order.name)
        columns = [name for name in order.columns if name in titles] or list(titles)
        title = self.titles[order.name]
        return await asyncio.to_thread(list_workbook, title, rows, columns, titles), len(rows)

    async def _gather(self, unit: UnitOfWork, viewer: Viewer, order: ListOrder) -> list[Row]:
        gathering = Gathering(
            unit=unit,
            viewer=viewer,
            directory=self._directory(),
            words=self._words,
            period=order.period,
            grid=order.grid,
            now=self._clock.now(),
        )
        return await GATHER[order.name](gathering)
