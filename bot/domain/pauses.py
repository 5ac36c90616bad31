"""Deadlines stand still while a case is set aside, and go on with what was left of them (domain
rules §5.3.4).

Comes in: a case, the rules of clocks, and now. Goes out: whether it may be set aside, and
what changes when it goes on. Does not: move the case or keep timers.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import Case
from bot.domain.lamps import LampRules, Stage, span_of
from bot.domain.moves import CaseMove

MATERIAL: Final = "material"
"""What a case waits for that a resident has to bring."""


def may_pause(case: Case, now: datetime) -> bool:
    """Whether it can be set aside: not once it is late (domain rules §5.3.6)."""
    return case.resolve_until is None or now <= case.resolve_until


def clocked(case: Case, move: CaseMove, now: datetime, rules: LampRules) -> dict[str, object]:
    """The fields of a case that is set aside, or goes on."""
    return {"paused_at": now} if move is CaseMove.SUSPEND else resumed(case, now, rules)


def resumed(case: Case, now: datetime, rules: LampRules) -> dict[str, object]:
    """The fields of a case that goes on now: what was left of its time is left again. Only what
    was accepted is ever set aside, so that nothing but handling has a clock to move.
    """
    changes: dict[str, object] = {"paused_at": None, "paused_until": None, "paused_for": None}
    since, span = case.paused_at, span_of(case, Stage.HANDLE)
    if since is None or span is None or span.until <= since:
        return changes
    passed = rules.passed(span.pace, since, now)
    if passed > timedelta(0):
        changes["resolve_from"] = rules.later(span.pace, span.begun, passed)
        changes["resolve_until"] = rules.later(span.pace, span.until, passed)
    return changes
