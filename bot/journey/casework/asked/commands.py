"""Words to the bot itself: help, my cases, quiet, and what people wish about themselves.

Comes in: a command read by the reader. Goes out: one answer. Does not: touch cases.
"""

from bot.domain.case import Case
from bot.domain.people import Person, is_accused
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework.asked.supervised import list_supervised
from bot.journey.casework.asked.wishing import WISHES
from bot.journey.casework.hearing.sight import Sight
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.hushing import hush
from bot.journey.wording import choices
from intents.decisions import Command

_SHOWN = 5


async def obey(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    """Answer a command; lists of cases only in private."""
    if command in WISHES:
        await WISHES[command](docket, heard)
        return
    if command is Command.SUPERVISION:
        await list_supervised(docket, heard)
        return
    if command in (Command.MY_CASES, Command.MY_BUILDING):
        await _list(docket, heard, sight, command)
        return
    key = _ANSWERS.get(command)
    if key is None:
        return
    phones = docket.office.directory.phones
    room = heard.room.id if heard.room else None
    await docket.say(
        Say(
            key=key,
            room=room,
            person=None if room else heard.person.id,
            otherwise=heard.person.id if room else None,
            parameters={"duty": phones.get("duty", "")},
        )
    )
    if command is Command.QUIET and heard.room:
        await hush(docket.unit, heard.room, docket.now)


_ANSWERS = {
    Command.HELP: ReplyKey.HELP,
    Command.HUMAN: ReplyKey.HELP,
    Command.QUIET: ReplyKey.QUIET,
}


async def _list(docket: Docket, heard: Heard, sight: Sight, command: Command) -> None:
    person = heard.person
    cases = [
        case
        for case in sight.around(heard.community, None)
        if case.is_open and not is_accused(person, case) and _is_hers(case, person, command)
    ]
    if not cases:
        await docket.say(Say(key=ReplyKey.STATUS_NONE, person=person.id))
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
        return case.place.building in person.buildings and not case.is_restricted
    return person.id in (case.reporter, case.owner)
