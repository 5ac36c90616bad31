"""What points buy, at the desk: goods with what is left of them, and what the office changes.

Comes in: the goods of the configuration, the store. Goes out: rows for the page; changes as lines
of the history of goods. Does not: take codes, or book points.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.domain.case import CaseEvent
from bot.domain.deadlines import SHANGHAI
from bot.domain.goods import as_detail, as_good, faults, stocked
from bot.domain.grid import Directory
from bot.domain.points import Good, PointRules
from bot.domain.records import edited, of_goods
from bot.domain.viewing import Viewer
from bot.ports import Clock, Signals, Store, UnitOfWork

_LINES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocked:
    """A good; of what is `left` those promised by open codes are taken off. `people` are the names
    of those of the partner who take codes.
    """

    good: Good
    left: int
    offered: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """Who has made a good what it is when."""

    who: str
    at: datetime
    good: Good


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What is to be had first, and what was changed, the newest first."""

    rows: tuple[Stocked, ...]
    changes: tuple[Altered, ...]


class Goodbook:
    """Over the store; any number of callers at once. `rules` are those of the configuration."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Callable[[], Directory],
        clock: Clock,
        signals: Signals,
        rules: PointRules,
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._signals = signals
        self._rules = rules

    @property
    def today(self) -> date:
        """The day, by local clocks."""
        return self._clock.now().astimezone(SHANGHAI).date()

    def people(self) -> dict[str, str]:
        """Everybody whom the office has entered, by id."""
        return {person.id: person.name for person in self._directory().people}

    async def goods(self) -> Goods:
        """As it stands."""
        return await self._store.look(self._look)

    async def _look(self, unit: UnitOfWork) -> Goods:
        lines = await unit.cases.history(of_goods())
        rows = [await self._row(unit, good) for good in self._current(lines)]
        return Goods(
            rows=tuple(sorted(rows, key=lambda row: not row.offered)),
            changes=tuple(self._altered(line) for line in reversed(lines[-_LINES:])),
        )

    def _current(self, lines: Sequence[CaseEvent]) -> tuple[Good, ...]:
        return stocked(self._rules, (as_good(line.detail) for line in lines)).goods

    async def _row(self, unit: UnitOfWork, good: Good) -> Stocked:
        given = await unit.points.given(good.id, self._clock.now())
        names = self.people()
        return Stocked(
            good=good,
            left=max(good.stock - given, 0),
            offered=good.is_offered(self.today),
            people=tuple(names.get(one, one) for one in good.people),
        )

    def _altered(self, line: CaseEvent) -> Altered:
        who = self.people().get(line.actor) or str(line.detail.get("account", "")) or line.actor
        return Altered(who=who, at=line.at, good=as_good(line.detail))

    async def change(self, viewer: Viewer, good: Good) -> list[str]:
        """Write it down, to be in force at once; what is not possible (see `faults`), then nothing
        is written. A good whose id is not on the list is a new one.
        """

        async def work(unit: UnitOfWork) -> list[str]:
            others = self._current(await unit.cases.history(of_goods()))
            wrong = faults(good, others, self.people())
            if not wrong:
                detail = as_detail(good) | {"account": viewer.name}
                line = edited(of_goods(), self._clock.now(), viewer.actor, detail)
                await unit.cases.record([line])
            return wrong

        wrong = await self._store.work(work)
        self._signals.notify("people")
        return wrong
