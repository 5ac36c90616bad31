"""A drill ends: by the word of who may, or by itself (domain rules §4).

Comes in: the case of a drill. Goes out: a case that is over, with one line of what came of it where
it was announced. Does not: begin one (casework does).
"""

from bot.domain.case import Case, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.steps.clocks import EVERYTHING, stop
from bot.journey.words.wording import case_words

_WAY_OUT = (
    CaseMove.CANCEL,
    CaseMove.REFUSE_RETURN,
    CaseMove.SETTLE_EXTENSION,
    CaseMove.SETTLE_SUSPENSION,
    CaseMove.HAND_IN,
    CaseMove.PASS_CHECK,
    CaseMove.ASK_VISIT,
    CaseMove.ARCHIVE,
)
"""Whichever of these is possible, in this order, until nothing more can happen to the case."""


async def end_drill(docket: Docket, case: Case, *, by: str) -> Case:
    """Nobody is called or reminded any more, and nothing waits to be said."""
    await stop(docket, case, EVERYTHING)
    await docket.drop_words(case)
    await _tell(docket, case)
    for move in _WAY_OUT:
        try:
            case = await docket.move(case, move, by, {"note": "drill"})
        except IllegalMove:
            continue
    return await docket.change(case, asked_back=False, asked_place=False)


async def _tell(docket: Docket, case: Case) -> None:
    history = await docket.history(case)
    calls = [event for event in history if event.kind is EventKind.EMERGENCY_CALL]
    there = next((e.at for e in history if e.detail.get("note") == "on_site"), None)
    parameters = case_words(docket.office, case)
    parameters["count"] = str(len(calls))
    parameters["until"] = f"{there.astimezone(SHANGHAI):%H:%M}" if there else ""
    nobody = docket.office.words.term("alarm", "nobody")
    parameters["hint"] = "" if there else nobody
    room = docket.office.directory.room(case.opened_in)
    await docket.say(
        Say(
            key=ReplyKey.DRILL_ENDED,
            room=room.id if room else None,
            person=None if room else case.reporter,
            case=case.key,
            parameters=parameters,
            urgent=True,
        )
    )
