"""Emergencies: the fixed words at once, a case for the record, and the call chain (domain rules
§4).

Comes in: a message read as an emergency. Goes out: the first answer within seconds, a P0 case,
calls to staff. Does not: claim that anybody has been called; silent kinds say nothing in a group.
"""

from datetime import timedelta

from bot.domain.case import Case, EventKind
from bot.domain.emergencies import CALL_CHAIN, SILENT, SILENT_CALLED
from bot.domain.people import Person
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.casework.opening import open_or_join, tell_leaders
from bot.journey.casework.sight import Sight
from bot.journey.casework.wording import case_words
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.decisions import Act, Emergency


async def raise_alarm(
    docket: Docket, heard: Heard, sight: Sight, emergency: Emergency
) -> tuple[Act, Case | None]:
    """Answer, open or join the case, call."""
    late = docket.now - heard.message.sent_at > docket.office.settings.live_alarm_limit
    before = set(sight.cases)
    act, case = await open_or_join(docket, heard, sight, heard.guess, heard.turn.text)
    if case is None:
        return act, None
    if case.key in before:
        return act, case
    if not late:
        await first_answer(docket, heard, case)
    await call(docket, case, step=0, late=late)
    if emergency.code not in SILENT:
        await tell_leaders(docket, heard, case)
    return act, case


async def first_answer(docket: Docket, heard: Heard, case: Case) -> None:
    """The fixed words: in the group, or in private alone for the silent kinds."""
    code = case.emergency or ""
    key = ReplyKey(code.lower())
    phones = docket.office.directory.phones
    silent = code in SILENT or case.is_restricted
    room = None if silent or heard.room is None else heard.room.id
    await docket.say(
        Say(
            key=key,
            room=room,
            person=None if room else heard.person.id,
            case=case.key,
            parameters={"number": str(case.number), "duty": phones.get("duty", "")},
            urgent=True,
        )
    )


async def call(docket: Docket, case: Case, *, step: int, late: bool = False) -> None:
    """Call whoever this step of the chain names, and set the timer of the next step."""
    silent = (case.emergency or "") in SILENT
    people = _silent_circle(docket, case) if silent else _of_step(docket, case, step)
    parameters = case_words(docket.office, case, in_private=True)
    parameters["late"] = docket.office.words.term("alarm", "late" if late else "live")
    for person in people:
        reached = await docket.say(
            Say(
                key=ReplyKey.EMERGENCY_CALL,
                person=person.id,
                case=case.key,
                parameters=parameters,
                urgent=True,
            )
        )
        detail = {"kind": case.emergency, "step": step, "to": person.id, "reached": reached}
        await docket.note(case, EventKind.EMERGENCY_CALL, "bot", detail)
    following = step + 1
    if not silent and following < len(CALL_CHAIN):
        wait = CALL_CHAIN[following].after - CALL_CHAIN[step].after
        await docket.wake(
            case, TimerKind.EMERGENCY_STEP, docket.now + max(wait, timedelta(0)), following
        )


def _of_step(docket: Docket, case: Case, step: int) -> tuple[Person, ...]:
    role = CALL_CHAIN[step].role
    return docket.office.directory.of_grid(case.grid, role)[:1]


def _silent_circle(docket: Docket, case: Case) -> list[Person]:
    directory = docket.office.directory
    return [person for role in SILENT_CALLED for person in directory.of_grid(case.grid, role)[:1]]


async def stand_down(docket: Docket, case: Case) -> None:
    """Somebody is there or it was a false alarm: nobody further up is called."""
    await docket.unit.timers.cancel(case.key, [TimerKind.EMERGENCY_STEP])
