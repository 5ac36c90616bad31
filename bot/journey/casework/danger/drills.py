"""A drill is announced in plain words: an emergency that is none, played with everything that
belongs to one (domain rules §4).

Comes in: the announcement, or the word that it is over. Goes out: a case that is marked and counts
in no figure, calls, lines to those who lead. Does not: take a real report for part of it: that is
always a case of its own.
"""

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.emergencies import SILENT, item_of
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.journey.casework.danger.guidance import give_guidance
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.dispatching import dispatch
from bot.journey.casework.reports.opening import register
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.calling import call
from bot.journey.steps.leading import tell_leaders
from bot.journey.steps.rehearsing import end_drill
from bot.journey.words.wording import case_words
from intents.decisions import Command

DRILLS = frozenset({Command.DRILL_START, Command.DRILL_END})


async def drill(docket: Docket, heard: Heard, sight: Sight, command: Command) -> Case | None:
    """Begin or end one; the case it is about. NotAllowed where the speaker may not."""
    require(heard.person, Action.ANNOUNCE)
    running = _running(heard, sight)
    if command is Command.DRILL_END:
        return await _end(docket, heard, sight, running)
    if running is not None:
        await _answer(docket, heard, ReplyKey.DRILL_RUNS, running)
        return running
    return await _begin(docket, heard, sight)


def _running(heard: Heard, sight: Sight) -> Case | None:
    grid = heard.grid.id if heard.grid else None
    around = sight.around(heard.community, grid)
    return next((case for case in around if case.drill and case.is_open), None)


async def _begin(docket: Docket, heard: Heard, sight: Sight) -> Case | None:
    emergency = heard.decision.emergency
    if emergency is None or emergency.code in SILENT:
        await _answer(docket, heard, ReplyKey.DRILL_UNCLEAR, None)
        return None
    item = item_of(emergency.code, heard.guess.item)
    case = await register(docket, heard, item, heard.guess, heard.turn.text)
    case = await docket.change(case, drill=True)
    room = heard.room.id if heard.room else None
    await give_guidance(docket, case, emergency.code, room=room, person=heard.person.id)
    case = await dispatch(docket, case)
    await call(docket, case, step=0)
    await tell_leaders(docket, case)
    over = docket.now + docket.office.settings.drill_limit
    await docket.wake(case, TimerKind.DRILL_OVER, over)
    sight.update([case])
    return case


async def _end(docket: Docket, heard: Heard, sight: Sight, running: Case | None) -> Case | None:
    if running is None:
        await _answer(docket, heard, ReplyKey.DRILL_NONE, None)
        return None
    case = await end_drill(docket, running, by=heard.person.id)
    sight.update([case])
    return case


async def _answer(docket: Docket, heard: Heard, key: ReplyKey, case: Case | None) -> None:
    said = Say(
        key=key,
        room=heard.room.id if heard.room else None,
        person=None if heard.room else heard.person.id,
        parameters=case_words(docket.office, case) if case else {},
    )
    await docket.say(said if case is None else replace(said, case=case.key))
