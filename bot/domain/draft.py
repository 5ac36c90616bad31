"""A draft: something that only one person may set going, put before him once (domain rules §7.2).

Comes in: values from casework and timers. Goes out: a frozen value kept in a row. Does not: word
it, or do what it says.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DraftKind(StrEnum):
    """What "1" would do."""

    CALL = "call"
    WHISTLE = "whistle"
    OBJECTION = "objection"


class DraftState(StrEnum):
    """What became of it. Nobody is reminded of one that waits."""

    WAITING = "waiting"
    SENT = "sent"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """About the case with the key `case`, before the person `person`. `subject` is the level of a
    call, the kind of a whistle, the department of an objection; `departments` are those that a
    whistle calls, `cases` those that hang on it. `asked_by` asked for it (None: a timer)."""

    id: str
    kind: DraftKind
    case: str
    person: str
    subject: str
    departments: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    asked_by: str | None = None
    created_at: datetime
    until: datetime
    state: DraftState = DraftState.WAITING
    decided_at: datetime | None = None
