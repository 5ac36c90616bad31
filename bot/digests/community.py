"""What a community's secretary and its street are told of a week: rates by grid and department with
those of the week before, departments that owe an answer, tasks that were pushed into the grid.

Comes in: facts of two periods, cases that are not over, refused tasks. Goes out: a frozen overview.
Does not: query, word it, or know a formula (`bot.domain.figures` does).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from bot.digests.facts import Seen
from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import CaseFact, Facts, Outcome, Period
from bot.domain.figures import FORMULAS, counts
from bot.domain.groups import By, grouped, plain, renamed
from bot.domain.lamps import Lamp
from bot.domain.matters import Level
from bot.domain.samples import SAMPLES, Samples, opened
from bot.domain.value import FigureRules, Value

TOLD: Final = ("reported_in", "settled", "settled_in_time", "satisfied")
"""Of every rate these are told (domain rules §9)."""

GRIDS: Final = 4
DEPARTMENTS: Final = 3
"""So many of each are told with their rates."""

_ORDER: Final = "settled_in_time"
"""Who does worst by this rate is told first."""

_WEEK: Final = timedelta(days=7)
_LATE: Final = frozenset({Lamp.RED, Lamp.FLASHING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The rates of one group, of the period and of the one before, and the cases of the period
    that the rates of cases count."""

    id: str
    now: Mapping[str, Value]
    before: Mapping[str, Value]
    samples: Mapping[str, Samples] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A department with cases (keys) that it has not accepted or not settled in time, and since
    when the oldest of them lies with it.
    """

    department: str
    cases: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Of one week. `pushed` are departments whose tasks were given back, and how often."""

    period: Period
    counts: Mapping[str, int]
    total: Standing
    grids: tuple[Standing, ...]
    departments: tuple[Standing, ...]
    owing: tuple[Owing, ...]
    pushed: tuple[tuple[str, int], ...]
    opened: tuple[CaseFact, ...] = ()

    @property
    def behind(self) -> dict[str, tuple[str, ...]]:
        """The keys of the cases that are counted as opened, done, and owed by each department."""
        done = [fact for fact in self.opened if fact.outcome is Outcome.DONE]
        owing = {f"owing {one.department}": one.cases for one in self.owing}
        keys = {"opened": self.opened, "done": done}
        return {name: tuple(fact.key for fact in facts) for name, facts in keys.items()} | owing


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What an overview is made of: facts of the week and of the one before, cases that are not
    over, and the departments whose tasks were refused.
    """

    now: Facts
    before: Facts
    seen: Sequence[Seen]
    refused: Sequence[str]


def weeks(slot: datetime) -> tuple[Period, Period]:
    """The seven whole days before the day of a slot, and the seven before them."""
    today = slot.astimezone(SHANGHAI).date()
    end = datetime.combine(today, time(), SHANGHAI).astimezone(slot.tzinfo)
    return Period(begin=end - _WEEK, end=end), Period(begin=end - 2 * _WEEK, end=end - _WEEK)


def overview(
    material: Material,
    slot: datetime,
    rules: FigureRules,
    name_of: Callable[[str], str],
) -> Overview:
    """The week before a slot. `name_of` gives a department the name by which it is listed."""
    now, before = weeks(slot)
    these = renamed(material.now, name_of), renamed(material.before, name_of)

    def standings(by: By) -> tuple[Standing, ...]:
        groups = [grouped(facts, by) for facts in these]
        return tuple(
            _standing(name, groups[0].get(name, Facts()), groups[1].get(name, Facts()))
            for name in sorted({*groups[0], *groups[1]})
            if name
        )

    def _standing(name: str, late: Facts, earlier: Facts) -> Standing:
        return Standing(
            id=name,
            now={rate: FORMULAS[rate](late, now, rules) for rate in TOLD},
            before={rate: FORMULAS[rate](earlier, before, rules) for rate in TOLD},
            samples={rate: SAMPLES[rate](late, now) for rate in TOLD if rate in SAMPLES},
        )

    return Overview(
        period=now,
        counts=counts(these[0], now),
        total=_standing("", *these),
        grids=standings(By.GRID),
        departments=standings(By.DEPARTMENT),
        owing=_owing(material.seen, name_of),
        pushed=tuple(Counter(map(name_of, material.refused)).most_common()),
        opened=tuple(opened(these[0], now)),
    )


def worst(standings: Iterable[Standing], most: int, few: int) -> list[Standing]:
    """Those that have a rate, the worst first; who has few samples comes last."""
    found = [one for one in standings if any(one.now[rate].whole for rate in TOLD)]
    found.sort(key=lambda one: (_worth(one.now[_ORDER], few), one.id))
    return found[:most]


def _worth(value: Value, few: int) -> int:
    tenths = value.tenths(few)
    return 1001 if tenths is None else tenths


def behind_rates(found: Overview, few: int) -> dict[str, tuple[str, ...]]:
    """The keys of the cases of every rate that is told: those of its part under the rate's name
    with a plus, the rest of its whole with a minus, then the grid or department (of all: nothing).
    """
    told = [
        found.total,
        *worst(found.grids, GRIDS, few),
        *worst(found.departments, DEPARTMENTS, few),
    ]
    lists: dict[str, tuple[str, ...]] = {}
    for one in told:
        for rate, samples in one.samples.items():
            for sign, facts in (("+", samples.part), ("-", samples.rest)):
                lists[f"{rate}{sign} {one.id}"] = tuple(fact.key for fact in facts)
    return lists


def _owing(seen: Iterable[Seen], name_of: Callable[[str], str]) -> tuple[Owing, ...]:
    """The one with the most first."""
    found: dict[str, list[tuple[datetime, str]]] = {}
    for one in seen:
        case = one.case
        open_there = case.level is Level.DEPARTMENT and case.is_open and case.done_at is None
        waits = case.accepted_at is None or one.lamp in _LATE
        if open_there and waits and not case.drill:
            since = case.accept_from or case.opened_at
            found.setdefault(name_of(plain(case.department)), []).append((since, case.key))
    owing = [
        Owing(department=name, cases=tuple(key for _, key in lots), since=min(lots)[0])
        for name, lots in found.items()
    ]
    return tuple(sorted(owing, key=lambda one: (-len(one.cases), one.since, one.department)))
