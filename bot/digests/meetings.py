"""What a joint meeting has before it: a week of figures, cases that are stuck, whistles to propose.

Comes in: an overview, cases that are not over with their lamps and histories. Goes out: a frozen
agenda. Does not: word it; name what a restricted case is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.digests.community import Overview
from bot.digests.facts import Seen
from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.lamps import Lamp
from bot.domain.matters import Matter
from bot.domain.resolution import Resolution
from bot.domain.whistle import WhistleKind, usual_kind
from bot.journey.unmet import Unmet

STUCK: Final = 5
"""So many cases are gone through."""

_STEPS: Final = frozenset(
    {
        EventKind.CASE_OPENED,
        EventKind.DISPATCHED,
        EventKind.ACCEPTED,
        EventKind.RETURNED,
        EventKind.EXTENDED,
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.ESCALATED,
        EventKind.WHISTLED,
        EventKind.REPORTED_IN,
        EventKind.REOPENED,
        EventKind.SUPERVISED,
    }
)
_LINES: Final = 6
_CALLED: Final = 3
_LATE: Final = (Lamp.FLASHING, Lamp.RED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A case that does not get on, and the steps that it has come."""

    case: Case
    lamp: Lamp
    steps: tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A whistle that might help."""

    case: Case
    kind: WhistleKind
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Of one meeting; `decided` is what was decided before and is not done, `unmet` the needs that
    nobody was found for."""

    overview: Overview
    stuck: tuple[Stuck, ...]
    proposals: tuple[Proposal, ...]
    decided: tuple[Resolution, ...] = ()
    unmet: tuple[Unmet, ...] = ()


def stuck_of(seen: Sequence[Seen]) -> list[Seen]:
    """The cases that are late, the worst and the oldest first; none that complains of somebody or
    is restricted: a meeting is no place for them."""
    late = [
        one
        for one in seen
        if one.lamp in _LATE
        and one.case.done_at is None
        and not (one.case.is_restricted or one.case.accused or one.case.drill)
    ]
    late.sort(key=lambda one: (_LATE.index(one.lamp), one.case.opened_at, one.case.number))
    return late[:STUCK]


def agenda(
    overview: Overview,
    stuck: Sequence[Seen],
    histories: Mapping[str, Sequence[CaseEvent]],
    matters: Mapping[str, Matter],
) -> Agenda:
    """The whole of it."""
    return Agenda(
        overview=overview,
        stuck=tuple(
            Stuck(case=one.case, lamp=one.lamp, steps=_steps(histories.get(one.case.key, ())))
            for one in stuck
        ),
        proposals=tuple(
            Proposal(
                case=one.case,
                kind=usual_kind(one.case.category, one.case.urgency),
                departments=matters[one.case.item].departments[:_CALLED],
            )
            for one in stuck
            if one.case.whistle is None
        ),
    )


def _steps(history: Sequence[CaseEvent]) -> tuple[CaseEvent, ...]:
    """The first step and the last ones."""
    steps = [event for event in history if event.kind in _STEPS]
    return tuple(steps if len(steps) <= _LINES else [steps[0], *steps[1 - _LINES :]])


def days_open(case: Case, now: datetime) -> int:
    """The day it is in."""
    return (now - case.opened_at).days + 1
