"""What the desk's diagrams show of a viewer's area.

Comes in: an office, a store, who looks. Goes out: diagrams, their figures from the same engine as
those of digests and of `qunli figures`. Does not: draw, or tell anything of a single case.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from bot.desk.pages.diagrams import Bar, Diagram
from bot.digests.departments import listed_name
from bot.digests.facts import hot_spots
from bot.digests.overviews import asked
from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import Facts, Outcome, Period
from bot.domain.figures import rates
from bot.domain.groups import By, grouped, renamed
from bot.domain.lamps import Lamp
from bot.domain.viewing import CaseFilter, Viewer
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork

_DAYS, _WEEKS = 14, 12
_RATES: Final = ("settled_in_time", "satisfied")
_MOST: Final = 20_000
_KEPT: Final = 64
_FRESH: Final = timedelta(minutes=1)
_COLOURS: Final = ("opened", "settled")

_Key = tuple[object, ...]
_Found = tuple[datetime, list[Diagram]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read for one viewer."""

    now: datetime
    open: Sequence[Case]
    lately: Sequence[Case]
    trend: Facts
    rated: Facts
    span: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Chartbook:
    """See `bot.desk.pages.diagrams.Charts`. What was counted is good for a minute: a page asks for
    each picture by itself. `words` name what is shown, `lamps` the lamps."""

    office: Office
    store: Store
    words: Mapping[str, str]
    lamps: Mapping[str, str]
    _kept: dict[_Key, _Found] = field(default_factory=dict)

    async def diagrams(self, viewer: Viewer, days: int) -> list[Diagram]:
        """Everything that is his to see."""
        now = self.office.clock.now()
        key: _Key = (viewer, days)
        at, found = self._kept.get(key, (now - 2 * _FRESH, []))
        if now - at > _FRESH:
            found = await asyncio.to_thread(self._made, await self._read(viewer, days, now))
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = (now, found)
        return found

    async def _read(self, viewer: Viewer, days: int, now: datetime) -> _Read:
        """In one look, so that every picture tells of the same instant."""
        today = now.astimezone(SHANGHAI).date()
        weeks = replace(Period.of_days(today - timedelta(days=7 * _WEEKS - 1), today), end=now)
        span = replace(Period.of_days(today - timedelta(days=days - 1), today), end=now)

        async def look(unit: UnitOfWork) -> _Read:
            seen = await unit.board.latest(viewer.scope, _MOST, CaseFilter(open_only=True))
            lately = await unit.board.opened(span.begin, now + timedelta(seconds=1), None)
            return _Read(
                now=now,
                open=[case for case in seen if not case.drill and viewer.counts(case)],
                lately=[case for case in lately if not case.drill and viewer.counts(case)],
                trend=_his(viewer, await unit.figures.facts(asked(self.office, weeks))),
                rated=_his(viewer, await unit.figures.facts(asked(self.office, span))),
                span=span,
            )

        return await self.store.look(look)

    def _made(self, read: _Read) -> list[Diagram]:
        name_of = listed_name(self.office.matters)
        by_grid = grouped(read.rated, By.GRID)
        by_department = grouped(renamed(read.rated, name_of), By.DEPARTMENT)
        names = {grid.id: grid.name for grid in self.office.directory.grids}
        return [
            self._open(read),
            self._trend("days", read, [(day, 1) for day in range(_DAYS)]),
            self._trend("weeks", read, [(7 * week, 7) for week in range(_WEEKS)]),
            self._rates("grids", read, {names.get(id_, id_): of for id_, of in by_grid.items()}),
            self._rates("departments", read, by_department),
            self._hot(read),
        ]

    def _open(self, read: _Read) -> Diagram:
        found: dict[str, Counter[Lamp]] = {}
        for case in read.open:
            name = self.office.every_rule[case.item].category_name
            found.setdefault(name, Counter())[self.office.lamp(case)] += 1
        ordered = sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))
        return Diagram(
            id="open",
            title=self.words["open"],
            columns=(self.words["category"], *(self.lamps[lamp] for lamp in Lamp)),
            series=[(self.lamps[lamp], lamp.value) for lamp in Lamp],
            bars=[_bar(name, [of[lamp] for lamp in Lamp]) for name, of in ordered],
            stacked=True,
        )

    def _trend(self, id_: str, read: _Read, steps: Sequence[tuple[int, int]]) -> Diagram:
        """`steps` are how many days ago something ended, and how many days it lasted."""
        today = read.now.astimezone(SHANGHAI).date()
        bars = []
        for back, length in reversed(steps):
            first = today - timedelta(days=back + length - 1)
            part = Period.of_days(first, today - timedelta(days=back))
            of = read.trend.cases
            opened = sum(one.opened_at in part and one.outcome is not Outcome.DRILL for one in of)
            settled = sum(one.counts and one.done_at in part for one in of)
            bars.append(_bar(f"{first:%m-%d}", [opened, settled]))
        names = [self.words[name] for name in _COLOURS]
        return Diagram(
            id=id_,
            title=self.words[id_],
            columns=(self.words["since"], *names),
            series=list(zip(names, _COLOURS, strict=True)),
            bars=bars,
        )

    def _rates(self, id_: str, read: _Read, groups: Mapping[str, Facts]) -> Diagram:
        """Rates of few samples are not told, as everywhere."""
        rules, columns, bars = self.office.figures, [self.words[id_]], []
        for name in _RATES:
            columns += [f"{self.words[name]}(%)", self.words["samples"]]
        for name, facts in groups.items():
            values = [rates(facts, read.span, rules)[rate] for rate in _RATES]
            if any(value.whole for value in values):
                cells = [(value.shown(rules.few) or "", str(value.whole)) for value in values]
                tenths = [value.tenths(rules.few) for value in values]
                bars.append(
                    Bar(
                        name=name or self.words["none"],
                        cells=[cell for pair in cells for cell in pair],
                        lengths=[None if one is None else one / 10 for one in tenths],
                    )
                )
        return Diagram(
            id=id_,
            title=self.words[f"{id_}_title"],
            columns=columns,
            series=[
                (self.words[name], colour) for name, colour in zip(_RATES, _COLOURS, strict=True)
            ],
            bars=bars,
            full=100,
        )

    def _hot(self, read: _Read) -> Diagram:
        found = hot_spots(read.lately, read.now, self.office.digests)
        named = [
            (f"{hot.building or ''}{hot.spot or ''} {self.office.every_rule[hot.item].name}", hot)
            for hot in found
        ]
        return Diagram(
            id="hot",
            title=self.words["hot"].format(days=self.office.digests.hot_days),
            columns=(self.words["matter"], self.words["times"]),
            series=[(self.words["times"], "opened")],
            bars=[_bar(name.strip(), [hot.times]) for name, hot in named],
        )


def _bar(name: str, numbers: Sequence[int]) -> Bar:
    return Bar(name=name, cells=[str(one) for one in numbers], lengths=list(numbers))


def _his(viewer: Viewer, facts: Facts) -> Facts:
    """Of the grids of his area; what lies in none belongs to everybody who works in one."""
    covered = cache(viewer.covers)

    def own(grids: Sequence[str]) -> bool:
        return any(map(covered, grids or (None,)))

    return Facts(
        cases=tuple(one for one in facts.cases if own(one.grids)),
        dispatches=tuple(one for one in facts.dispatches if own(one.case.grids)),
        whistles=tuple(one for one in facts.whistles if own(one.grids)),
    )
