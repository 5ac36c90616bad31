"""What residents say about their cases: confirm, reject, urge, ask, withdraw (domain rules §6.3,
§6.4).

Comes in: a decision and its case. Goes out: the case rated, closed, reopened or withdrawn, and a
short answer. Does not: decide which case is meant.
"""

from bot.domain.case import Case, CaseMove, CaseStatus
from bot.domain.grid import RoomKind
from bot.domain.people import Role
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import case_words

GOOD_RATING = 4
BAD_RATING = 1
_LAST_REOPENING = 2
_WITHDRAWABLE = frozenset({CaseStatus.PENDING_VERIFY, CaseStatus.ACCEPTED, CaseStatus.DISPATCHED})
_ALL_TIMERS = tuple(TimerKind)


def _answer(docket: Docket, heard: Heard, case: Case, key: ReplyKey) -> Say:
    """An answer where it was asked; about restricted cases only in private."""
    room = heard.room.id if heard.room and not case.is_restricted else None
    return Say(
        key=key,
        room=room,
        person=None if room else heard.person.id,
        case=case.key,
        parameters=case_words(docket.office, case),
    )


def speaks_for(heard: Heard, case: Case) -> bool:
    """Whether the speaker is one of those who reported it."""
    return heard.person.id == case.reporter or heard.person.id in case.supporters


async def confirm(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is fine now: the case is closed by its reporter's word and rated."""
    await docket.keep_words(case, [heard.message], "confirm")
    if not speaks_for(heard, case) or case.done_at is None or case.rating is not None:
        return await _touched(docket, heard, case)
    rating = heard.decision.rating or GOOD_RATING
    if case.status is CaseStatus.PENDING_CHECK:
        case = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id)
    await docket.unit.timers.cancel(case.key, _ALL_TIMERS)
    await docket.drop_words(case)
    case = await docket.move(case, CaseMove.RATE, heard.person.id, {"score": rating}, rating=rating)
    await docket.say(_answer(docket, heard, case, ReplyKey.THANKS_RATED))
    return await _touched(docket, heard, case)


async def reject(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is not: reopened one level higher, twice at most (domain rules §6.4)."""
    await docket.keep_words(case, [heard.message], "reject")
    if case.done_at is None or case.reopened >= _LAST_REOPENING:
        return await _touched(docket, heard, case)
    level = case.level.above()
    rating = heard.decision.rating or BAD_RATING
    move = CaseMove.FAIL_CHECK if case.status is CaseStatus.PENDING_CHECK else CaseMove.REOPEN
    await docket.unit.timers.cancel(case.key, _ALL_TIMERS)
    case = await docket.move(
        case,
        move,
        heard.person.id,
        {"level": level.value, "score": rating},
        level=level,
        reopened=case.reopened + 1,
        rating=None,
    )
    follow = CaseMove.REWORK if move is CaseMove.FAIL_CHECK else CaseMove.START
    case = await docket.move(case, follow, "bot")
    await docket.say(_answer(docket, heard, case, ReplyKey.STEP_REOPENED))
    await _tell_staff(docket, case, ReplyKey.LEADER_REJECTED)
    return await _touched(docket, heard, case)


async def urge(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "怎么还没修": the one who has it hears of it; the group gets the state when it was asked."""
    await docket.keep_words(case, [heard.message], "urge")
    await _tell_staff(docket, case, ReplyKey.LEADER_URGED)
    if heard.message.addressed:
        await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await _touched(docket, heard, case)


async def ask_status(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "到哪一步了": one line with state and date."""
    await docket.keep_words(case, [heard.message], "status")
    await docket.say(_answer(docket, heard, case, ReplyKey.STATUS))
    return await _touched(docket, heard, case)


async def withdraw(docket: Docket, heard: Heard, case: Case) -> Case:
    """Only by the one who reported it and before anybody took it on; emergencies stay."""
    if heard.person.id != case.reporter and not heard.person.is_staff:
        return await _touched(docket, heard, case)
    if case.emergency is not None or case.status not in _WITHDRAWABLE:
        await docket.say(_answer(docket, heard, case, ReplyKey.WITHDRAWN_TOO_LATE))
        return await _touched(docket, heard, case)
    await docket.drop_words(case)
    await docket.unit.timers.cancel(case.key, _ALL_TIMERS)
    case = await docket.move(case, CaseMove.CANCEL, heard.person.id)
    if heard.message.addressed:
        await docket.say(_answer(docket, heard, case, ReplyKey.WITHDRAWN))
    return case


async def _touched(docket: Docket, heard: Heard, case: Case) -> Case:
    return await docket.change(case, touched_at=docket.now, last_speaker=heard.person.id)


async def _tell_staff(docket: Docket, case: Case, key: ReplyKey) -> None:
    directory = docket.office.directory
    parameters = case_words(docket.office, case)
    room = directory.leaders_room(case.grid, case.community)
    if room is not None and room.kind is RoomKind.LEADERS and not case.is_restricted:
        await docket.say(Say(key=key, room=room.id, case=case.key, parameters=parameters))
        return
    for person in directory.of_grid(case.grid, Role.GRID_LEADER)[:1]:
        await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))
