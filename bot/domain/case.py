"""A case: its status, the table of legal moves, and what the plain words of staff imply (domain
rules §6.2).

Comes in: the present status and the move wanted. Goes out: the statuses passed through, or
IllegalMove. Does not: check who may (people), count time (deadlines), or choose words.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.errors import IllegalMove
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
    SUSPENDED = "suspended"
    CANCELED = "canceled"
    REOPENED = "reopened"


class CaseMove(StrEnum):
    """What can happen to a case."""

    REJECT = "reject"
    MERGE = "merge"
    ANSWER = "answer"
    ACCEPT = "accept"
    DISPATCH = "dispatch"
    SIGN = "sign"
    START = "start"
    HAND_IN = "hand_in"
    PASS_CHECK = "pass_check"
    FAIL_CHECK = "fail_check"
    ASK_VISIT = "ask_visit"
    RATE = "rate"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    ASK_RETURN = "ask_return"
    GRANT_RETURN = "grant_return"
    REFUSE_RETURN = "refuse_return"
    ASK_EXTENSION = "ask_extension"
    SETTLE_EXTENSION = "settle_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    REWORK = "rework"


_S, _M = CaseStatus, CaseMove

MOVES: Final[Mapping[tuple[CaseStatus, CaseMove], CaseStatus]] = MappingProxyType(
    {
        (_S.PENDING_VERIFY, _M.REJECT): _S.REJECTED,
        (_S.PENDING_VERIFY, _M.MERGE): _S.MERGED,
        (_S.PENDING_VERIFY, _M.ANSWER): _S.ANSWERED,
        (_S.PENDING_VERIFY, _M.ACCEPT): _S.ACCEPTED,
        (_S.PENDING_VERIFY, _M.CANCEL): _S.CANCELED,
        (_S.ACCEPTED, _M.DISPATCH): _S.DISPATCHED,
        (_S.ACCEPTED, _M.REJECT): _S.REJECTED,
        (_S.ACCEPTED, _M.MERGE): _S.MERGED,
        (_S.ACCEPTED, _M.ANSWER): _S.ANSWERED,
        (_S.ACCEPTED, _M.CANCEL): _S.CANCELED,
        (_S.DISPATCHED, _M.SIGN): _S.SIGNED,
        (_S.DISPATCHED, _M.REJECT): _S.REJECTED,
        (_S.DISPATCHED, _M.MERGE): _S.MERGED,
        (_S.DISPATCHED, _M.ANSWER): _S.ANSWERED,
        (_S.DISPATCHED, _M.CANCEL): _S.CANCELED,
        (_S.DISPATCHED, _M.ASK_RETURN): _S.RETURN_REQUESTED,
        (_S.DISPATCHED, _M.DISPATCH): _S.DISPATCHED,
        (_S.SIGNED, _M.START): _S.PROCESSING,
        (_S.SIGNED, _M.ASK_RETURN): _S.RETURN_REQUESTED,
        (_S.SIGNED, _M.MERGE): _S.MERGED,
        (_S.SIGNED, _M.DISPATCH): _S.DISPATCHED,
        (_S.RETURN_REQUESTED, _M.GRANT_RETURN): _S.PENDING_VERIFY,
        (_S.RETURN_REQUESTED, _M.REFUSE_RETURN): _S.SIGNED,
        (_S.PROCESSING, _M.ASK_RETURN): _S.RETURN_REQUESTED,
        (_S.PROCESSING, _M.HAND_IN): _S.PENDING_CHECK,
        (_S.PROCESSING, _M.MERGE): _S.MERGED,
        (_S.PROCESSING, _M.DISPATCH): _S.DISPATCHED,
        (_S.PROCESSING, _M.ASK_EXTENSION): _S.EXTEND_REQUESTED,
        (_S.EXTEND_REQUESTED, _M.SETTLE_EXTENSION): _S.PROCESSING,
        (_S.PROCESSING, _M.SUSPEND): _S.SUSPENDED,
        (_S.SUSPENDED, _M.RESUME): _S.PROCESSING,
        (_S.PENDING_CHECK, _M.PASS_CHECK): _S.CLOSED,
        (_S.PENDING_CHECK, _M.FAIL_CHECK): _S.REWORK,
        (_S.REWORK, _M.REWORK): _S.PROCESSING,
        (_S.ANSWERED, _M.RATE): _S.EVALUATED,
        (_S.ANSWERED, _M.REOPEN): _S.REOPENED,
        (_S.ANSWERED, _M.ARCHIVE): _S.ARCHIVED,
        (_S.CLOSED, _M.ASK_VISIT): _S.PENDING_VISIT,
        (_S.CLOSED, _M.RATE): _S.EVALUATED,
        (_S.CLOSED, _M.REOPEN): _S.REOPENED,
        (_S.PENDING_VISIT, _M.RATE): _S.EVALUATED,
        (_S.PENDING_VISIT, _M.REOPEN): _S.REOPENED,
        (_S.PENDING_VISIT, _M.ARCHIVE): _S.ARCHIVED,
        (_S.EVALUATED, _M.REOPEN): _S.REOPENED,
        (_S.EVALUATED, _M.ARCHIVE): _S.ARCHIVED,
        (_S.REOPENED, _M.START): _S.PROCESSING,
        (_S.REOPENED, _M.DISPATCH): _S.DISPATCHED,
    }
)
"""Domain rules §6.2; nothing else is legal. Plain words take a case on and begin it at once, so
that it can be given back and sent to others from PROCESSING as well as from SIGNED.
"""

FINAL: Final = frozenset({_S.REJECTED, _S.MERGED, _S.CANCELED, _S.ARCHIVED})
"""Nothing more happens to these."""

DONE: Final = frozenset({_S.PENDING_CHECK, _S.CLOSED, _S.PENDING_VISIT, _S.EVALUATED, _S.ANSWERED})
"""Somebody entitled has said that it is settled."""

TAKEN: Final = frozenset({_S.SIGNED, _S.PROCESSING, _S.EXTEND_REQUESTED, _S.SUSPENDED, _S.REWORK})
"""Somebody has it in hand."""

IMPLIED: Final = (_M.ACCEPT, _M.DISPATCH, _M.SIGN, _M.START, _M.REWORK, _M.RESUME)
"""Moves that the plain words of somebody entitled may imply: who says that it is mended has
taken it on before. Tried in this order, so that the same words imply the same moves in every run.
"""

PROGRESS: Final[Mapping[CaseStatus, int]] = MappingProxyType(
    {
        _S.PENDING_VERIFY: 0,
        _S.ACCEPTED: 1,
        _S.REOPENED: 1,
        _S.DISPATCHED: 2,
        _S.SIGNED: 3,
        _S.SUSPENDED: 3,
        _S.REWORK: 3,
        _S.PROCESSING: 4,
    }
)
"""How far a case has come on its way to being mended. Implied steps only go forward on it: words
never undo unsaid what somebody has done.
"""


def after(status: CaseStatus, move: CaseMove) -> CaseStatus:
    """The status a legal move leads to; IllegalMove otherwise."""
    target = MOVES.get((status, move))
    if target is None:
        raise IllegalMove(f"{move} is not possible from {status}")
    return target


def way(status: CaseStatus, move: CaseMove) -> tuple[CaseMove, ...]:
    """The shortest chain of implied moves forward that ends with `move`; IllegalMove where there is
    none.
    """
    queue: deque[tuple[CaseStatus, tuple[CaseMove, ...]]] = deque([(status, ())])
    seen = {status}
    while queue:
        at, path = queue.popleft()
        if (at, move) in MOVES:
            return (*path, move)
        for step in IMPLIED:
            target = MOVES.get((at, step))
            if target is not None and target not in seen and PROGRESS[target] > PROGRESS[at]:
                seen.add(target)
                queue.append((target, (*path, step)))
    raise IllegalMove(f"{move} is not possible from {status}")


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
    names (`bot.domain.accused`), `assignee` who was asked first, `company` the property company that
    it was sent to; `untold`: its department has nobody here and has not been told of it yet.
    `whistle` is the id of the last whistle that was blown for it.
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

    @property
    def is_open(self) -> bool:
        """Whether something can still be expected of it."""
        return self.status not in FINAL | {CaseStatus.EVALUATED, CaseStatus.ANSWERED}

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
