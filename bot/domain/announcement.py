"""What other programs of the office are told of cases: that something happened, and how the case
stands, without words, people or doors (domain rules §11).

Comes in: lines of history, the case as it stands, who wants to know. Goes out: `Announcement`s,
their texts made. Does not: send.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseEvent, EventKind
from bot.domain.discretion import is_confided
from bot.domain.people import is_complaint

TYPES: Final[Mapping[EventKind, str]] = MappingProxyType(
    {
        EventKind.CASE_OPENED: "case.opened",
        EventKind.DISPATCHED: "case.dispatched",
        EventKind.ACCEPTED: "case.accepted",
        EventKind.RETURNED: "case.returned",
        EventKind.EXTENDED: "case.extended",
        EventKind.SUSPENDED: "case.suspended",
        EventKind.RESUMED: "case.resumed",
        EventKind.LAMP: "case.lamp",
        EventKind.ESCALATED: "case.escalated",
        EventKind.WHISTLED: "case.whistled",
        EventKind.REPORTED_IN: "case.reported_in",
        EventKind.RESOLVED: "case.resolved",
        EventKind.CLOSED: "case.closed",
        EventKind.RATED: "case.rated",
        EventKind.REOPENED: "case.reopened",
        EventKind.MERGED: "case.merged",
        EventKind.REJECTED: "case.rejected",
        EventKind.WITHDRAWN: "case.withdrawn",
        EventKind.ANSWERED: "case.answered",
    }
)
"""What can be asked for, and what it is called outside."""
_SHOWN: Final = frozenset({"stage", "color", "level", "department"})
"""What of a line of history goes out: codes, never words or people."""


class AnnouncementState(StrEnum):
    """Waiting; arrived; given up, with a reason; not to be told any more."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A program that is told: its name in the configuration, and of what (all `TYPES` where none is
    named).
    """

    name: str
    types: frozenset[str] = frozenset()

    def wants(self, type_: str) -> bool:
        """Whether it wants to know of that."""
        return not self.types or type_ in self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRules:
    """Who is told, how long it is tried, how long what was told stays; waits between tries double
    from `first` to `longest`.
    """

    subscribers: tuple[Subscriber, ...] = ()
    patience: timedelta = timedelta(days=1)
    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)
    kept: timedelta = timedelta(days=30)

    def wait(self, attempts: int) -> timedelta:
        """The wait after so many tries, at least one."""
        return min(self.longest, self.first * 2.0 ** min(attempts - 1, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One event for one subscriber. `id` stays the same however often it is tried; `text` is the
    JSON that goes out. `due_at` is when it is tried (again), `reason` why it has not arrived.
    """

    id: str
    to: str
    case: str
    type: str
    at: datetime
    text: str
    due_at: datetime
    attempts: int = 0
    state: AnnouncementState = AnnouncementState.QUEUED
    reason: str = ""


def may_be_told(case: Case) -> bool:
    """Whether other programs may know of a case: not of what only some may see, of complaints about
    those who work here, of what was confided, or of drills.
    """
    return not (case.is_restricted or case.drill or is_complaint(case) or is_confided(case))


def announcements(
    events: Iterable[CaseEvent],
    cases: Mapping[str, Case],
    subscribers: Sequence[Subscriber],
    new_id: Callable[[str], str],
) -> list[Announcement]:
    """What is to be told of these lines, in their order; the cases are as they stand afterwards."""
    told: list[Announcement] = []
    for event in events:
        case, type_ = cases.get(event.case), TYPES.get(event.kind)
        if case is None or type_ is None or not may_be_told(case):
            continue
        told.extend(
            Announcement(
                id=new_id("announcement"),
                to=one.name,
                case=case.key,
                type=type_,
                at=event.at,
                text=_text(event, type_, case),
                due_at=event.at,
            )
            for one in subscribers
            if one.wants(type_)
        )
    return told


def _text(event: CaseEvent, type_: str, case: Case) -> str:
    shown = {name: value for name, value in event.detail.items() if name in _SHOWN}
    body = {
        "type": type_,
        "timestamp": event.at.isoformat(),
        "data": {"detail": shown, "case": _outline(case)},
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _outline(case: Case) -> dict[str, object]:
    return {
        "key": case.key,
        "number": case.number,
        "item": case.item,
        "category": case.category,
        "status": case.status.value,
        "urgency": case.urgency.value,
        "level": case.level.value,
        "department": case.department,
        "grid": case.grid,
        "building": case.place.building,
        "opened_at": _instant(case.opened_at),
        "accept_until": _instant(case.accept_until),
        "resolve_until": _instant(case.resolve_until),
        "closed_at": _instant(case.closed_at),
        "reopened": case.reopened,
        "rating": case.rating,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
