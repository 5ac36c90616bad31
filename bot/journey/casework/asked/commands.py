"""Words to the bot itself: help, my cases, quiet, and what people wish about themselves.

Comes in: a command read by the reader. Goes out: one answer. Does not: touch cases.
"""

from bot.domain.case import Case
from bot.domain.grid import RoomKind
from bot.domain.people import Person, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.asked.points import POINTS, obey_points
from bot.journey.casework.asked.supervised import list_supervised
from bot.journey.casework.asked.wishing import WISHES
from bot.journey.casework.hearing.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.hushing import hush
from bot.journey.steps.telling import back_to
from bot.journey.steps.weekly import week_of_person, week_of_room
from bot.journey.words.wording import choices
from intents.decisions import Command

_SHOWN = 5


async def obey(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    """Answer a command; lists of cases only in private."""
    if command in WISHES:
        await WISHES[command](docket, heard)
        return
    if command in POINTS:
        await obey_points(docket, heard, command)
        return
    if command is Command.SUPERVISION:
        await list_supervised(docket, heard)
        return
    if command in (Command.MY_CASES, Command.MY_BUILDING):
        await _list(docket, heard, sight, command)
        return
    if command is Command.WEEK:
        await _tell_week(docket, heard)
        return
    key = _ANSWERS.get(command)
    if key is None or (command is Command.HELLO and len(heard.turn.messages) > 1):
        return  # whoever says more than hello is answered to that
    phones = docket.office.directory.phones
    await docket.say(back_to(heard, key, heard.room, {"duty": phones.get("duty", "")}))
    if command is Command.QUIET and heard.room:
        await hush(docket.unit, heard.room, docket.now)


_ANSWERS = {
    Command.HELP: ReplyKey.HELP,
    Command.HELLO: ReplyKey.HELP,
    Command.HUMAN: ReplyKey.HELP,
    Command.QUIET: ReplyKey.QUIET,
}


async def _list(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    person, hers = heard.person, command is Command.MY_BUILDING
    around = sight.around(heard.community, None)
    if hers:
        led = person.grids or [grid.id for grid in docket.office.directory.grids]
        around = await docket.unit.digests.cases(led, docket.now)
    cases = [
        case
        for case in around
        if case.is_open and not is_accused(person, case) and _is_hers(case, person, command)
    ]
    if not cases:
        key = ReplyKey.MY_BUILDING_NONE if hers else ReplyKey.STATUS_NONE
        await docket.say(Say(key=key, person=person.id))
        return
    listed = choices(docket.office, cases[:_SHOWN])
    await docket.say(
        Say(
            key=ReplyKey.MY_CASES,
            person=person.id,
            parameters={"choices": listed, "count": str(len(cases))},
        )
    )


def _is_hers(case: Case, person: Person, command: Command) -> bool:
    if command is Command.MY_BUILDING:
        there = case.place.building in person.buildings and _has_building(person, case)
        return there and not case.is_restricted
    return person.id in (case.reporter, case.owner)


def _has_building(person: Person, case: Case) -> bool:
    """Whether the buildings of that name there are his: other grids have a building 3, too."""
    return case.grid is None or not person.grids or case.grid in person.grids


async def _tell_week(docket: Docket, heard: Heard) -> None:
    """What became of a group's cases in a week, in an owners' group; elsewhere of one's own."""
    room = heard.room if heard.room_kind is RoomKind.OWNERS else None
    office, unit = docket.office, docket.unit
    if room is not None:
        words = await week_of_room(office, unit, room, docket.now)
    else:
        words = await week_of_person(office, unit, heard.person, docket.now)
    key = ReplyKey.WEEK_TOLD if words["count"] else ReplyKey.WEEK_EMPTY
    await docket.say(back_to(heard, key, room, words))
