"""The admission list at the desk: as the office's file has it, and changed with a line in its
history.

Comes in: the file, the store. Goes out: lists, what would become of rows, who has changed what.
Does not: decide what is wrong with a list, or tell the running service (it looks at the file).
"""

import asyncio
import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.case import CaseEvent
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory
from bot.domain.listing import COLUMNS, FIRST_ROW, row_of, running_of
from bot.domain.matters import Matter, Matters
from bot.domain.records import edited, of_list
from bot.domain.viewing import Viewer
from bot.listing import ListFile, Revision, facts_of, load_words, sentence
from bot.ports import Clock, Signals, Store, UnitOfWork

_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A line of the history of the list."""

    event: CaseEvent
    who: str


class Listbook:
    """Over the file of the office; any number of callers at once, one change after the other."""

    def __init__(
        self,
        *,
        file: ListFile,
        store: Store,
        directory: Callable[[], Directory],
        clock: Clock,
        signals: Signals,
    ) -> None:
        self._file = file
        self._store = store
        self._directory = directory
        self._clock = clock
        self._signals = signals
        self._changing = asyncio.Lock()

    @property
    def is_own(self) -> bool:
        """Whether the office keeps a list of its own, which can be changed."""
        return self._file.is_own

    @property
    def today(self) -> date:
        """The day, by local clocks."""
        return self._clock.now().astimezone(SHANGHAI).date()

    async def read(self) -> Matters:
        """The list of the file with all its days; ConfigError where it is wrong."""

        def found() -> Matters:
            load_words()  # for the pages, off the event loop
            return self._file.read()

        return await asyncio.to_thread(found)

    async def lines(self) -> list[ListLine]:
        """Who has changed it lately, the newest first."""
        found = await self._store.look(lambda unit: unit.cases.history(of_list()))
        return [ListLine(event=line, who=self._who(line)) for line in reversed(found[-_LINES:])]

    async def revise(self, text: str, first: date) -> Revision:
        """What a list would make of the one in use; nothing is changed."""
        used = await self._store.look(lambda unit: unit.cases.items_in_use())
        running = running_of(used)

        def revised() -> Revision:
            return self._file.revise(text, first=first, today=self.today, running=running)

        return await asyncio.to_thread(revised)

    async def change(self, viewer: Viewer, text: str, first: date) -> Revision:
        """Put it in the place of the list, unless something is wrong with it."""
        async with self._changing:
            return await self._change(viewer, text, first)

    async def change_row(
        self, viewer: Viewer, cells: Mapping[str, str], first: date, was: str
    ) -> Revision:
        """New rules for one item from a day on. `was` is the mark of the rows that they were made
        from: nothing is changed where somebody else has changed them meanwhile.
        """
        async with self._changing:
            old = await self.read()
            item = cells.get("item", "")
            others = [row_of(row) for row in old.rows if row.item != item]
            new = {**cells, "valid_from": first.isoformat()}
            revision = await self.revise(_as_text([*others, new]), first)
            if mark([row for row in old.rows if row.item == item]) != was:
                moved = (sentence("moved", item=item),)
                return replace(revision, problems=moved)
            row = sentence("row", row=FIRST_ROW + len(others), told="")
            problems = tuple(problem.removeprefix(row) for problem in revision.problems)
            await self._write(viewer, revision)
            return replace(revision, problems=problems)

    async def _change(self, viewer: Viewer, text: str, first: date) -> Revision:
        revision = await self.revise(text, first)
        await self._write(viewer, revision)
        return revision

    async def _write(self, viewer: Viewer, revision: Revision) -> None:
        """The line of the history and the file: both or none."""
        if not revision.is_change:
            return
        if not self.is_own:
            raise ConfigError([sentence("no_file")])
        by = viewer.actor
        facts = {**facts_of(revision), "account": viewer.name}
        line = edited(of_list(), self._clock.now(), by, facts)

        async def work(unit: UnitOfWork) -> None:
            await unit.cases.record([line])
            self._file.write(revision)

        await self._store.work(work)
        self._signals.notify("listing")

    def _who(self, line: CaseEvent) -> str:
        account = str(line.detail.get("account", ""))
        known = self._directory().person(line.actor)
        return known.name or account or line.actor


def mark(rows: Sequence[Matter]) -> str:
    """By what it is known whether the rows of an item are still the same."""
    return hashlib.sha256(repr([row_of(row) for row in rows]).encode()).hexdigest()[:16]


def _as_text(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
