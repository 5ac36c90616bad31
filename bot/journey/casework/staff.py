"""What staff say in plain words moves cases (domain rules §6.2, §6.3).

Comes in: a decision with a move and a case. Goes out: the moved case and the step told to those who
wait for it. Does not: find out which case is meant (the reader does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseMove, EventKind
from bot.domain.errors import NotAllowed
from bot.domain.people import Action, may_handle, require
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.casework.alarms import stand_down
from bot.journey.casework.telling import ask_back, tell_reporters
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import case_words
from intents.decisions import Move

Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]

_ACCEPTING: Final = (TimerKind.ACCEPT_YELLOW, TimerKind.ACCEPT_DUE)
_RESOLVING: Final = (TimerKind.RESOLVE_YELLOW, TimerKind.RESOLVE_DUE)


async def make_move(docket: Docket, heard: Heard, case: Case, move: Move) -> Case:
    """Do what was said. RuleBroken where the person may not or the case does not allow it."""
    await docket.keep_words(case, [heard.message], "staff")
    handler = HANDLERS.get(move)
    changed = case if handler is None else await handler(docket, heard, case)
    return await docket.change(changed, touched_at=docket.now, last_speaker=heard.person.id)


def _entitled(heard: Heard, case: Case) -> None:
    if not may_handle(heard.person, case.item):
        require(heard.person, Action.HANDLE)


async def take(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312我去看": he has it now."""
    _entitled(heard, case)
    await docket.unit.timers.cancel(case.key, [*_ACCEPTING, TimerKind.EMERGENCY_STEP])
    if case.accepted_at is not None:
        return await docket.change(case, owner=heard.person.id)
    changed = await docket.move(case, CaseMove.START, heard.person.id)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_TAKEN)
    return changed


async def on_site(docket: Docket, heard: Heard, case: Case) -> Case:
    """He is there: that is taking it on, and stops the emergency calls."""
    changed = await take(docket, heard, case)
    await docket.note(changed, EventKind.ADDED, heard.person.id, {"note": "on_site"})
    return changed


async def done(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312修好了": accepted, handled and handed in at once; whoever reported it is asked."""
    _entitled(heard, case)
    if case.done_at is not None:
        return case
    await docket.unit.timers.cancel(case.key, [*_ACCEPTING, *_RESOLVING, TimerKind.EMERGENCY_STEP])
    owner = case.owner or heard.person.id
    changed = await docket.move(
        case, CaseMove.HAND_IN, heard.person.id, {"words": heard.message.text[:200]}, owner=owner
    )
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_DONE)
    return await ask_back(docket, changed)


async def pass_up(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "这个我们处理不了，往上报": the next level's turn (domain rules §7.2)."""
    require(heard.person, Action.SUPERVISE)
    level = case.level.above()
    await docket.note(
        case, EventKind.ESCALATED, heard.person.id, {"level": level.value, "cause": "manual"}
    )
    changed = await docket.change(case, level=level, owner=None)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_PASSED_UP)
    return changed


async def give_back(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "这不归我们管": a return is asked for; the grid leader hears of it (domain rules §6.4)."""
    require(heard.person, Action.ASK_RETURN)
    return await docket.move(
        case,
        CaseMove.ASK_RETURN,
        heard.person.id,
        {"reason": heard.message.text[:200]},
        returned=case.returned + 1,
    )


async def assign(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312派给物业"."""
    require(heard.person, Action.DISPATCH)
    wanted = heard.decision.department or case.department
    facts = {"level": case.level.value, "department": wanted, "member": None}
    changed = await docket.move(
        case, CaseMove.DISPATCH, heard.person.id, facts, department=wanted, owner=None
    )
    if heard.room is not None:
        parameters = case_words(docket.office, changed) | {"to": wanted}
        await docket.say(
            Say(
                key=ReplyKey.ASSIGNED_TO,
                room=heard.room.id,
                case=case.key,
                parameters=parameters,
            )
        )
    return changed


async def suspend(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "等配件，先挂着"."""
    require(heard.person, Action.HANDLE)
    changed = await docket.move(
        case, CaseMove.SUSPEND, heard.person.id, {"reason": heard.message.text[:200]}
    )
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_SUSPENDED)
    return changed


async def resume(docket: Docket, heard: Heard, case: Case) -> Case:
    """Going on."""
    require(heard.person, Action.HANDLE)
    return await docket.move(case, CaseMove.RESUME, heard.person.id)


async def check_passed(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "312核查过了，结案": by another than the one who did it (domain rules §6.3)."""
    require(heard.person, Action.CHECK)
    if case.owner == heard.person.id:
        raise NotAllowed("the one who does it does not check it", ["grid_leader"])
    changed = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_CLOSED)
    return await ask_back(docket, changed)


async def check_failed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not good enough: back to work."""
    require(heard.person, Action.CHECK)
    changed = await docket.move(
        case, CaseMove.FAIL_CHECK, heard.person.id, {"level": case.level.value}
    )
    return await docket.move(changed, CaseMove.REWORK, heard.person.id)


async def decline(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "不归网格，不受理": a person rejects it; the reporter hears where to go."""
    require(heard.person, Action.JUDGE)
    await docket.unit.timers.cancel(case.key, [*_ACCEPTING, *_RESOLVING])
    changed = await docket.move(
        case, CaseMove.REJECT, heard.person.id, {"reason": heard.message.text[:200]}
    )
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_DECLINED)
    return changed


async def false_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """ "误报": the calls stop; only a person closes the case (domain rules §4.1)."""
    await stand_down(docket, case)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "false_alarm"})
    return case


async def all_clear(docket: Docket, heard: Heard, case: Case) -> Case:
    """The danger is over."""
    _entitled(heard, case)
    await stand_down(docket, case)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "all_clear"})
    return await done(docket, heard, case)


HANDLERS: Final[Mapping[Move, Handler]] = MappingProxyType(
    {
        Move.TAKE: take,
        Move.ON_SITE: on_site,
        Move.DONE: done,
        Move.PASS_UP: pass_up,
        Move.GIVE_BACK: give_back,
        Move.ASSIGN: assign,
        Move.SUSPEND: suspend,
        Move.RESUME: resume,
        Move.CHECK_PASSED: check_passed,
        Move.CHECK_FAILED: check_failed,
        Move.DECLINE: decline,
        Move.FALSE_ALARM: false_alarm,
        Move.ALL_CLEAR: all_clear,
    }
)
"""Moves that change a case; the others are kept as words only."""
