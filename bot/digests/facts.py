"""What a digest tells of some grids: figures of the case engine, and the cases that want somebody.

Comes in: cases with their lamps, who is told. Goes out: frozen news, the most
urgent first. Does not: query, word it, or tell anything of a case that complains of the reader.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from bot.domain.case import FINAL, Case, CaseStatus
from bot.domain.digest import DigestRules
from bot.domain.facts import Period
from bot.domain.lamps import Lamp, Stage, is_paused, span_of, stage_of
from bot.domain.matters import NOT_FOR_THE_GRID, Level, Urgency
from bot.domain.muster import Muster
from bot.domain.people import Person, is_accused
from bot.domain.recount import NOT_SOLVED
from bot.domain.resolution import Resolution

_LATE: Final = frozenset({Lamp.RED, Lamp.FLASHING})
_ASKED: Final = frozenset(
    {CaseStatus.RETURN_REQUESTED, CaseStatus.EXTEND_REQUESTED, CaseStatus.SUSPEND_REQUESTED}
)
_QUESTION: Final = "request.consult"


class Why(IntEnum):
    """Why a case stands in a digest, the most urgent first."""

    EMERGENCY = 0
    FLASHING = 1
    RED = 2
    DECIDE = 3
    QUESTION = 4
    ACCEPT = 5
    CHECK = 6
    YELLOW = 7
    NEW = 8


YOURS: Final = frozenset({Why.DECIDE, Why.QUESTION, Why.ACCEPT, Why.CHECK})
"""It waits for whoever leads the grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case, why it is told, and until when its stage has (or had) time."""

    case: Case
    why: Why
    lamp: Lamp
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpot:
    """Reported again and again: an item, at a place or anywhere in the grid. `times` are the
    reports, those of neighbours that joined a case among them; `cases` are keys."""

    item: str
    building: str | None
    spot: str | None
    times: int
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Of one digest. `behind` are the keys of the cases that each of its figures counts: `opened`,
    `settled` and `confirmed` in the period, `red` and `yours` as they stand now. `decided` is what
    meetings have decided and is not done, `called` the calls for volunteers that lack people,
    `unmet` counts the needs that nobody was found for.
    """

    since: datetime
    now: datetime
    behind: Mapping[str, tuple[str, ...]]
    lines: tuple[Line, ...]
    hot: tuple[HotSpot, ...] = ()
    decided: tuple[Resolution, ...] = ()
    called: tuple[Muster, ...] = ()
    unmet: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened and nothing waits."""
        happened = any(self.count(name) for name in ("opened", "settled", "confirmed"))
        waits = self.decided or self.called or self.unmet
        return not (happened or self.lines or self.hot or waits)

    def count(self, figure: str) -> int:
        """A figure: how many cases are behind it."""
        return len(self.behind[figure])


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case with the lamp it shows now."""

    case: Case
    lamp: Lamp


def news(seen: Sequence[Seen], person: Person, period: Period, rules: DigestRules) -> News:
    """Of the grids that these cases are of: those not over, and those of the last days."""
    cases = [one.case for one in seen]
    lines = [line for one in seen if (line := _line(one, person, period)) is not None]
    lines.sort(key=_urgency)
    return News(
        since=period.begin,
        now=period.end,
        behind={
            "opened": _keys(opened_in(cases, period)),
            "settled": _keys(settled_in(cases, period)),
            "confirmed": _keys(confirmed_in(cases, period)),
            "red": _keys(line.case for line in lines if line.lamp in _LATE),
            "yours": _keys(line.case for line in lines if line.why in YOURS),
        },
        lines=tuple(lines),
        hot=hot_spots(cases, period.end, rules),
    )


def _keys(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(case.key for case in cases)


def opened_in(cases: Iterable[Case], period: Period) -> list[Case]:
    """Opened in a period, drills left out: `opened` less `drill` of the figures."""
    return [case for case in cases if case.opened_at in period and not case.drill]


def settled_in(cases: Iterable[Case], period: Period) -> list[Case]:
    """Handed in or answered within a period and not taken up again since, of those that stand in
    the denominators of the figures.
    """
    return [case for case in cases if case.done_at in period and _counts(case)]


def confirmed_in(cases: Iterable[Case], period: Period) -> list[Case]:
    """Of those settled in it, the ones of which their residents say that they are."""
    return [case for case in settled_in(cases, period) if (case.rating or 0) > NOT_SOLVED]


def _counts(case: Case) -> bool:
    turned_away = case.status in (CaseStatus.MERGED, CaseStatus.REJECTED, CaseStatus.CANCELED)
    return not (turned_away or case.drill or case.item.startswith(NOT_FOR_THE_GRID))


def _line(one: Seen, person: Person, period: Period) -> Line | None:
    case = one.case
    if not case.is_open or case.drill or is_accused(person, case):
        return None
    why = _why(one, person, period)
    if why is None:
        return None
    span = span_of(case, stage_of(case))
    return Line(case=case, why=why, lamp=one.lamp, until=span.until if span else None)


def _why(one: Seen, person: Person, period: Period) -> Why | None:
    case = one.case
    if case.emergency is not None and case.done_at is None and case.urgency is Urgency.P0:
        return Why.EMERGENCY
    if one.lamp is Lamp.FLASHING:
        return Why.FLASHING
    if one.lamp is Lamp.RED:
        return Why.RED
    if (yours := _yours(case, person)) is not None:
        return yours
    if one.lamp is Lamp.YELLOW:
        return Why.YELLOW
    return Why.NEW if case.opened_at in period and case.done_at is None else None


def _yours(case: Case, person: Person) -> Why | None:
    """What waits for a grid leader: to decide, to answer, to take on, to check."""
    if is_paused(case):
        return None
    if case.status in _ASKED:
        return Why.DECIDE if case.status is CaseStatus.RETURN_REQUESTED else None
    if case.rule == _QUESTION and case.done_at is None:
        return Why.QUESTION
    if case.accepted_at is None and case.level is Level.GRID:
        return Why.ACCEPT
    checks = stage_of(case) is Stage.CHECK and case.status is CaseStatus.PENDING_CHECK
    return Why.CHECK if checks and case.done_by != person.id else None


def _urgency(line: Line) -> tuple[int, str, float, int]:
    until = line.until.timestamp() if line.until else float("inf")
    return line.why, line.case.urgency.value, until, line.case.number


def hot_spots(cases: Iterable[Case], now: datetime, rules: DigestRules) -> tuple[HotSpot, ...]:
    """The same matter at the same place, else the same matter all over the grid; most first."""
    since = now - timedelta(days=rules.hot_days)
    here: dict[tuple[str, str | None, str | None], Counter[str]] = {}
    for case in cases:
        turned_away = case.status in FINAL and case.status is not CaseStatus.MERGED
        if case.opened_at < since or case.is_restricted or case.drill or turned_away:
            continue
        building, spot = case.place.building, case.place.spot
        times = 1 + (len(case.supporters) if case.status is not CaseStatus.MERGED else 0)
        at = (case.item, building, spot if building else None)
        here.setdefault(at, Counter())[case.key] = times
    found = [
        HotSpot(item=item, building=building, spot=spot, times=there.total(), cases=tuple(there))
        for (item, building, spot), there in here.items()
        if there.total() >= rules.hot_times and building is not None
    ]
    told = {spot.item for spot in found}
    total: dict[str, Counter[str]] = {}
    for (item, _, _), there in here.items():
        total.setdefault(item, Counter()).update(there)
    found += [
        HotSpot(item=item, building=None, spot=None, times=all_.total(), cases=tuple(all_))
        for item, all_ in total.items()
        if all_.total() >= rules.hot_times and item not in told
    ]
    return tuple(sorted(found, key=lambda hot: (-hot.times, hot.item, hot.building or "")))
