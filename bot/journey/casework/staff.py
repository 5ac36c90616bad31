"""What staff say in plain words moves cases (domain rules §6.2, §6.3).

Comes in: a decision with a move and a case. Goes out: the moved case and the step told to those who
wait for it. Does not: find out which case is meant (the reader does).
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseMove, CaseStatus, EventKind
from bot.domain.errors import IllegalMove, NotAllowed
from bot.domain.matters import Level
from bot.domain.pauses import may_pause
from bot.domain.people import Action, is_accused, is_helper, may_handle, require
from bot.domain.reply import ReplyKey, Say
from bot.journey.calling import stand_down
from bot.journey.casework.correcting import no_request, other_matter
from bot.journey.casework.joining import touched
from bot.journey.casework.suspicions import confirm, dismiss, is_unconfirmed
from bot.journey.clocks import (
    ACCEPTING,
    EVERYTHING,
    RESOLVING,
    follow,
    restart_accepting,
    stop,
)
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import leaders_room, responsible, tell_level, tell_more
from bot.journey.telling import ask_back, tell_reporters
from bot.journey.wording import case_words, short_name
from intents.decisions import Move

Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]

_LOOKED_AT: Final = "looked_at"
_RETURNS: Final = 2
"""Given back so often, the street decides who has it (domain rules §6.4)."""


async def make_move(docket: Docket, heard: Heard, case: Case, move: Move) -> Case:
    """Do what was said. RuleBroken where the person may not or the case does not allow it."""
    await docket.keep_words(case, [heard.message], "staff")
    handler = HANDLERS.get(move)
    changed = case if handler is None else await handler(docket, heard, case)
    await follow(docket, case, changed)
    return await touched(docket, heard, changed)


def _entitled(heard: Heard, case: Case) -> bool:
    """Whether this person handles it; False for neighbours who only look after it. Anybody else is
    told who may."""
    if may_handle(heard.person, case.item):
        return True
    if is_accused(heard.person, case.item):
        raise NotAllowed("the accused never handles", ["grid_leader", "community_secretary"])
    if not is_helper(heard.person):
        require(heard.person, Action.HANDLE)
    return False


async def take(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody goes: staff have it now; a neighbour who goes to look is noted, and those who have
    it keep it."""
    if not _entitled(heard, case):
        return await _look(docket, heard, case)
    await stop(docket, case, ACCEPTING)
    if case.accepted_at is not None:
        return await docket.change(case, owner=heard.person.id)
    changed = await docket.move(case, CaseMove.START, heard.person.id)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_TAKEN)
    return changed


async def _look(docket: Docket, heard: Heard, case: Case) -> Case:
    """The first neighbour who looks is worth a line to those who wait."""
    history = await docket.history(case)
    first = all(event.detail.get("note") != _LOOKED_AT for event in history)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": _LOOKED_AT})
    if first and case.accepted_at is None and heard.person.id != case.reporter:
        await tell_reporters(docket, heard, case, ReplyKey.STEP_LOOKED_AT)
    return case


async def on_site(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody is there: that is taking it on, and stops the emergency calls."""
    changed = await take(docket, heard, case)
    await docket.note(changed, EventKind.ADDED, heard.person.id, {"note": "on_site"})
    await stand_down(docket, changed, by=heard.person.id)
    return changed


async def done(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is mended: accepted, handled and handed in at once; whoever reported it is asked. A
    neighbour's word counts, too, and the case stays with those who have to check it."""
    entitled = _entitled(heard, case)
    if case.done_at is not None:
        return case
    await stop(docket, case, EVERYTHING)
    await stand_down(docket, case, by=heard.person.id, there=False)
    owner = case.owner or (heard.person.id if entitled else None)
    kept = await _kept(docket, heard, case)
    changed = await docket.move(
        kept, CaseMove.HAND_IN, heard.person.id, {"words": heard.message.text[:200]}, owner=owner
    )
    told = await tell_reporters(docket, heard, changed, ReplyKey.STEP_DONE)
    return await ask_back(docket, heard, changed, told=told)


async def _kept(docket: Docket, heard: Heard, case: Case) -> Case:
    """What was asked for meanwhile is no matter any more: whoever has mended something is never
    answered with a refusal."""
    settled = _SETTLED.get(case.status)
    return case if settled is None else await docket.move(case, settled, heard.person.id)


_SETTLED: Final[Mapping[CaseStatus, CaseMove]] = MappingProxyType(
    {
        CaseStatus.RETURN_REQUESTED: CaseMove.REFUSE_RETURN,
        CaseStatus.EXTEND_REQUESTED: CaseMove.SETTLE_EXTENSION,
    }
)


async def pass_up(docket: Docket, heard: Heard, case: Case) -> Case:
    """Beyond us: the next level's turn (domain rules §7.2)."""
    require(heard.person, Action.SUPERVISE)
    _refuse_accused(heard, case)
    level = case.level.above()
    return await _raise(docket, heard, case, level)


async def _raise(docket: Docket, heard: Heard, case: Case, level: Level) -> Case:
    facts = {"level": level.value, "cause": "manual"}
    await docket.note(case, EventKind.ESCALATED, heard.person.id, facts)
    changed = await docket.change(case, level=level, owner=None)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_PASSED_UP)
    await tell_level(docket, changed)
    return changed


def _refuse_accused(heard: Heard, case: Case) -> None:
    if is_accused(heard.person, case.item):
        raise NotAllowed("the accused never handles", ["grid_leader", "community_secretary"])


async def give_back(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not ours: a return is asked for, and the grid leader sends it elsewhere; the second time the
    street does (domain rules §6.4)."""
    require(heard.person, Action.ASK_RETURN)
    changed = await docket.move(
        case,
        CaseMove.ASK_RETURN,
        heard.person.id,
        {"reason": heard.message.text[:200]},
        returned=case.returned + 1,
        owner=None,
    )
    if changed.returned >= _RETURNS and changed.level in (Level.GRID, Level.COMMUNITY):
        return await _raise(docket, heard, changed, Level.STREET)
    parameters = case_words(docket.office, changed)
    for person in responsible(docket, changed):
        if person.id != heard.person.id:
            await docket.say(
                Say(
                    key=ReplyKey.RETURN_WANTED,
                    person=person.id,
                    case=case.key,
                    parameters=parameters,
                )
            )
    return changed


async def assign(docket: Docket, heard: Heard, case: Case) -> Case:
    """Sent to a department; it has to accept it anew."""
    require(heard.person, Action.DISPATCH)
    wanted = _known(docket, heard.decision.department, case.department)
    if wanted is None:
        return case
    if case.status is CaseStatus.RETURN_REQUESTED:
        case = await docket.move(case, CaseMove.GRANT_RETURN, heard.person.id)
    people = docket.office.directory.of_department(wanted)
    member = people[0].id if people else None
    facts = {"level": case.level.value, "department": wanted, "member": member}
    changed = await docket.move(
        case,
        CaseMove.DISPATCH,
        heard.person.id,
        facts,
        department=wanted,
        owner=None,
        accepted_at=None,
    )
    changed = await restart_accepting(docket, changed)
    room = leaders_room(docket, changed)
    if room is not None:
        parameters = case_words(docket.office, changed) | {"to": wanted}
        await docket.say(
            Say(key=ReplyKey.ASSIGNED_TO, room=room.id, case=case.key, parameters=parameters)
        )
    return changed


_SHORTEST_NAME: Final = 2


def _known(docket: Docket, said: str | None, usual: str) -> str | None:
    """The department that is meant, by a name the office knows; None for words that are no
    department, which are never repeated in a group.
    """
    if said is None:
        return usual
    office = docket.office
    names = [person.department for person in office.directory.people if person.department]
    names += [name for matter in office.matters.values() for name in matter.departments]
    plain = {short_name(name): name for name in reversed(names)}
    if said in plain:
        return plain[said]
    if len(said) < _SHORTEST_NAME:
        return None
    return next((name for short, name in plain.items() if short in said or said in short), None)


async def suspend(docket: Docket, heard: Heard, case: Case) -> Case:
    """Waiting for parts: set aside, unless it is late already (domain rules §5.3.6)."""
    require(heard.person, Action.HANDLE)
    if not may_pause(case, docket.now):
        raise IllegalMove("what is late is not set aside")
    changed = await docket.move(
        case, CaseMove.SUSPEND, heard.person.id, {"reason": heard.message.text[:200]}
    )
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_SUSPENDED)
    return changed


async def resume(docket: Docket, heard: Heard, case: Case) -> Case:
    """Going on."""
    require(heard.person, Action.HANDLE)
    since = case.paused_at.isoformat() if case.paused_at else None
    return await docket.move(case, CaseMove.RESUME, heard.person.id, {"since": since})


async def check_passed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Looked at and closed, by another than the one who did it (domain rules §6.3)."""
    require(heard.person, Action.CHECK)
    if case.owner == heard.person.id:
        raise NotAllowed("the one who does it does not check it", ["grid_leader"])
    changed = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id)
    told = await tell_reporters(docket, heard, changed, ReplyKey.STEP_CLOSED)
    return await ask_back(docket, heard, changed, told=told)


async def check_failed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not good enough: back to work."""
    require(heard.person, Action.CHECK)
    changed = await docket.move(
        case, CaseMove.FAIL_CHECK, heard.person.id, {"level": case.level.value}
    )
    return await docket.move(changed, CaseMove.REWORK, heard.person.id)


async def decline(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not for the grid: a person rejects it; the reporter hears where to go."""
    require(heard.person, Action.JUDGE)
    await stop(docket, case, (*ACCEPTING, *RESOLVING))
    changed = await docket.move(
        case, CaseMove.REJECT, heard.person.id, {"reason": heard.message.text[:200]}
    )
    if not docket.office.matters[case.item].is_negative:
        await tell_reporters(docket, heard, changed, ReplyKey.STEP_DECLINED)
    return changed


async def true_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody has looked, and it is one."""
    return await confirm(docket, case, by=heard.person.id)


async def false_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """It was none: the calls stop; only a person closes the case (domain rules §4.1), which staff
    do at once where it was never confirmed."""
    unconfirmed = await is_unconfirmed(docket, case)
    await stand_down(docket, case, by=heard.person.id, there=False)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "false_alarm"})
    if unconfirmed and heard.person.is_staff and case.accepted_at is None:
        return await dismiss(docket, case, by=heard.person.id)
    if not heard.person.is_staff:
        await tell_more(docket, case, ReplyKey.LEADER_SAID_FINE)
    return case


async def all_clear(docket: Docket, heard: Heard, case: Case) -> Case:
    """The danger is over, says somebody who is there; what is left is settled as anything else
    (domain rules §5.2), so that only a further word closes it."""
    if may_handle(heard.person, case.item) and case.accepted_at is None:
        await stop(docket, case, ACCEPTING)
        case = await docket.move(case, CaseMove.START, heard.person.id)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "all_clear"})
    await stand_down(docket, case, by=heard.person.id)
    await tell_reporters(docket, heard, case, ReplyKey.STEP_CLEARED)
    return case


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
        Move.TRUE_ALARM: true_alarm,
        Move.ALL_CLEAR: all_clear,
        Move.OTHER_MATTER: other_matter,
        Move.NO_REQUEST: no_request,
    }
)
"""Moves that change a case; the others are kept as words only."""
