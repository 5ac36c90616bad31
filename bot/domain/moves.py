"""The table of legal moves of a case, and what the plain words of staff imply (domain rules §6.2).

Comes in: the present status and the move wanted. Goes out: the statuses passed through, or
IllegalMove. Does not: check who may (people), count time (deadlines), or choose words.
"""

from collections import deque
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.case import CaseStatus
from bot.domain.errors import IllegalMove


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
    ASK_SUSPENSION = "ask_suspension"
    SETTLE_SUSPENSION = "settle_suspension"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    REWORK = "rework"
    LAPSE = "lapse"
    SPLIT = "split"
    TAKE_BACK = "take_back"


_S, _M = CaseStatus, CaseMove

MOVES: Final[Mapping[tuple[CaseStatus, CaseMove], CaseStatus]] = MappingProxyType(
    {
        (_S.PENDING_VERIFY, _M.REJECT): _S.REJECTED,
        (_S.PENDING_VERIFY, _M.MERGE): _S.MERGED,
        (_S.PENDING_VERIFY, _M.ANSWER): _S.ANSWERED,
        (_S.PENDING_VERIFY, _M.ACCEPT): _S.ACCEPTED,
        (_S.PENDING_VERIFY, _M.CANCEL): _S.CANCELED,
        (_S.MERGED, _M.SPLIT): _S.PENDING_VERIFY,
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
        (_S.DISPATCHED, _M.TAKE_BACK): _S.DISPATCHED,
        (_S.SIGNED, _M.START): _S.PROCESSING,
        (_S.SIGNED, _M.TAKE_BACK): _S.DISPATCHED,
        (_S.SIGNED, _M.ASK_RETURN): _S.RETURN_REQUESTED,
        (_S.SIGNED, _M.MERGE): _S.MERGED,
        (_S.SIGNED, _M.DISPATCH): _S.DISPATCHED,
        (_S.RETURN_REQUESTED, _M.GRANT_RETURN): _S.PENDING_VERIFY,
        (_S.RETURN_REQUESTED, _M.REFUSE_RETURN): _S.SIGNED,
        (_S.PROCESSING, _M.ASK_RETURN): _S.RETURN_REQUESTED,
        (_S.PROCESSING, _M.HAND_IN): _S.PENDING_CHECK,
        (_S.PROCESSING, _M.MERGE): _S.MERGED,
        (_S.PROCESSING, _M.DISPATCH): _S.DISPATCHED,
        (_S.PROCESSING, _M.TAKE_BACK): _S.DISPATCHED,
        (_S.PROCESSING, _M.ASK_EXTENSION): _S.EXTEND_REQUESTED,
        (_S.EXTEND_REQUESTED, _M.SETTLE_EXTENSION): _S.PROCESSING,
        (_S.PROCESSING, _M.ASK_SUSPENSION): _S.SUSPEND_REQUESTED,
        (_S.SUSPEND_REQUESTED, _M.SETTLE_SUSPENSION): _S.PROCESSING,
        (_S.SUSPEND_REQUESTED, _M.SUSPEND): _S.SUSPENDED,
        (_S.PROCESSING, _M.SUSPEND): _S.SUSPENDED,
        (_S.PROCESSING, _M.LAPSE): _S.CLOSED,
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
