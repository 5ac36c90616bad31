"""The call chain of an emergency: who is called when (domain rules §4.4).

Comes in: a case and the step. Goes out: urgent private words, telephone calls where there is a way
to wake people, lines of history, the timer of the next step; and the word that somebody is there or
on his way. Does not: ring itself (the outbox does); nothing is claimed that has not happened.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.emergencies import SILENT, SILENT_CALLED, CallStep, call_chain
from bot.domain.people import Person, Role, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.supervision import Ground
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.recipients import on_duty
from bot.journey.steps.leading import leaders_room
from bot.journey.steps.supervising import supervise
from bot.journey.words.wording import case_words

_OF_ONE_ROLE: Final = 3
_LATE: Final = "late"
_UNDER_WAY: Final = "under_way"


async def call(docket: Docket, case: Case, *, step: int, late: bool = False) -> None:
    """Call whoever this step of the chain names, and set the timer of the next step; a step at
    which nobody can be reached waits for nobody. The last step calls everybody once more.
    """
    chain = call_chain(docket.office.settings.call_waits)
    if case.emergency in SILENT:
        await _call_silently(docket, case, chain, step=step, late=late)
        return
    people = _of_step(docket, case, chain[step])
    reached = await _call(docket, case, people, step=step, late=late)
    if chain[step].is_last:
        await _nobody_came(docket, case, chain[step])
        return
    following = step + 1
    if following >= len(chain):
        return
    if not reached and not chain[following].is_last:
        await call(docket, case, step=following, late=late)
        return
    wait = chain[following].after - chain[step].after
    await docket.wake(case, TimerKind.EMERGENCY_STEP, docket.now + wait, following)


async def _call_silently(
    docket: Docket, case: Case, chain: Sequence[CallStep], *, step: int, late: bool
) -> None:
    """The few who may know, all at once, and once more at the end where nobody has answered."""
    await _call(docket, case, _silent_circle(docket, case), step=step, late=late)
    last = len(chain) - 1
    if step >= last:
        await _nobody_came(docket, case, chain[last])
        return
    at = docket.now + chain[last].after - chain[step].after
    await docket.wake(case, TimerKind.EMERGENCY_STEP, at, last)


async def call_further(docket: Docket, case: Case, *, step: int) -> None:
    """The step whose time has come, or a little later where somebody has said since the first that
    he is on his way; what came late stays a late message."""
    coming = await _coming_since(docket, case)
    if coming is not None and step > 0:
        until = coming + docket.office.settings.under_way
        if docket.now < until:
            await docket.wake(case, TimerKind.EMERGENCY_STEP, until, step)
            return
    calls = [e for e in await docket.history(case) if e.kind is EventKind.EMERGENCY_CALL]
    await call(docket, case, step=step, late=any(event.detail.get(_LATE) for event in calls))


async def under_way(docket: Docket, case: Case, *, by: str) -> None:
    """Somebody who handles it says that he is on his way: the first who does puts the next step off
    for a while, and whoever is called then is told so."""
    if case.emergency is not None and await _coming_since(docket, case) is None:
        await docket.note(case, EventKind.ADDED, by, {"note": _UNDER_WAY})


async def _coming_since(docket: Docket, case: Case) -> datetime | None:
    """Since when somebody is known to be on his way."""
    history = await docket.history(case)
    return next((e.at for e in history if e.detail.get("note") == _UNDER_WAY), None)


async def _nobody_came(docket: Docket, case: Case, step: CallStep) -> None:
    """Everybody was called, and nobody said that he is there."""
    case = await supervise(docket, case, Ground.UNATTENDED, by="timer")
    room = leaders_room(docket, case)
    if room is None:
        return
    minutes = str(round(step.after.total_seconds() / 60))
    parameters = case_words(docket.office, case) | {"count": minutes}
    key = ReplyKey.EMERGENCY_NOBODY
    said = Say(key=key, room=room.id, case=case.key, parameters=parameters, urgent=True)
    await docket.say(said)


async def _call(
    docket: Docket, case: Case, people: Sequence[Person], *, step: int, late: bool
) -> bool:
    """Whether anybody could be reached."""
    parameters = case_words(docket.office, case, in_private=True)
    parameters["late"] = heard_at(docket, case, late=late)
    if await _coming_since(docket, case) is not None:
        parameters["hint"] = docket.office.words.term("alarm", _UNDER_WAY)
    anybody = False
    for person in people:
        written = Say(
            key=ReplyKey.EMERGENCY_CALL_LATE if late else ReplyKey.EMERGENCY_CALL,
            person=person.id,
            case=case.key,
            parameters=parameters,
            urgent=True,
        )
        reached = await docket.say(written)
        facts: dict[str, object] = {"kind": case.emergency, "step": step, "to": person.id}
        facts |= {"via": docket.private_channel(person.id), "reached": reached}
        if late:
            facts[_LATE] = True
        await docket.note(case, EventKind.EMERGENCY_CALL, "bot", facts)
        woken = not late and await _wake(docket, case, person, step=step)
        anybody = anybody or reached or woken
    return anybody


async def _wake(docket: Docket, case: Case, person: Person, *, step: int) -> bool:
    """By telephone and text message, where there is a way and a number; whoever carries that is
    told no more than that there is something to be looked at.
    """
    silent = case.emergency in SILENT
    rung = Say(
        key=ReplyKey.EMERGENCY_PHONE_SILENT if silent else ReplyKey.EMERGENCY_PHONE,
        person=person.id,
        case=case.key,
        parameters=case_words(docket.office, case),
        urgent=True,
        wake=True,
    )
    if not await docket.say(rung):
        return False
    for via in docket.waking_channels(person.id):
        facts = {"kind": case.emergency, "step": step, "to": person.id, "via": via}
        await docket.note(case, EventKind.EMERGENCY_CALL, "bot", facts | {"reached": True})
    return True


def heard_at(docket: Docket, case: Case, *, late: bool) -> str:
    """When it was told, which stays true whenever it is read; what came late is said to be late."""
    if late:
        return docket.office.words.term("alarm", "late")
    return f"{case.opened_at.astimezone(SHANGHAI):%H:%M}"


async def stand_down(
    docket: Docket,
    case: Case,
    *,
    by: str,
    there: bool = True,
    key: ReplyKey = ReplyKey.EMERGENCY_STOPPED,
) -> None:
    """Nobody further up is called. Those who were called hear that somebody is `there`, or what
    else the `key` tells."""
    if case.emergency is None:
        return
    await docket.cancel(case, [TimerKind.EMERGENCY_STEP])
    if not there:
        return
    history = await docket.history(case)
    called = [str(e.detail["to"]) for e in history if e.kind is EventKind.EMERGENCY_CALL]
    for person in dict.fromkeys(called):
        if person != by:
            await docket.say(
                Say(
                    key=key,
                    person=person,
                    case=case.key,
                    parameters=case_words(docket.office, case),
                    urgent=True,
                )
            )


def _of_step(docket: Docket, case: Case, step: CallStep) -> tuple[Person, ...]:
    found = [person for role in step.roles for person in _of_role(docket, case, role)]
    return tuple({person.id: person for person in found}.values())


def _of_role(docket: Docket, case: Case, role: Role) -> Sequence[Person]:
    """Grid members who are on duty, the nearest first, before those who are not."""
    people = docket.office.directory.of_grid(case.grid, role)
    if role is Role.GRID_MEMBER:
        known = {person.id for person in people}
        people = tuple(p for p in on_duty(docket, case) if p.id in known) or people
    return [person for person in people if not is_accused(person, case)][:_OF_ONE_ROLE]


def _silent_circle(docket: Docket, case: Case) -> list[Person]:
    directory = docket.office.directory
    return [person for role in SILENT_CALLED for person in directory.of_grid(case.grid, role)[:1]]
