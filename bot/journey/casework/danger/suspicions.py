"""An emergency that may be none: nothing alarming is said in the group, and a person is asked to
look at once (domain rules §4.6).

Comes in: a message read as an uncertain emergency, later a person's word or none. Goes out: a P0
case that no group hears of, and a question in private; the guidance and the calls once somebody
confirms, the calls alone where nobody answers in time, an ordinary case or none where it was none.
Does not: judge the words.
"""

from dataclasses import replace
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.emergencies import SILENT
from bot.domain.moves import CaseMove
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.journey.casework.danger.guidance import give_guidance
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.joining import join
from bot.journey.casework.reports.opening import known_case, open_or_join
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.calling import call, heard_at
from bot.journey.steps.clocks import EVERYTHING, limits, start_both, stop
from bot.journey.steps.leading import tell_leaders
from bot.journey.words.wording import case_words
from intents.decisions import Act, Emergency

ASKED: Final = (Role.GRID_LEADER, Role.DUTY_OFFICER)
"""Who is asked to look, one of each."""

_UNCONFIRMED: Final = "unconfirmed"
_CONFIRMED: Final = "confirmed"


async def suspect(
    docket: Docket, heard: Heard, sight: Sight, emergency: Emergency, *, late: bool
) -> tuple[Act, Case | None]:
    """Open a case that only those who are asked hear of."""
    known = known_case(docket, heard, sight, heard.guess)
    if known is not None:
        return await join(docket, heard, known)
    decision = replace(heard.decision, private=True)
    alone = replace(heard, reading=replace(heard.reading, decision=decision))
    act, case = await open_or_join(docket, alone, sight, heard.guess, heard.turn.text)
    if case is None:
        return act, None
    await docket.note(case, EventKind.ADDED, "bot", {"note": _UNCONFIRMED, "kind": emergency.code})
    if not await _ask(docket, case, late=late):
        await call(docket, case, step=0, late=late)
    else:
        patience = docket.office.settings.confirm_patience
        await docket.wake(case, TimerKind.EMERGENCY_STEP, docket.now + patience, 0)
    return act, case


async def _ask(docket: Docket, case: Case, *, late: bool) -> bool:
    """Whether anybody could be asked."""
    office = docket.office
    parameters = case_words(office, case, in_private=True)
    parameters["late"] = heard_at(docket, case, late=late)
    parameters["seconds"] = str(round(office.settings.confirm_patience.total_seconds()))
    asked = False
    for role in ASKED:
        for person in office.directory.of_grid(case.grid, role)[:1]:
            words = Say(
                key=ReplyKey.EMERGENCY_CHECK,
                person=person.id,
                case=case.key,
                parameters=parameters,
                urgent=True,
            )
            if await docket.say(words):
                await docket.note(case, EventKind.REMINDED, "bot", {"to": person.id})
                asked = True
    return asked


async def is_unconfirmed(docket: Docket, case: Case) -> bool:
    """Whether nobody has said yet that it is a real one."""
    if case.emergency is None or not case.is_restricted:
        return False
    notes = {event.detail.get("note") for event in await docket.history(case)}
    return _UNCONFIRMED in notes and _CONFIRMED not in notes


async def confirm(docket: Docket, case: Case, *, by: str) -> Case:
    """It is a real one: all that a certain one would have brought about, from now on."""
    code = case.emergency
    if code is None or not await is_unconfirmed(docket, case):
        return case
    await docket.note(case, EventKind.ADDED, by, {"note": _CONFIRMED})
    if code not in SILENT:
        case = await docket.change(case, privacy=docket.office.matters[case.item].privacy)
    live = docket.now - case.opened_at <= docket.office.settings.live_alarm_limit
    if live:
        await give_guidance(docket, case, code, room=case.opened_in or None, person=case.reporter)
    history = await docket.history(case)
    if all(event.kind is not EventKind.EMERGENCY_CALL for event in history):
        await docket.cancel(case, [TimerKind.EMERGENCY_STEP])
        await call(docket, case, step=0, late=not live)
    if code not in SILENT:
        await tell_leaders(docket, case, late=not live)
    return case


async def dismiss(docket: Docket, case: Case, *, by: str) -> Case:
    """It was none, says a person who looked: what is left is a case as any other, acknowledged now;
    where nothing is left, the case ends and its words are dropped."""
    matter = docket.office.matters[case.item]
    await stop(docket, case, EVERYTHING)
    if matter.is_negative:
        await docket.drop_words(case)
        return await docket.move(case, CaseMove.CANCEL, by)
    until = limits(docket, case.item, matter.urgency)
    case = await docket.change(
        case,
        emergency=None,
        urgency=matter.urgency,
        privacy=matter.privacy,
        accept_from=docket.now,
        accept_until=until.accept_until,
        resolve_from=docket.now,
        resolve_until=until.resolve_until,
    )
    case = await start_both(docket, case)
    await _acknowledge(docket, case)
    await tell_leaders(docket, case)
    return case


async def _acknowledge(docket: Docket, case: Case) -> None:
    """One line where it was said, alone where it may not stand there."""
    room = docket.office.directory.room(case.opened_in)
    public = room is not None and docket.may_stand(case, room)
    await docket.say(
        Say(
            key=ReplyKey.CASE_OPENED if public else ReplyKey.CASE_OPENED_PRIVATE,
            room=case.opened_in if public else None,
            person=None if public else case.reporter,
            otherwise=case.reporter if public else None,
            case=case.key,
            parameters=case_words(docket.office, case),
        )
    )
