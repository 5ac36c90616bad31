"""What the history of a case tells the figures (domain rules §9).

Comes in: what is known of a case now, and the lines of its history. Goes out: facts as the last
instant of a period saw them, so that a figure of a past period does not change by what happens
later. Does not: count, or query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.case import CaseStatus, EventKind
from bot.domain.facts import CaseFact, DispatchFact, Known, Line, Outcome, Period
from bot.domain.matters import NOT_FOR_THE_GRID

REOPENED_SCORE: Final = 1
"""What somebody thinks who has a case reopened without saying how content he is."""

_DONE: Final = frozenset({EventKind.RESOLVED, EventKind.ANSWERED, EventKind.CLOSED})
_EXCLUDING: Final = {
    CaseStatus.MERGED: (EventKind.MERGED, Outcome.MERGED),
    CaseStatus.REJECTED: (EventKind.REJECTED, Outcome.NEGATIVE),
    CaseStatus.CANCELED: (EventKind.WITHDRAWN, Outcome.WITHDRAWN),
}


@dataclass(slots=True)
class _Tale:
    """What the lines of one case tell."""

    done_at: datetime | None = None
    done_by: str = ""
    closed: bool = False
    excluded_at: datetime | None = None
    escalated: bool = False
    handed_in: int = 0
    reworked: int = 0
    joined: int = 0
    score: int | None = None
    solved: bool | None = None
    yellow: bool = False
    red: bool = False
    company: str | None = None


def facts_of(
    known: Known,
    lines: Iterable[Line],
    period: Period,
    *,
    staff: frozenset[str] = frozenset(),
    of_grid: frozenset[str] = frozenset(),
) -> tuple[CaseFact, list[DispatchFact]]:
    """The facts of one case; lines after the period are not looked at. `staff` are ids of people
    whose word is no resident's, `of_grid` those of grid members and leaders.
    """
    told = sorted((line for line in lines if line.at < period.end), key=lambda line: line.at)
    tale = _Tale()
    for line in told:
        _follow(tale, line, period, staff)
    fact = _fact(known, tale, period, of_grid)
    return fact, _dispatches(fact, told, period)


def _fact(known: Known, tale: _Tale, period: Period, of_grid: frozenset[str]) -> CaseFact:
    accepted = known.accepted_at or tale.done_at
    return CaseFact(
        key=known.key,
        community=known.community,
        grids=known.grids,
        department=known.department,
        item=known.item,
        outcome=_outcome(known, tale),
        opened_at=known.opened_at,
        company=tale.company or known.company,
        urgent=known.urgent,
        on_site=known.on_site,
        found_by_grid=known.reporter in of_grid,
        settled_by_grid=tale.done_by in of_grid,
        escalated=tale.escalated,
        accept_until=known.accept_until,
        accepted_at=accepted if accepted is not None and accepted < period.end else None,
        resolve_until=known.resolve_until,
        done_at=tale.done_at,
        handed_in=tale.handed_in,
        reworked=tale.reworked,
        joined=tale.joined,
        score=tale.score,
        solved=tale.solved,
        yellow=tale.yellow,
        red=tale.red,
        first_answer=_first_answer(known, period),
    )


def _outcome(known: Known, tale: _Tale) -> Outcome:
    if known.drill:
        return Outcome.DRILL
    if known.status in _EXCLUDING and tale.excluded_at is not None:
        return _EXCLUDING[known.status][1]
    if known.item.startswith(NOT_FOR_THE_GRID):
        return Outcome.NEGATIVE
    return Outcome.OPEN if tale.done_at is None else Outcome.DONE


def _first_answer(known: Known, period: Period) -> timedelta | None:
    """Until now where nothing was said; None where nobody knows when it arrived."""
    if known.arrived_at is None:
        return None
    answered = min(known.answered_at or period.end, period.end)
    return max(answered - known.arrived_at, timedelta(0))


def _follow(tale: _Tale, line: Line, period: Period, staff: frozenset[str]) -> None:
    step = _STEPS.get(line.kind)
    if step is not None:
        step(tale, line, line.at in period, line.actor not in staff)


NOT_SOLVED: Final = 2
"""Ratings up to this say that it is not settled (1 very dissatisfied, 2 dissatisfied)."""


def _done(tale: _Tale, line: Line, within: bool, _resident: bool) -> None:
    if line.kind is EventKind.CLOSED:
        tale.closed = True
    if line.kind is EventKind.RESOLVED:
        tale.handed_in += within
    if tale.done_at is None:
        tale.done_at, tale.done_by = line.at, line.actor


def _reopened(tale: _Tale, line: Line, within: bool, resident: bool) -> None:
    """Before it was closed, what was handed in is to be done again; a resident's word is an answer
    to the question whether it is fine.
    """
    if within and not tale.closed:
        tale.reworked += 1
    if within and resident:
        tale.score, tale.solved = line.score or REOPENED_SCORE, False
    tale.done_at, tale.done_by, tale.closed = None, "", False


def _rated(tale: _Tale, line: Line, within: bool, _resident: bool) -> None:
    if within and line.score is not None:
        tale.score, tale.solved = line.score, line.score > NOT_SOLVED


def _lamp(tale: _Tale, line: Line, within: bool, _resident: bool) -> None:
    if within:
        tale.yellow = tale.yellow or line.color == "yellow"
        tale.red = tale.red or line.color in ("red", "flashing")


def _joined(tale: _Tale, _line: Line, within: bool, _resident: bool) -> None:
    tale.joined += within


def _escalated(tale: _Tale, _line: Line, _within: bool, _resident: bool) -> None:
    tale.escalated = True


def _dispatched(tale: _Tale, line: Line, _within: bool, _resident: bool) -> None:
    tale.company = line.company or tale.company


def _excluded(tale: _Tale, line: Line, _within: bool, _resident: bool) -> None:
    tale.excluded_at = line.at


_STEPS: Final[Mapping[EventKind, Callable[[_Tale, Line, bool, bool], None]]] = MappingProxyType(
    {
        EventKind.LAMP: _lamp,
        EventKind.RATED: _rated,
        EventKind.REOPENED: _reopened,
        EventKind.JOINED: _joined,
        EventKind.ESCALATED: _escalated,
        EventKind.DISPATCHED: _dispatched,
        EventKind.RETURNED: lambda *_: None,
    }
    | dict.fromkeys(_DONE, _done)
    | dict.fromkeys((kind for kind, _ in _EXCLUDING.values()), _excluded)
)
TOLD: Final = tuple(_STEPS)
"""Which lines of a history are looked at: who asked, what was seen and what was said are not."""


def _dispatches(fact: CaseFact, told: Sequence[Line], period: Period) -> list[DispatchFact]:
    """Each time it was sent; one that was given back before it was sent again was sent wrongly."""
    found: list[DispatchFact] = []
    for line in told:
        if line.kind is EventKind.DISPATCHED:
            department = line.department or fact.department
            found.append(
                DispatchFact(case=fact, at=line.at, department=department, company=line.company)
            )
        elif line.kind is EventKind.RETURNED and found:
            found[-1] = replace(found[-1], returned=True)
    return [dispatch for dispatch in found if dispatch.at in period]
