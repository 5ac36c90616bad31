"""What residents say about their cases: confirm, reject, urge, ask, withdraw (domain rules §6.3,
§6.4).

Comes in: a decision and its case. Goes out: the case rated, closed, reopened or withdrawn, and a
short answer. Does not: decide which case is meant.
"""

from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework.acknowledging import unsay
from bot.journey.casework.answering import ask_a_person
from bot.journey.casework.joining import touched
from bot.journey.clocks import EVERYTHING, restart_resolving, stop
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import tell_level, tell_more
from bot.journey.wording import case_words
from intents.decisions import Act

GOOD_RATING: Final = 4
BAD_RATING: Final = 1
_LAST_REOPENING: Final = 2
_WITHDRAWABLE: Final = frozenset(
    {CaseStatus.PENDING_VERIFY, CaseStatus.ACCEPTED, CaseStatus.DISPATCHED}
)
_SAID_FINE: Final = "said_fine"
_THINGS: Final = frozenset({"GY", "WY", "CG", "AQ"})
"""What can be fine again by itself."""


def _answer(docket: Docket, heard: Heard, case: Case, key: ReplyKey) -> Say:
    """An answer where it was asked, alone where that is the only decent way."""
    room = heard.room.id if heard.room else None
    return Say(
        key=key,
        room=room,
        person=None if room else heard.person.id,
        otherwise=heard.person.id if room else None,
        case=case.key,
        parameters=case_words(docket.office, case),
    )


async def _answer_alone(docket: Docket, heard: Heard, case: Case, key: ReplyKey) -> None:
    """An answer to one person, in the group only where he cannot be written to."""
    parameters = case_words(docket.office, case)
    alone = Say(key=key, person=heard.person.id, case=case.key, parameters=parameters)
    if not await docket.say(alone):
        await docket.say(_answer(docket, heard, case, key))


def _may_hear(heard: Heard, case: Case) -> bool:
    """Whether this person may be told how a case stands: of private ones only those concerned."""
    concerned = heard.person.id in (case.reporter, case.owner, *case.supporters)
    return concerned or (not case.is_restricted and heard.room is not None)


async def confirm(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is fine now. Its reporter's word rates the case once somebody has called it done; nobody
    else's does."""
    await docket.keep_words(case, [heard.message], "confirm")
    if heard.person.id != case.reporter or case.rating is not None:
        return await touched(docket, heard, case)
    if case.done_at is None:
        return await _fine_already(docket, heard, case)
    answered = case.status is CaseStatus.ANSWERED
    case = await _rate(docket, heard, case, heard.decision.rating or GOOD_RATING)
    if not answered:
        await _answer_alone(docket, heard, case, ReplyKey.THANKS_RATED)
    return await touched(docket, heard, case)


async def _rate(docket: Docket, heard: Heard, case: Case, rating: int) -> Case:
    if case.status is CaseStatus.PENDING_CHECK:
        case = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id)
    await stop(docket, case, EVERYTHING)
    await unsay(docket, case)
    return await docket.move(case, CaseMove.RATE, heard.person.id, {"score": rating}, rating=rating)


async def _fine_already(docket: Docket, heard: Heard, case: Case) -> Case:
    """Fine before anybody called it done: a person looks and closes it; nobody is asked again."""
    if case.is_open and not case.asked_back and case.category in _THINGS:
        await docket.note(case, EventKind.ADDED, heard.person.id, {"note": _SAID_FINE})
        await tell_more(docket, case, ReplyKey.LEADER_SAID_FINE)
        case = await docket.change(case, asked_back=True)
    return await touched(docket, heard, case)


async def reject(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is not: reopened one level higher, twice at most; then it is kept as unsatisfied (domain
    rules §6.4)."""
    if case.status is CaseStatus.ANSWERED:
        return await ask_a_person(docket, heard, case)
    await docket.keep_words(case, [heard.message], "reject")
    if case.done_at is None:
        return await touched(docket, heard, case)
    if case.reopened >= _LAST_REOPENING:
        return await _unsatisfied(docket, heard, case)
    level = case.level.above()
    facts = {"level": level.value, "score": heard.decision.rating or BAD_RATING}
    pending = case.status is CaseStatus.PENDING_CHECK
    await stop(docket, case, EVERYTHING)
    await unsay(docket, case)
    case = await docket.move(
        case,
        CaseMove.FAIL_CHECK if pending else CaseMove.REOPEN,
        heard.person.id,
        facts,
        level=level,
        reopened=case.reopened + 1,
        rating=None,
    )
    case = await docket.move(case, CaseMove.REWORK if pending else CaseMove.START, "bot")
    case = await restart_resolving(docket, case)
    await docket.say(_answer(docket, heard, case, ReplyKey.STEP_REOPENED))
    await tell_more(docket, case, ReplyKey.LEADER_REJECTED)
    await tell_level(docket, case)
    return await touched(docket, heard, case)


async def _unsatisfied(docket: Docket, heard: Heard, case: Case) -> Case:
    """Reopened often enough: what can be done was done; the low rating stays."""
    if heard.person.id != case.reporter or case.rating is not None:
        return await touched(docket, heard, case)
    case = await _rate(docket, heard, case, heard.decision.rating or BAD_RATING)
    await _answer_alone(docket, heard, case, ReplyKey.NOTED_UNSATISFIED)
    return await touched(docket, heard, case)


async def urge(docket: Docket, heard: Heard, case: Case) -> Case:
    """Why nothing is done yet: those who have it hear of it; the state is told when asked."""
    await docket.keep_words(case, [heard.message], Act.URGE.value)
    if case.is_open and case.done_at is None:
        await tell_more(docket, case, ReplyKey.LEADER_URGED)
    if heard.message.addressed and _may_hear(heard, case):
        await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await touched(docket, heard, case)


async def ask_status(docket: Docket, heard: Heard, case: Case) -> Case:
    """How far it is: one line with state and date."""
    await docket.keep_words(case, [heard.message], "status")
    if _may_hear(heard, case):
        await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await touched(docket, heard, case)


async def withdraw(docket: Docket, heard: Heard, case: Case) -> Case:
    """Only by the one who reported it and before anybody took it on; emergencies stay."""
    if heard.person.id != case.reporter:
        return await touched(docket, heard, case)
    if case.emergency is not None or case.status not in _WITHDRAWABLE:
        await _answer_alone(docket, heard, case, ReplyKey.WITHDRAWN_TOO_LATE)
        return await touched(docket, heard, case)
    await unsay(docket, case)
    await stop(docket, case, EVERYTHING)
    case = await docket.move(case, CaseMove.CANCEL, heard.person.id)
    await _answer_alone(docket, heard, case, ReplyKey.WITHDRAWN)
    return case
