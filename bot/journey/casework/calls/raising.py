"""Beyond those who have it: a call goes to the next level, or the one who may call is asked (domain
rules §7.2).

Comes in: what was heard, and the case. Goes out: the case at its new level, a draft before one
person, the answer of a level noted. Does not: send it to a department.
"""

from typing import Final

from bot.domain.calls import (
    ANSWERED,
    DRAFTED,
    called,
    is_above,
    may_answer,
    may_call,
    senders,
    standing,
)
from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.draft import DraftKind
from bot.domain.errors import IllegalMove
from bot.domain.matters import Level
from bot.domain.moves import CaseMove
from bot.domain.people import Action, Person, require
from bot.domain.reply import ReplyKey
from bot.domain.supervision import Ground
from bot.domain.timer import TimerKind
from bot.journey.casework.reports.dispatching import dispatch_again
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.casework.rights.granting import is_street, tell_wisher
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.drafting import Offer, put
from bot.journey.steps.escalating import MANUAL, RESIDENT, call_level
from bot.journey.steps.supervising import supervise
from bot.journey.steps.telling import reply
from intents.decisions import Move
from intents.levels import level_named
from intents.numbers import case_numbers

_NO_ANSWER: Final = frozenset({Move.PASS_UP, Move.SEND_DRAFT, Move.LEAVE_DRAFT, Move.SUPERVISE})


async def pass_up(docket: Docket, heard: Heard, case: Case) -> Case:
    """Beyond us: the next level's turn, or that of the level which is named. Where a level is not
    for the speaker to call, the one who may is asked."""
    require(heard.person, Action.CALL, case.grid)
    refuse_accused(heard, case)
    if not case.is_open or case.done_at is not None:
        return _over(heard, case)
    known = called(await docket.history(case))
    level = _wanted(heard, case, known)
    if not is_above(level, case.level) and level in known:
        return case
    next_up = level is Level.STREET and case.level is Level.COMMUNITY
    if next_up or may_call(heard.person, level, case.grid):
        return await raise_to(docket, heard, case, level)
    if is_above(Level.COMMUNITY, case.level):
        case = await raise_to(docket, heard, case, Level.COMMUNITY)
    asked = await _ask_for(docket, heard, case, level)
    return case if asked is not None else await raise_to(docket, heard, case, level)


def _over(heard: Heard, case: Case) -> Case:
    """Nobody is called for what is settled: whoever named the case by its number hears so, others
    hardly meant to."""
    if case.number in case_numbers(heard.message.text, frozenset({case.number})):
        raise IllegalMove(f"nobody is called for what is {case.status}")
    return case


async def _ask_for(docket: Docket, heard: Heard, case: Case, level: Level) -> Person | None:
    """Whoever may call this level is asked to; None where there is nobody."""
    words = docket.office.words
    offer = Offer(
        kind=DraftKind.CALL,
        subject=level.value,
        roles=senders(level),
        key=ReplyKey.DRAFT_CALL_ASKED,
        asked_by=heard.person.id,
        words={
            "to": words.term("level", level.value),
            "roles": words.term("role", heard.person.main_role.value),
        },
    )
    return await put(docket, case, offer)


async def call_for(docket: Docket, heard: Heard, case: Case) -> Case:
    """Whoever it concerns calls the grid: the community is called in his name, once. Above it one
    who may call is asked, once, too (domain rules §7.2)."""
    by, history = heard.person.id, await docket.history(case)
    held = _held(case, called(history))
    if held is Level.GRID:
        return await call_level(docket, case, Level.COMMUNITY, by=by, cause=RESIDENT)
    level = held.above()
    drafted = any(e.actor == by and e.detail.get("note") == DRAFTED for e in history)
    if not drafted and level is not case.level:
        await _ask_for(docket, heard, case, level)
    return case


def _wanted(heard: Heard, case: Case, known: frozenset[Level]) -> Level:
    """The level that is named, else the next one up."""
    named = level_named(heard.message.text)
    return _held(case, known).above() if named is None else Level(named)


def _held(case: Case, known: frozenset[Level]) -> Level:
    """Whose it is as calls go: what a department was sent, and not called for, is that of the last
    level called, at first the grid's."""
    if case.level is not Level.DEPARTMENT or Level.DEPARTMENT in known:
        return case.level
    return next((level for level in (Level.STREET, Level.COMMUNITY) if level in known), Level.GRID)


async def raise_to(docket: Docket, heard: Heard, case: Case, level: Level) -> Case:
    """By hand to a level."""
    case = await settle_return(docket, heard, case, level)
    return await call_level(docket, case, level, by=heard.person.id, cause=MANUAL, heard=heard)


async def settle_return(docket: Docket, heard: Heard, case: Case, level: Level) -> Case:
    """Who sends a case to another level grants the return that was asked for: whoever had it has it
    no more, and whoever is called accepts it anew."""
    if case.status is not CaseStatus.RETURN_REQUESTED:
        return case
    await tell_wisher(docket, heard, case, ReplyKey.WISH_GRANTED)
    appointed = case.appointed or is_street(heard, case)
    by = heard.person.id
    case = await docket.move(
        case, CaseMove.GRANT_RETURN, by, {"level": level.value}, appointed=appointed, asked_by=None
    )
    return await dispatch_again(docket, case, by=by, level=level)


async def answer_call(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody tells that the level called has answered."""
    require(heard.person, Action.HANDLE, case.grid)
    return await _answered(docket, heard, case, relayed=True)


async def heed(docket: Docket, heard: Heard, case: Case, move: Move) -> None:
    """Whatever somebody of the level called says about the case is its answer."""
    if case.level is not Level.GRID and move not in _NO_ANSWER:
        await _answered(docket, heard, case, relayed=False)


async def _answered(docket: Docket, heard: Heard, case: Case, *, relayed: bool) -> Case:
    call = standing(await docket.history(case))
    own = call is not None and may_answer(heard.person, call.level, case.grid)
    if call is None or not (own or relayed) or heard.person.id == call.by:
        return case
    facts = {"note": ANSWERED, "level": call.level.value, "relayed": not own}
    await docket.note(case, EventKind.ADDED, heard.person.id, facts)
    await docket.cancel(case, [TimerKind.CALL_DUE])
    return case


async def order_supervision(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody above wants it watched over."""
    require(heard.person, Action.SUPERVISE, case.grid)
    refuse_accused(heard, case)
    changed = await supervise(docket, case, Ground.ORDERED, by=heard.person.id)
    if changed is not case:
        await reply(docket, heard, changed, ReplyKey.SUPERVISED)
    return changed
