"""The call chain of an emergency: who is called when (domain rules §4.4).

Comes in: a case and the step. Goes out: urgent private words, lines of history, the timer of the
next step; and the word that somebody is there. Does not: telephone; nothing is claimed that has
not happened.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.emergencies import CALL_CHAIN, SILENT, SILENT_CALLED
from bot.domain.people import Person
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.wording import case_words

_OF_ONE_ROLE: Final = 3
_AT_ONCE: Final = timedelta(0)


async def call(docket: Docket, case: Case, *, step: int, late: bool = False) -> None:
    """Call whoever this step of the chain names, and set the timer of the next step; a step at
    which nobody can be reached waits for nobody."""
    if case.emergency in SILENT:
        await _call(docket, case, _silent_circle(docket, case), step=step, late=late)
        return
    reached = await _call(docket, case, _of_step(docket, case, step), step=step, late=late)
    following = step + 1
    if following >= len(CALL_CHAIN):
        return
    if not reached:
        await call(docket, case, step=following, late=late)
        return
    wait = max(CALL_CHAIN[following].after - CALL_CHAIN[step].after, _AT_ONCE)
    await docket.wake(case, TimerKind.EMERGENCY_STEP, docket.now + wait, following)


async def _call(
    docket: Docket, case: Case, people: Sequence[Person], *, step: int, late: bool
) -> bool:
    """Whether anybody could be reached."""
    parameters = case_words(docket.office, case, in_private=True)
    parameters["late"] = docket.office.words.term("alarm", "late" if late else "live")
    anybody = False
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
        anybody = anybody or reached
    return anybody


async def stand_down(docket: Docket, case: Case, *, by: str, there: bool = True) -> None:
    """Nobody further up is called. Those who were called hear that somebody is `there`."""
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
                    key=ReplyKey.EMERGENCY_STOPPED,
                    person=person,
                    case=case.key,
                    parameters=case_words(docket.office, case),
                    urgent=True,
                )
            )


def _of_step(docket: Docket, case: Case, step: int) -> tuple[Person, ...]:
    role = CALL_CHAIN[step].role
    return docket.office.directory.of_grid(case.grid, role)[:_OF_ONE_ROLE]


def _silent_circle(docket: Docket, case: Case) -> list[Person]:
    directory = docket.office.directory
    return [person for role in SILENT_CALLED for person in directory.of_grid(case.grid, role)[:1]]
