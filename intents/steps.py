"""Steps of work in plain words: which words mean which step, and what they leave out.

Comes in: a `Hearing` from somebody whose work it is, or from a building leader. Goes out: the first
step that its words speak of, with the act and the move that go with it (domain rules §6.2). Does
not: find out which case is meant, or check who may.
"""

from dataclasses import dataclass, replace
from datetime import timedelta, timezone

from intents.decisions import Act, Decision, Move
from intents.hearing import Found, Hearing, found
from intents.scene import OpenCase, Role, RoomKind
from intents.sideroads import names_direction, return_reason, tells_recourse, wait_reason
from intents.terms import term_in

RECOURSE = "recourse"
"""The reason of a mediation that failed, where the parties were told what is left to them."""

INTO = "into"
"""The reason of a merging that says into which case."""

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Words of staff, the act they are and the move they make."""

    words: str
    act: Act
    move: Move


# In this order: the narrow before the wide.
STEPS = (
    Step(words="whistle_over", act=Act.DETAIL, move=Move.END_WHISTLE),
    Step(words="whistle_object", act=Act.ESCALATE, move=Move.OBJECT),
    Step(words="whistle", act=Act.ESCALATE, move=Move.WHISTLE),
    Step(words="confer", act=Act.DETAIL, move=Move.CONFER),
    Step(words="rated_department", act=Act.DETAIL, move=Move.RATE_DEPARTMENT),
    Step(words="call_answered", act=Act.DETAIL, move=Move.ANSWER_CALL),
    Step(words="supervise", act=Act.DETAIL, move=Move.SUPERVISE),
    Step(words="check_failed", act=Act.REJECT, move=Move.CHECK_FAILED),
    Step(words="check_passed", act=Act.FIXED, move=Move.CHECK_PASSED),
    Step(words="not_agreed", act=Act.DETAIL, move=Move.NOT_AGREED),
    Step(words="agreed", act=Act.FIXED, move=Move.AGREED),
    Step(words="refuse", act=Act.DETAIL, move=Move.REFUSE),
    Step(words="grant", act=Act.DETAIL, move=Move.GRANT),
    Step(words="decline", act=Act.DETAIL, move=Move.DECLINE),
    Step(words="unmet", act=Act.DETAIL, move=Move.UNMET),
    Step(words="split", act=Act.DETAIL, move=Move.SPLIT),
    Step(words="merge", act=Act.DETAIL, move=Move.MERGE),
    Step(words="give_back", act=Act.ESCALATE, move=Move.GIVE_BACK),
    Step(words="material", act=Act.DETAIL, move=Move.MATERIAL),
    Step(words="extend", act=Act.DETAIL, move=Move.EXTEND),
    Step(words="resume", act=Act.DETAIL, move=Move.RESUME),
    Step(words="talked", act=Act.DETAIL, move=Move.TALKED),
    Step(words="done", act=Act.FIXED, move=Move.DONE),
    Step(words="pass_up", act=Act.ESCALATE, move=Move.PASS_UP),
    Step(words="assign", act=Act.DETAIL, move=Move.ASSIGN),
    Step(words="suspend", act=Act.DETAIL, move=Move.SUSPEND),
    Step(words="report_in", act=Act.DETAIL, move=Move.REPORT_IN),
    Step(words="on_site", act=Act.DETAIL, move=Move.ON_SITE),
    Step(words="entrust", act=Act.DETAIL, move=Move.ENTRUST),
    Step(words="take", act=Act.DETAIL, move=Move.TAKE),
)
_MENDED = next(step for step in STEPS if step.move is Move.DONE)
# Only where a number, a quote or the leaders' group says that a case is spoken of.
NARROW = frozenset(
    {
        Move.CHECK_PASSED,
        Move.CHECK_FAILED,
        Move.DECLINE,
        Move.MERGE,
        Move.SPLIT,
        Move.RESUME,
        Move.EXTEND,
        Move.WHISTLE,
        Move.CONFER,
        Move.OBJECT,
        Move.END_WHISTLE,
        Move.RATE_DEPARTMENT,
        Move.ANSWER_CALL,
        Move.SUPERVISE,
        Move.ENTRUST,
    }
)

OF_A_CASE = frozenset({Move.DONE, Move.PASS_UP, Move.GIVE_BACK, Move.SUSPEND, Move.EXTEND})
# Whose "let them do it" sends a case somewhere; from others it is a call for help.
_SENDERS = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER})


def step_in(hearing: Hearing, *, narrow: bool) -> Step | None:
    """The first step that the words speak of; `narrow` ones only where a case is pointed at."""
    for step in STEPS:
        if step.move is Move.DONE and _still_to_do(hearing):
            continue
        if step.move is Move.PASS_UP and _sends_it(hearing):
            continue
        if step.move is Move.ENTRUST and hearing.scene.role not in _SENDERS:
            continue
        if step.move is Move.DECLINE and hearing.match("sends_back") is not None:
            continue  # for whatever reason: it goes back to whoever sent it
        if (narrow or step.move not in NARROW) and hearing.match(step.words):
            return step
    return _MENDED if _sounds_done(hearing) else None


def _sounds_done(hearing: Hearing) -> bool:
    """True where the model hears what was mended, in words that no list has."""
    if hearing.opinion.talk.done < hearing.limits.done or _still_to_do(hearing):
        return False
    return not hearing.says("question", "future", "reject", "notice", "praise")


def _still_to_do(hearing: Hearing) -> bool:
    """Words of completion about what is yet to come, or with more to come after them."""
    if hearing.match("not_done"):
        return True
    future, done = hearing.match("future"), hearing.match("done")
    if future is None or done is None:
        return False
    return hearing.match("already") is None or future.start() >= done.end()


def _sends_it(hearing: Hearing) -> bool:
    """Somebody who may send cases asks others to do it, and does not say that it goes up."""
    may = hearing.scene.role in _SENDERS
    return may and hearing.match("assign") is not None and not hearing.match("upward")


def step_of(hearing: Hearing) -> Step | None:
    """The work that the words speak of, as far as it may be read without a number."""
    return step_in(hearing, narrow=False)


def answer(hearing: Hearing, step: Step, case: OpenCase) -> Found:
    """The step as a decision on this case."""
    if case.accused:
        return found(Act.DETAIL, case, hearing.matched(step.words))
    move = _fitting(step.move, hearing, case)
    result = found(step.act, case, hearing.matched(step.words), move=move)
    return replace(result, decision=_told_with(hearing, result.decision, case))


def _told_with(hearing: Hearing, decision: Decision, case: OpenCase) -> Decision:
    """The decision with what its move needs to know beside: to whom, why, until when, which
    other case."""
    words = hearing.words
    match decision.move:
        case Move.ASSIGN | Move.GRANT:
            sent = hearing.match("assign")
            department = sent and (sent["department"] or sent["asked"])
            return replace(decision, department=department or None)
        case Move.ENTRUST:
            sent = hearing.match("entrust")
            return replace(decision, department=sent and (sent["whom"] or sent["asked_whom"]))
        case Move.GIVE_BACK:
            return replace(decision, reason=return_reason(words))
        case Move.EXTEND | Move.SUSPEND | Move.CONFER:
            today = hearing.scene.now.astimezone(_CHINA).date()
            term = term_in(words, today)
            return replace(decision, reason=wait_reason(words), term=term)
        case Move.MERGE | Move.SPLIT:
            return replace(decision, other=_other(hearing, case), reason=_direction(hearing))
        case Move.NOT_AGREED:
            return replace(decision, reason=RECOURSE if tells_recourse(words) else None)
        case _:
            return decision


def _other(hearing: Hearing, case: OpenCase) -> str | None:
    """The second case that is named."""
    named = (c for c in hearing.scene.cases if c.number in hearing.numbers and c.key != case.key)
    return next((other.key for other in named), None)


def _direction(hearing: Hearing) -> str | None:
    return INTO if names_direction(hearing.words) else None


def _fitting(move: Move, hearing: Hearing, case: OpenCase) -> Move:
    """A case that is taken already is not taken again by the next "I am going"; a leader in the
    owners' group only tells.
    """
    if move is Move.TAKE and (case.taken or case.done):
        return Move.PROGRESS
    if move is Move.MATERIAL and not case.taken:
        return Move.PROGRESS
    if move is Move.TAKE and hearing.leader and hearing.scene.room is RoomKind.OWNERS:
        return Move.PROGRESS
    return move
