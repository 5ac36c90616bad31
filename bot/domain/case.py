"""A case, its statuses, and the lines of its history (domain rules §6.2).

Comes in: nothing; these are values. Goes out: nothing. Does not: move (moves do), check who may
(people), count time (deadlines), or choose words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.matters import Level, Privacy, Urgency
from bot.domain.place import Place


class CaseStatus(StrEnum):
    """Where a case stands."""

    PENDING_VERIFY = "pending_verify"
    REJECTED = "rejected"
    MERGED = "merged"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    PROCESSING = "processing"
    PENDING_CHECK = "pending_check"
    REWORK = "rework"
    CLOSED = "closed"
    PENDING_VISIT = "pending_visit"
    EVALUATED = "evaluated"
    ARCHIVED = "archived"
    RETURN_REQUESTED = "return_requested"
    EXTEND_REQUESTED = "extend_requested"
    SUSPEND_REQUESTED = "suspend_requested"
    SUSPENDED = "suspended"
    CANCELED = "canceled"
    REOPENED = "reopened"


_S = CaseStatus

FINAL: Final = frozenset({_S.REJECTED, _S.MERGED, _S.CANCELED, _S.ARCHIVED})
"""Nothing more happens to these, but that what was merged is taken apart again."""

OVER_FOR_ALL: Final = FINAL | {_S.EVALUATED, _S.ANSWERED}
"""Nothing can be expected of these any more."""

DONE: Final = frozenset({_S.PENDING_CHECK, _S.CLOSED, _S.PENDING_VISIT, _S.EVALUATED, _S.ANSWERED})
"""Somebody entitled has said that it is settled."""

TAKEN: Final = frozenset(
    {
        _S.SIGNED,
        _S.PROCESSING,
        _S.EXTEND_REQUESTED,
        _S.SUSPEND_REQUESTED,
        _S.SUSPENDED,
        _S.REWORK,
    }
)
"""Somebody has it in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `number` is what people say (`#312`); `key` is ours. Instants are aware UTC.

    `reporter` speaks for it, `concerned` is the one it is about where somebody reported for
    another. `level` says whose turn it is; `owner` is the person who has it in hand. `opened_in` is
    the room's id. `sequence` grows with every change (for live views), `version` guards against two
    changes at once. `accept_from` and `resolve_from` are where the clocks of its deadlines began
    (None: when it was opened), `paused_at` since when they stand still. `check_from` and
    `check_until` are the time to check what was handed in, `lapses` counts how often a stage was
    late. `supervised_at` is since when it is watched over, for the grounds of `supervised_for`. A
    `drill` is no case in any figure. `accused` is whom it complains of beside those that its item
    names, `assignee` who was asked first, `company` the property company that it was sent to;
    `untold`: its department has nobody here and has not been told of it yet.
    `asked_by` asked for a return, an extension or to set it aside, `wanted_until` is the new end;
    `paused_until` is when it goes on by itself, `paused_for` what it waits for. It was `extended`
    so often; `appointed` by the street, it is given back no more. `done_by` handed it in with so
    many `pictures`; `asked_evidence`: he was asked for what is missing. `checked_by` looked at it,
    `released_by` let an emergency be closed, `settlement` is how a dispute ended. The key of the
    case that it was `merged_into`. `whistle` is the
    id of the last whistle that was blown for it.
    """

    key: str
    number: int
    community: str
    grid: str | None
    item: str
    category: str
    status: CaseStatus
    urgency: Urgency
    privacy: Privacy
    place: Place
    words: str
    reporter: str
    opened_in: str
    channel: str
    opened_at: datetime
    touched_at: datetime
    level: Level
    department: str
    owner: str | None = None
    last_speaker: str | None = None
    concerned: str | None = None
    supporters: tuple[str, ...] = ()
    emergency: str | None = None
    accept_until: datetime | None = None
    resolve_until: datetime | None = None
    accepted_at: datetime | None = None
    done_at: datetime | None = None
    closed_at: datetime | None = None
    rating: int | None = None
    reopened: int = 0
    returned: int = 0
    asked_place: bool = False
    asked_back: bool = False
    confidence: float = 0.0
    rule: str = ""
    model: str = ""
    version: int = 0
    accept_from: datetime | None = None
    resolve_from: datetime | None = None
    paused_at: datetime | None = None
    supervised_at: datetime | None = None
    supervised_for: tuple[str, ...] = ()
    lapses: int = 0
    check_from: datetime | None = None
    check_until: datetime | None = None
    drill: bool = False
    accused: tuple[str, ...] = ()
    assignee: str | None = None
    company: str | None = None
    untold: bool = False
    whistle: str | None = None
    asked_by: str | None = None
    wanted_until: datetime | None = None
    paused_until: datetime | None = None
    paused_for: str | None = None
    extended: int = 0
    appointed: bool = False
    done_by: str | None = None
    pictures: int = 0
    asked_evidence: bool = False
    checked_by: str | None = None
    released_by: str | None = None
    settlement: str | None = None
    merged_into: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether something can still be expected of it."""
        return self.status not in OVER_FOR_ALL

    @property
    def is_restricted(self) -> bool:
        """Whether nothing about it may be said in a group (privacy R or S)."""
        return self.privacy is not Privacy.NORMAL


class EventKind(StrEnum):
    """What a case's history records; the names of the replay format's events."""

    CASE_OPENED = "case_opened"
    JOINED = "joined"
    SPLIT = "split"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    LAMP = "lamp"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    WHISTLED = "whistled"
    REPORTED_IN = "reported_in"
    EMERGENCY_CALL = "emergency_call"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CALLBACK = "callback"
    RATED = "rated"
    REOPENED = "reopened"
    MERGED = "merged"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ADMISSION_REFUSED = "admission_refused"
    DIGEST = "digest"
    REPLY_SENT = "reply_sent"
    ADDED = "added"
    PLACED = "placed"
    ANSWERED = "answered"
    SEEN = "seen"
    FORGOTTEN = "forgotten"
    SUPERVISED = "supervised"
    MOVED = "moved"
    LINKED = "linked"
    UNLINKED = "unlinked"
    LISTENING = "listening"
    REQUESTED = "requested"
    EDITED = "edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One line of a case's history: when, what, who (a person id, `bot` or `timer`), details, from
    which message.
    """

    case: str
    at: datetime
    kind: EventKind
    actor: str
    detail: Mapping[str, object]
    message: str | None = None
