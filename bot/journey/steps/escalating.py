"""A case becomes a level's turn, by somebody's words or by itself, and what follows where nobody
there answers in time (domain rules §7.2).

Comes in: a case, the level called, or the timer of a call. Goes out: the case at its new level,
those who wait and those whose turn it is told, the next timer; above the community a draft. Does
not: check who may call.
"""

from typing import Final

from bot.domain.calls import BY_ITSELF, UNANSWERED, called, is_above, senders, standing
from bot.domain.case import Case, CaseEvent, CaseStatus, EventKind
from bot.domain.draft import DraftKind
from bot.domain.matters import Level
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.supervision import Ground
from bot.domain.timer import Timer, TimerKind
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.drafting import Offer, put, sender
from bot.journey.steps.leading import tell_level
from bot.journey.steps.supervising import supervise
from bot.journey.steps.telling import tell_reporters
from bot.journey.words.wording import case_words

MANUAL: Final = "manual"
TIMEOUT: Final = "timeout"
RESIDENT: Final = "resident"
_TIMER: Final = "timer"
_SUPERVISED: Final = frozenset({Level.STREET, Level.LEADERS})
"""Levels whose silence puts a case on the list of supervision."""


async def call_level(
    docket: Docket, case: Case, level: Level, *, by: str, cause: str, heard: Heard | None = None
) -> Case:
    """Nobody has it in hand until somebody there does; whoever waits hears of each level once."""
    changed = await begin_call(docket, case, level, by=by, cause=cause, heard=heard)
    await tell_level(docket, changed)
    return changed


async def begin_call(
    docket: Docket, case: Case, level: Level, *, by: str, cause: str, heard: Heard | None = None
) -> Case:
    """The same where those of the level are told in other words."""
    known = called(await docket.history(case))
    await docket.note(case, EventKind.ESCALATED, by, {"level": level.value, "cause": cause})
    changed = await docket.change(case, level=level, owner=None, assignee=None)
    if level not in known:
        await tell_reporters(docket, heard, changed, ReplyKey.STEP_PASSED_UP)
    await _expect_answer(docket, changed)
    return changed


async def _expect_answer(docket: Docket, case: Case) -> None:
    await docket.cancel(case, [TimerKind.CALL_DUE])
    office = docket.office
    until = office.settings.calls.until(case.level, docket.now, office.hours)
    await docket.wake(case, TimerKind.CALL_DUE, until)


async def not_accepted(docket: Docket, case: Case, timer: Timer) -> None:
    """Nobody has accepted it in time: the grid's case goes to the community by itself; what is the
    community's from the first has the time of a call from now on."""
    if case.accepted_at is not None or not _waits(docket, case) or case.emergency is not None:
        return
    if not is_above(case.level, Level.GRID):
        await call_level(docket, case, BY_ITSELF, by=_TIMER, cause=TIMEOUT)
    elif case.level is Level.COMMUNITY and standing(await docket.history(case)) is None:
        await _expect_answer(docket, case)


async def unanswered(docket: Docket, case: Case, timer: Timer) -> None:
    """The time to answer a call is over: it is noted once, and the next step is one person's."""
    if case.owner is not None or not _waits(docket, case):
        return
    history = await docket.history(case)
    if _is_answered(case, history):
        return
    await docket.note(
        case, EventKind.ADDED, _TIMER, {"note": UNANSWERED, "level": case.level.value}
    )
    if case.level in _SUPERVISED:
        case = await supervise(docket, case, Ground.UNANSWERED, by=_TIMER)
        await _tell_supervisor(docket, case)
    if case.status is not CaseStatus.RETURN_REQUESTED:
        await _draft_next(docket, case)


def _is_answered(case: Case, history: list[CaseEvent]) -> bool:
    """Whether nothing is left to be answered, or it was noted before that nobody did."""
    call = standing(history)
    since = case.opened_at if call is None else call.at
    if call is None and (case.accepted_at is not None or called(history)):
        return True
    return any(_tells_so(event) and event.at > since for event in history)


def _tells_so(event: CaseEvent) -> bool:
    return event.kind is EventKind.ADDED and event.detail.get("note") == UNANSWERED


def _waits(docket: Docket, case: Case) -> bool:
    """Whether anybody could still answer for it; the street for what was given back too often."""
    decides = case.returned >= docket.office.settings.returns_most
    returned = case.status is CaseStatus.RETURN_REQUESTED and not decides
    aside = returned or case.status is CaseStatus.SUSPENDED
    negative = docket.office.matters[case.item].is_negative
    return case.is_open and case.done_at is None and not aside and not negative


async def _draft_next(docket: Docket, case: Case) -> None:
    level = case.level.above()
    if level is case.level:
        return
    await put(
        docket,
        case,
        Offer(
            kind=DraftKind.CALL,
            subject=level.value,
            roles=senders(level),
            key=ReplyKey.DRAFT_CALL,
            words={"to": docket.office.words.term("level", level.value)},
        ),
    )


async def _tell_supervisor(docket: Docket, case: Case) -> None:
    """The secretary hears that nobody above has answered."""
    person = sender(docket, case, (Role.COMMUNITY_SECRETARY,))
    if person is not None:
        parameters = case_words(docket.office, case)
        said = Say(
            key=ReplyKey.CALL_UNANSWERED, person=person.id, case=case.key, parameters=parameters
        )
        await docket.say(said)
