"""What each move of a case leaves behind: the line of its history and the fields it sets (domain
rules §6.2).

Comes in: a case, a step, who makes it and when. Goes out: the kind of the line, and changed fields.
Does not: move the case.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.lamps import LampRules
from bot.domain.moves import CaseMove
from bot.domain.pauses import clocked

RECORDED: Final[Mapping[CaseMove, EventKind]] = MappingProxyType(
    {
        CaseMove.DISPATCH: EventKind.DISPATCHED,
        CaseMove.SIGN: EventKind.ACCEPTED,
        CaseMove.HAND_IN: EventKind.RESOLVED,
        CaseMove.PASS_CHECK: EventKind.CLOSED,
        CaseMove.RATE: EventKind.RATED,
        CaseMove.REOPEN: EventKind.REOPENED,
        CaseMove.REJECT: EventKind.REJECTED,
        CaseMove.MERGE: EventKind.MERGED,
        CaseMove.CANCEL: EventKind.WITHDRAWN,
        CaseMove.SUSPEND: EventKind.SUSPENDED,
        CaseMove.RESUME: EventKind.RESUMED,
        CaseMove.ASK_RETURN: EventKind.RETURNED,
        CaseMove.ANSWER: EventKind.ANSWERED,
        CaseMove.FAIL_CHECK: EventKind.REOPENED,
        CaseMove.LAPSE: EventKind.CLOSED,
        CaseMove.SPLIT: EventKind.SPLIT,
    }
)
"""The lines that moves leave in the history; the others leave `EventKind.MOVED` with their name."""

_UNDONE: Final[Mapping[str, object]] = MappingProxyType(
    {
        "done_at": None,
        "closed_at": None,
        "asked_back": False,
        "rating": None,
        "done_by": None,
        "pictures": 0,
        "asked_evidence": False,
        "checked_by": None,
        "released_by": None,
        "settlement": None,
    }
)
"""What was said to be done is not."""


def stamped(
    case: Case, step: CaseMove, actor: str, *, now: datetime, rules: LampRules
) -> dict[str, object]:
    """The fields that a step sets."""
    if step is CaseMove.SIGN:
        return {"accepted_at": case.accepted_at or now, "owner": actor}
    if step is CaseMove.HAND_IN:
        return {"done_at": now, "done_by": actor}
    if step is CaseMove.PASS_CHECK:
        return {"closed_at": now}
    if step in (CaseMove.ANSWER, CaseMove.LAPSE):
        return {"done_at": now, "closed_at": now}
    if step in (CaseMove.SUSPEND, CaseMove.RESUME):
        return clocked(case, step, now, rules)
    if step in (CaseMove.REOPEN, CaseMove.FAIL_CHECK):
        return dict(_UNDONE)
    return {}


def implied(case: Case, step: CaseMove) -> dict[str, object]:
    """What the line of a step says that nobody named."""
    if step is CaseMove.DISPATCH:
        return {"level": case.level.value, "department": case.department, "member": case.owner}
    return {}
