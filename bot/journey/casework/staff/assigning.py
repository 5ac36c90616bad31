"""A case is sent to a department by those who may (domain rules §6.3).

Comes in: what was heard, and the case. Goes out: the case with its new department, and the leaders'
group told. Does not: repeat words in a group that name no department.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.reports.dispatching import dispatch_again
from bot.journey.casework.rights.granting import drop_wish
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.leading import leaders_room, tell_assignee
from bot.journey.steps.telling import reply
from bot.journey.words.wording import case_words, short_name
from intents.numbers import case_numbers

_SHORTEST_NAME: Final = 2


async def assign(docket: Docket, heard: Heard, case: Case) -> Case:
    """Sent to a department; it has to accept it anew."""
    require(heard.person, Action.DISPATCH, case.grid)
    wanted = known_department(docket, heard.decision.department, case.department)
    if wanted is None:
        return await _unknown(docket, heard, case)
    dropped = await drop_wish(docket, case, by=heard.person.id)
    return await send_to(docket, heard, dropped, wanted)


async def _unknown(docket: Docket, heard: Heard, case: Case) -> Case:
    """No department of that name: whoever named the case by its number hears so, others were hardly
    sending it anywhere."""
    if case.number in case_numbers(heard.message.text, frozenset({case.number})):
        await reply(docket, heard, case, ReplyKey.DEPARTMENT_UNKNOWN)
    return case


async def send_to(docket: Docket, heard: Heard, case: Case, wanted: str) -> Case:
    """To a department that the office knows."""
    case = await docket.change(case, department=wanted, asked_by=None)
    changed = await dispatch_again(docket, case, by=heard.person.id)
    if not changed.untold:
        await tell_assignee(docket, changed)
    room = leaders_room(docket, changed)
    if room is not None:
        key = ReplyKey.LEADER_HAND_OVER if changed.untold else ReplyKey.ASSIGNED_TO
        parameters = case_words(docket.office, changed) | {"to": wanted}
        await docket.say(Say(key=key, room=room.id, case=case.key, parameters=parameters))
    return changed


def known_department(docket: Docket, said: str | None, usual: str) -> str | None:
    """The department that is meant, by a name the office knows; None for words that are no
    department, which are never repeated in a group.
    """
    if said is None:
        return usual
    office = docket.office
    names = [person.department for person in office.directory.people if person.department]
    names += [name for matter in office.matters.values() for name in matter.departments]
    plain = {short_name(name): name for name in reversed(names)}
    if said in plain:
        return plain[said]
    if len(said) < _SHORTEST_NAME:
        return None
    return next((name for short, name in plain.items() if short in said or said in short), None)
