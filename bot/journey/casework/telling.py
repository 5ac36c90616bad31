"""Steps told to those who wait for them, and the one question whether it is really fixed.

Comes in: a case that has moved. Goes out: words for the group it came from, or in private for
restricted cases. Does not: name anybody; say anything in the room where the step was just said by
the one who made it.
"""

from datetime import timedelta

from bot.domain.case import Case, EventKind
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import case_words

_STEP_TO_QUESTION = timedelta(seconds=1)


async def tell_reporters(docket: Docket, heard: Heard | None, case: Case, key: ReplyKey) -> None:
    """One line where the case was reported; restricted cases only in private."""
    parameters = case_words(docket.office, case)
    if case.is_restricted or not case.opened_in:
        await docket.say(Say(key=key, person=case.reporter, case=case.key, parameters=parameters))
        return
    if heard is not None and heard.room is not None and heard.room.id == case.opened_in:
        # They have just read it from the one who said it: a second line would only be noise.
        return
    await docket.say(Say(key=key, room=case.opened_in, case=case.key, parameters=parameters))


async def ask_back(docket: Docket, case: Case) -> Case:
    """Ask the reporter once, in private where that is possible, else by the neutral line in the
    group.
    """
    if case.asked_back:
        return case
    said = await docket.say(
        Say(
            key=ReplyKey.CALLBACK,
            person=case.reporter,
            case=case.key,
            parameters=case_words(docket.office, case),
        ),
        delay=_STEP_TO_QUESTION,
    )
    await docket.note(case, EventKind.CALLBACK, "bot", {"to": case.reporter, "private": said})
    await docket.wake(
        case,
        TimerKind.CALLBACK_PATIENCE,
        docket.now + docket.office.settings.callback_patience,
    )
    return await docket.change(case, asked_back=True)
