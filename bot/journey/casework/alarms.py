"""Emergencies: the fixed words at once, a case for the record, and the call chain (domain rules
§4).

Comes in: a message read as an emergency. Goes out: the first answer within seconds, a P0 case,
calls to staff. Does not: claim that anybody has been called; silent kinds say nothing in a group.
"""

from bot.domain.case import Case
from bot.domain.emergencies import SILENT
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.calling import call
from bot.journey.casework.opening import open_or_join, tell_leaders
from bot.journey.casework.sight import Sight
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


async def stand_down(docket: Docket, case: Case) -> None:
    """Somebody is there or it was a false alarm: nobody further up is called."""
    await docket.unit.timers.cancel(case.key, [TimerKind.EMERGENCY_STEP])
