"""A case is given to one person by name (domain rules §6.3).

Comes in: what was heard from somebody who may dispatch, and the case. Goes out: the case with that
person asked first, who is told, and the leaders' group, too. Does not: guess between two of a name,
or give a case to somebody who may not handle it.
"""

from bot.domain.case import Case
from bot.domain.matters import Level
from bot.domain.people import Action, Person, may_handle, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.reports.dispatching import dispatch_again
from bot.journey.casework.rights.granting import drop_wish
from bot.journey.casework.staff.handling import take
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.naming import called
from bot.journey.steps.leading import leaders_room, tell_assignee
from bot.journey.steps.telling import reply
from bot.journey.words.wording import case_words
from intents.numbers import case_numbers


async def entrust(docket: Docket, heard: Heard, case: Case) -> Case:
    """Given to whoever is called so here; he has to accept it anew. Where nobody is, or several
    are, whoever named the case by its number hears so; others spoke of somebody they have sent."""
    require(heard.person, Action.DISPATCH, case.grid)
    name = heard.decision.department or ""
    there = called(docket.office.directory, heard.person, name)
    able = [one for one in there if may_handle(one, case)]
    if len(able) == 1 and case.assignee == able[0].id:
        await reply(docket, heard, case, ReplyKey.ASSIGNED_TO, to=able[0].name)
        return case
    if len(able) == 1:
        return await _given(docket, heard, case, able[0])
    if case.number in case_numbers(heard.message.text, frozenset({case.number})):
        key = ReplyKey.PERSON_WHICH if able else ReplyKey.PERSON_UNKNOWN
        comma = docket.office.words.term("mark", "comma")
        await reply(docket, heard, case, key, to=comma.join(one.name for one in able))
        return case
    return await take(docket, heard, case)


async def _given(docket: Docket, heard: Heard, case: Case, person: Person) -> Case:
    case = await drop_wish(docket, case, by=heard.person.id)
    case = await docket.change(case, asked_by=None)
    level = Level.GRID if person.department is None else case.level
    changed = await dispatch_again(docket, case, by=heard.person.id, level=level, member=person)
    await tell_assignee(docket, changed)
    room = leaders_room(docket, changed)
    if room is not None:
        parameters = case_words(docket.office, changed) | {"to": person.name}
        told = Say(key=ReplyKey.ASSIGNED_TO, room=room.id, case=changed.key, parameters=parameters)
        await docket.say(told)
    return changed
