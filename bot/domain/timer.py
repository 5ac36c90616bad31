"""Something to be done about a case at a later instant.

Comes in: values from casework. Goes out: frozen values kept in rows. Does not: fire by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TimerKind(StrEnum):
    """What is due."""

    ACCEPT_YELLOW = "accept_yellow"
    ACCEPT_DUE = "accept_due"
    ACCEPT_LATE = "accept_late"
    RESOLVE_YELLOW = "resolve_yellow"
    RESOLVE_DUE = "resolve_due"
    RESOLVE_LATE = "resolve_late"
    CHECK_YELLOW = "check_yellow"
    CHECK_DUE = "check_due"
    CHECK_LATE = "check_late"
    REMIND = "remind"
    DRILL_OVER = "drill_over"
    CALLBACK_PATIENCE = "callback_patience"
    PAUSE_OVER = "pause_over"
    VISIT_OVER = "visit_over"
    EMERGENCY_STEP = "emergency_step"
    CALL_DUE = "call_due"
    WHISTLE_DUE = "whistle_due"
    JOINT_DUE = "joint_due"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Fires once at `due_at` (aware UTC); `step` counts repetitions of one kind for one case. A
    reminder names a person in the place of the case, a round of digests nobody.
    """

    id: str
    case: str
    kind: TimerKind
    due_at: datetime
    step: int = 0
    attempts: int = 0
