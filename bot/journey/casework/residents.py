"""What residents say about their cases: confirm, reject, urge, ask, withdraw (domain rules §6.3,
§6.4).

Comes in: a decision and its case. Goes out: the case rated, closed, reopened or withdrawn, and a
short answer. Does not: decide which case is meant.
"""

from dataclasses import replace
from typing import Final

from bot.domain.case import FINAL, Case, CaseStatus, EventKind
from bot.domain.moves import CaseMove
from bot.domain.people import Role, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.supervision import Ground
from bot.domain.timer import TimerKind
from bot.journey.casework.asked.answering import ask_a_person
from bot.journey.casework.calls.raising import call_for
from bot.journey.casework.reports.acknowledging import unsay
from bot.journey.casework.reports.joining import touched
from bot.journey.casework.staff.closing import ask_check, close_if_complete, lacks, with_pictures
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import EVERYTHING, follow, restart_resolving, stop
from bot.journey.steps.leading import tell_level, tell_more
from bot.journey.steps.supervising import supervise
from bot.journey.steps.telling import back_to
from bot.journey.words.wording import case_words
from intents.acts_calls import CALL
from intents.decisions import Act

GOOD_RATING: Final = 4
BAD_RATING: Final = 1
_WITHDRAWABLE: Final = frozenset(
    {CaseStatus.PENDING_VERIFY, CaseStatus.ACCEPTED, CaseStatus.DISPATCHED}
)
_SAID_FINE: Final = "said_fine"
_THINGS: Final = frozenset({"GY", "WY", "CG", "AQ"})
"""What can be fine again by itself."""


def _answer(docket: Docket, heard: Heard, case: Case, key: ReplyKey) -> Say:
    """An answer where it was asked, alone where that is the only decent way."""
    return back_to(heard, key, heard.room, case_words(docket.office, case), case)


async def _answer_alone(
    docket: Docket, heard: Heard, case: Case, key: ReplyKey, **more: str
) -> None:
    """An answer to one person, in the group only where he cannot be written to."""
    parameters = case_words(docket.office, case) | more
    alone = Say(key=key, person=heard.person.id, case=case.key, parameters=parameters)
    if not await docket.say(alone):
        await docket.say(replace(_answer(docket, heard, case, key), parameters=parameters))


def _may_hear(heard: Heard, case: Case) -> bool:
    """Whether this person may be told how a case stands: of private ones only those concerned."""
    if is_accused(heard.person, case) and heard.person.id != case.reporter:
        return False
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
    seen = await with_pictures(docket, heard, case)
    rated = await _rate(docket, heard, seen, heard.decision.rating or GOOD_RATING)
    if case.status is not CaseStatus.ANSWERED:
        noted = rated.status is CaseStatus.PENDING_CHECK
        key = ReplyKey.THANKS_NOTED if noted else ReplyKey.THANKS_RATED
        await _answer_alone(docket, heard, rated, key)
    return await touched(docket, heard, await follow(docket, case, rated))


async def _rate(docket: Docket, heard: Heard, case: Case, rating: int) -> Case:
    """The rating counts at once. It may be what was missing for closing the case; where more is
    missing, the case is over when that is there."""
    await unsay(docket, case)
    await stop(docket, case, (TimerKind.CALLBACK_PATIENCE, TimerKind.VISIT_OVER))
    if case.status is CaseStatus.PENDING_CHECK:
        case = await docket.change(case, rating=rating)
        if lacks(docket, case):
            facts = {"by": heard.person.id, "score": rating}
            await docket.note(case, EventKind.RATED, heard.person.id, facts)
            await ask_check(docket, case)
        return await close_if_complete(docket, case, by=heard.person.id)
    await stop(docket, case, EVERYTHING)
    return await docket.move(case, CaseMove.RATE, heard.person.id, {"score": rating}, rating=rating)


async def _fine_already(docket: Docket, heard: Heard, case: Case) -> Case:
    """Fine before anybody called it done: a person looks and closes it; nobody is asked again, and
    what he says counts then."""
    if case.is_open and not case.asked_back and case.category in _THINGS:
        await docket.note(case, EventKind.ADDED, heard.person.id, {"note": _SAID_FINE})
        await tell_more(docket, case, ReplyKey.LEADER_SAID_FINE)
        rating = heard.decision.rating or GOOD_RATING
        case = await docket.change(case, asked_back=True, rating=rating)
    return await touched(docket, heard, case)


async def reject(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is not: reopened one level higher, twice at most; then it is kept as unsatisfied (domain
    rules §6.4)."""
    if case.status is CaseStatus.ANSWERED:
        return await ask_a_person(docket, heard, case)
    await docket.keep_words(case, [heard.message], "reject")
    if case.done_at is None or case.status in FINAL:
        return await touched(docket, heard, case)
    settings = docket.office.settings
    if case.closed_at is not None and docket.now > case.closed_at + settings.reopen_within:
        days = str(settings.reopen_within.days)
        await _answer_alone(docket, heard, case, ReplyKey.REOPEN_TOO_LATE, days=days)
        return await touched(docket, heard, case)
    if case.reopened >= settings.reopenings_most:
        return await _unsatisfied(docket, heard, case)
    return await touched(docket, heard, await _reopen(docket, heard, case))


async def _reopen(docket: Docket, heard: Heard, case: Case) -> Case:
    level = case.level.above()
    facts = {"level": level.value, "score": heard.decision.rating or BAD_RATING}
    before, pending = case, case.status is CaseStatus.PENDING_CHECK
    await stop(docket, case, EVERYTHING)
    await unsay(docket, case)
    case = await docket.move(
        case,
        CaseMove.FAIL_CHECK if pending else CaseMove.REOPEN,
        heard.person.id,
        facts,
        level=level,
        reopened=case.reopened + 1,
    )
    case = await docket.move(case, CaseMove.REWORK if pending else CaseMove.START, "bot")
    case = await restart_resolving(docket, case)
    case = await supervise(docket, case, Ground.DISSATISFIED, by=heard.person.id)
    await docket.say(_answer(docket, heard, case, ReplyKey.STEP_REOPENED))
    await tell_more(docket, case, ReplyKey.LEADER_REJECTED)
    await tell_level(docket, case)
    if case.reopened >= docket.office.settings.reopenings_most:
        await _have_talked_with(docket, case)
    return await follow(docket, before, case)


async def _have_talked_with(docket: Docket, case: Case) -> None:
    """Not satisfied for the second time: the secretary talks with them in person."""
    parameters = case_words(docket.office, case, in_private=True)
    for person in docket.office.directory.of_grid(case.grid, Role.COMMUNITY_SECRETARY)[:1]:
        if not is_accused(person, case):
            key = ReplyKey.TALK_WANTED
            await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))


async def _unsatisfied(docket: Docket, heard: Heard, case: Case) -> Case:
    """Reopened often enough: what can be done was done; the low rating stays."""
    if heard.person.id != case.reporter or case.status is CaseStatus.EVALUATED:
        return await touched(docket, heard, case)
    score = heard.decision.rating or BAD_RATING
    facts: dict[str, object] = {"score": score, "outcome": "dutiful"}
    before = case
    if case.status is CaseStatus.PENDING_CHECK:
        case = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id, facts)
    await stop(docket, case, EVERYTHING)
    await unsay(docket, case)
    case = await docket.move(case, CaseMove.RATE, heard.person.id, facts, rating=score)
    await _answer_alone(docket, heard, case, ReplyKey.NOTED_UNSATISFIED)
    return await touched(docket, heard, await follow(docket, before, case))


async def urge(docket: Docket, heard: Heard, case: Case) -> Case:
    """Why nothing is done yet: those who have it hear of it; the state is told when asked. Whoever
    calls the grid calls the next level."""
    await docket.keep_words(case, [heard.message], Act.URGE.value)
    if case.is_open and case.done_at is None:
        called = await call_for(docket, heard, case) if _calls(heard, case) else case
        if called is case:
            await tell_more(docket, case, ReplyKey.LEADER_URGED)
        case = called
    if heard.message.addressed and _may_hear(heard, case):
        await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await touched(docket, heard, case)


def _calls(heard: Heard, case: Case) -> bool:
    """Whether somebody whom it concerns calls the grid; what goes back to be verified is not in
    anybody's hand to be called from."""
    concerned = heard.person.id in (case.reporter, case.concerned, *case.supporters)
    waits = case.status in (CaseStatus.SUSPENDED, CaseStatus.RETURN_REQUESTED)
    return concerned and heard.decision.reason == CALL and not waits and case.emergency is None


async def ask_status(docket: Docket, heard: Heard, case: Case) -> Case:
    """How far it is: one line with state and date."""
    await docket.keep_words(case, [heard.message], "status")
    if _may_hear(heard, case):
        await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await touched(docket, heard, case)


async def withdraw(docket: Docket, heard: Heard, case: Case) -> Case:
    """Only by the one who reported it and before anybody took it on; emergencies stay. Later those
    who have it are told."""
    if heard.person.id != case.reporter:
        return await touched(docket, heard, case)
    if case.emergency is not None or case.status not in _WITHDRAWABLE:
        await _answer_alone(docket, heard, case, ReplyKey.WITHDRAWN_TOO_LATE)
        if case.is_open and case.done_at is None:
            await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "not_wanted"})
            await tell_more(docket, case, ReplyKey.LEADER_WITHDRAWN)
        return await touched(docket, heard, case)
    await unsay(docket, case)
    await stop(docket, case, EVERYTHING)
    case = await docket.move(case, CaseMove.CANCEL, heard.person.id)
    await _answer_alone(docket, heard, case, ReplyKey.WITHDRAWN)
    return case
