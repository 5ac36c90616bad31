"""The call chain of an emergency: who is called when (domain rules §4.4).

Comes in: a case and the step. Goes out: urgent private words, lines of history, the timer of the
next step. Does not: telephone; nothing is claimed that has not happened.
"""

from datetime import timedelta

from bot.domain.case import Case, EventKind
from bot.domain.emergencies import CALL_CHAIN, SILENT, SILENT_CALLED
from bot.domain.people import Person
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.wording import case_words


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
