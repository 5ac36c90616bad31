"""Emergencies: the fixed words at once, a case for the record, and the call chain (domain rules
§4).

Comes in: a message read as an emergency. Goes out: the first answer within seconds, a P0 case,
calls to staff; an uncertain one goes to `suspicions`. Does not: claim that anybody has been called;
silent kinds say nothing in a group.
"""

from bot.domain.case import Case
from bot.domain.emergencies import SILENT
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.danger.guidance import give_guidance
from bot.journey.casework.danger.suspicions import confirm, is_unconfirmed, suspect
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.joining import join
from bot.journey.casework.reports.opening import known_case, open_or_join
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.calling import call
from bot.journey.steps.leading import tell_leaders
from bot.journey.steps.telling import hearers
from intents.decisions import Act, Emergency


async def raise_alarm(
    docket: Docket, heard: Heard, sight: Sight, emergency: Emergency
) -> tuple[Act, Case | None]:
    """Answer, open or join the case, call."""
    late = docket.now - heard.message.sent_at > docket.office.settings.live_alarm_limit
    if not emergency.certain:
        return await suspect(docket, heard, sight, emergency, late=late)
    known = known_case(docket, heard, sight, heard.guess)
    if known is not None:
        if await is_unconfirmed(docket, known):
            known = await confirm(docket, known, by=heard.person.id)
        else:
            await _answer_again(docket, heard, known, emergency, late=late)
        return await join(docket, heard, known)
    act, case = await open_or_join(docket, heard, sight, heard.guess, heard.turn.text)
    if case is None:
        return act, None
    if not late:
        await _answer(docket, heard, case, emergency)
    await call(docket, case, step=0, late=late)
    if emergency.code not in SILENT:
        await tell_leaders(docket, case, late=late)
        if not late:
            case = await _ask_place(docket, heard, sight, case)
    return act, case


async def _ask_place(docket: Docket, heard: Heard, sight: Sight, case: Case) -> Case:
    """Alone, one question where to go; in the group nobody is asked (domain rules §4.1)."""
    if case.place.building is not None or heard.person.is_staff:
        return case
    asked = Say(key=ReplyKey.EMERGENCY_PLACE, person=heard.person.id, case=case.key, urgent=True)
    if not await docket.say(asked):
        return case
    await docket.unit.questions.ask(
        Question(
            thread=thread_of(None, heard.message.channel, heard.person.id),
            kind=QuestionKind.PLACE,
            case=case.key,
            until=docket.now + docket.office.settings.question_patience,
        )
    )
    case = await docket.change(case, asked_place=True)
    sight.update([case])
    return case


async def _answer_again(
    docket: Docket, heard: Heard, case: Case, emergency: Emergency, *, late: bool
) -> None:
    """The fixed words once more, for whoever writes alone or in another group."""
    rooms, people = await hearers(docket, case)
    told = heard.room.id in rooms if heard.room else heard.person.id in people
    if (emergency.silent or not told) and not late:
        await _answer(docket, heard, case, emergency)


async def _answer(docket: Docket, heard: Heard, case: Case, emergency: Emergency) -> None:
    room = heard.room.id if heard.room else None
    await give_guidance(docket, case, emergency.code, room=room, person=heard.person.id)
