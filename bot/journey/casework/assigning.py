"""A case is sent to a department by those who may (domain rules §6.3).

Comes in: what was heard, and the case. Goes out: the case with its new department, and the leaders'
group told. Does not: repeat words in a group that name no department.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework.granting import SETTLED
from bot.journey.clocks import restart_accepting
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import leaders_room
from bot.journey.wording import case_words, short_name

_SHORTEST_NAME: Final = 2


async def assign(docket: Docket, heard: Heard, case: Case) -> Case:
    """Sent to a department; it has to accept it anew."""
    require(heard.person, Action.DISPATCH, case.grid)
    wanted = known_department(docket, heard.decision.department, case.department)
    if wanted is None:
        return case
    if case.status in SETTLED:
        case = await docket.move(case, SETTLED[case.status], heard.person.id)
    return await send_to(docket, heard, case, wanted)


async def send_to(docket: Docket, heard: Heard, case: Case, wanted: str) -> Case:
    """To a department that the office knows."""
    people = docket.office.directory.of_department(wanted)
    member = people[0].id if people else None
    facts = {"level": case.level.value, "department": wanted, "member": member}
    changed = await docket.move(
        case,
        CaseMove.DISPATCH,
        heard.person.id,
        facts,
        department=wanted,
        owner=None,
        accepted_at=None,
        asked_by=None,
    )
    changed = await restart_accepting(docket, changed)
    room = leaders_room(docket, changed)
    if room is not None:
        parameters = case_words(docket.office, changed) | {"to": wanted}
        await docket.say(
            Say(key=ReplyKey.ASSIGNED_TO, room=room.id, case=case.key, parameters=parameters)
        )
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
