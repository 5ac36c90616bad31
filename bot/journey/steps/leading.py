"""What those who lead are told: one line in their group, or words to one of them alone.

Comes in: a case. Goes out: words to the leaders' group, to the grid leader, to the next level.
Does not: move the case; put anything before the eyes of whom it complains of.
"""

from collections.abc import Sequence
from typing import Final

from bot.domain.case import Case
from bot.domain.grid import Room
from bot.domain.matters import Level
from bot.domain.people import Person, Role, is_accused, is_complaint
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.recipients import of_department, on_duty
from bot.journey.steps.helping import tell_helpers
from bot.journey.words.wording import QUARREL, UNTOLD, case_words, short_name

_LEADING: Final = (
    Role.GRID_LEADER,
    Role.COMMUNITY_SECRETARY,
    Role.DUTY_OFFICER,
    Role.GRID_MEMBER,
)
_OF_LEVEL: Final = {
    Level.GRID: (Role.GRID_LEADER,),
    Level.COMMUNITY: (Role.COMMUNITY_SECRETARY,),
    Level.STREET: (Role.STREET, Role.DUTY_OFFICER),
}
_FIRST_ABOVE: Final = frozenset({Level.COMMUNITY, Level.STREET})
"""Levels whose first hand may not read what stands in the group of those who lead a grid."""


def leaders_room(docket: Docket, case: Case) -> Room | None:
    """The leaders' group, where the case may be spoken of there."""
    room = docket.office.directory.leaders_room(case.grid, case.community)
    return room if room is not None and docket.may_stand(case, room) else None


def responsible(docket: Docket, case: Case) -> list[Person]:
    """Who alone is told what may not stand in a group: the grid leader, else whoever is above; of a
    complaint the secretary, too. Never the one who reported it, nor the accused."""
    directory = docket.office.directory
    found = [
        person
        for role in _LEADING
        for person in directory.of_grid(case.grid, role)[:1]
        if person.id != case.reporter
        and not is_accused(person, case)
        and docket.can_reach(person.id)
    ]
    return found[: 2 if is_complaint(case) else 1]


async def tell_leaders(docket: Docket, case: Case, *, late: bool = False) -> None:
    """One line in the leaders' group to the building leader concerned. Of a quarrel the group hears
    no place, so that one of them is told the rest alone. An emergency that arrived `late` is said
    to have."""
    room = leaders_room(docket, case)
    if room is None:
        await tell_privately(docket, case)
        return
    if await _told_alone(docket, case):
        return
    if case.category == QUARREL and case.emergency is None:
        await tell_privately(docket, case)
    helper = _nearest(docket, case)
    parameters = case_words(docket.office, case)
    parameters["to"] = helper.name if helper else ""
    first = _first_above(docket, case)
    there = [person for person in first if room.id in person.rooms]
    await docket.say(
        Say(
            key=_line(case, late=late),
            room=room.id,
            case=case.key,
            parameters=parameters,
            mentions=tuple(p.id for p in (helper, *there) if p is not None),
            urgent=case.emergency is not None,
        )
    )
    if first and not there and case.category != QUARREL:
        await tell_assignee(docket, case)


def _first_above(docket: Docket, case: Case) -> list[Person]:
    """Who of the community or the street is asked first, unless he reported it. Whoever stands in
    for them in the grid reads the group anyhow, and emergencies have calls of their own."""
    if case.emergency is not None or case.level not in _FIRST_ABOVE:
        return []
    if case.assignee is None or case.assignee == case.reporter:
        return []
    person = docket.office.directory.person(case.assignee)
    sits_there = any(person.holds(role, case.grid) for role in _OF_LEVEL[case.level])
    return [person] if sits_there else []


def _line(case: Case, *, late: bool) -> ReplyKey:
    if case.emergency is None:
        return ReplyKey.LEADER_HAND_OVER if case.untold else ReplyKey.LEADER_LINE
    return ReplyKey.LEADER_LATE if late else ReplyKey.LEADER_EMERGENCY


async def _told_alone(docket: Docket, case: Case) -> bool:
    """Whether one person has been told instead of the whole group: whoever is on duty, where there
    is a rota, or the department's own person. Emergencies are for everybody."""
    if case.emergency is not None or case.assignee in (None, case.reporter):
        return False
    is_theirs = case.level is Level.DEPARTMENT
    if not is_theirs and all(p.id != case.assignee for p in on_duty(docket, case)):
        return False
    return await tell_assignee(docket, case)


async def tell_assignee(docket: Docket, case: Case) -> bool:
    """The one person who is asked first, alone, with the words and the full place."""
    parameters = case_words(docket.office, case, in_private=True)
    helpers = [n for n in docket.office.rules(case).helpers if n != case.department]
    parameters["hint"] = docket.office.words.term("mind", "and").join(map(short_name, helpers))
    if case.level is not Level.GRID:
        parameters["how"] = ""  # how the grid goes about it is nothing to others
    if case.level is Level.DEPARTMENT:
        await tell_helpers(docket, case)
    return await docket.say(
        Say(
            key=ReplyKey.DISPATCHED_TO_YOU,
            person=case.assignee,
            case=case.key,
            parameters=parameters,
        )
    )


async def tell_more(docket: Docket, case: Case, key: ReplyKey, **more: str) -> None:
    """Something new about a case that they know: in their group, else to one of them alone."""
    room = leaders_room(docket, case)
    parameters = case_words(docket.office, case) | more
    if room is not None:
        await docket.say(Say(key=key, room=room.id, case=case.key, parameters=parameters))
        return
    for person in responsible(docket, case):
        await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))


async def tell_of_place(docket: Docket, case: Case) -> None:
    """The place that was missing or wrong, with whoever leads there."""
    room = leaders_room(docket, case)
    if room is None or (docket.message is not None and docket.message.room == room.id):
        return
    parameters = case_words(docket.office, case)
    if not parameters["place"]:
        return
    helper = _nearest(docket, case)
    parameters["to"] = helper.name if helper else ""
    await docket.say(
        Say(
            key=ReplyKey.LEADER_PLACED,
            room=room.id,
            case=case.key,
            parameters=parameters,
            mentions=(helper.id,) if helper else (),
            urgent=case.emergency is not None,
        )
    )


async def tell_privately(
    docket: Docket, case: Case, key: ReplyKey = ReplyKey.LEADER_PRIVATE, **more: str
) -> None:
    """What must not stand in a group, with the words and the full place."""
    parameters = case_words(docket.office, case, in_private=True)
    parameters |= {"hint": _mind(docket, case)} | more
    told = [person.id for person in responsible(docket, case)]
    if key is ReplyKey.LEADER_PRIVATE:
        told += [person.id for person in _first_above(docket, case)]
    for person in dict.fromkeys(told):
        await docket.say(Say(key=key, person=person, case=case.key, parameters=parameters))


def _mind(docket: Docket, case: Case) -> str:
    """What whoever is told alone has to mind."""
    if is_complaint(case):
        return docket.office.words.term("mind", "accused")
    return docket.office.words.term("mind", UNTOLD) if case.untold else ""


async def tell_level(docket: Docket, case: Case) -> None:
    """The case is the next level's now: those who sit there are told alone, and where nobody does,
    the leaders' group knows that, too."""
    if case.level is Level.DEPARTMENT:
        await tell_helpers(docket, case)
    parameters = case_words(docket.office, case)
    told = False
    for person in of_level(docket, case):
        parameters["to"] = person.name
        said = Say(
            key=ReplyKey.PASSED_UP_TO, person=person.id, case=case.key, parameters=parameters
        )
        told = await docket.say(said) or told
    room = leaders_room(docket, case)
    if not told and room is not None:
        parameters["to"] = ""
        await docket.say(
            Say(key=ReplyKey.PASSED_UP_TO, room=room.id, case=case.key, parameters=parameters)
        )


def of_level(docket: Docket, case: Case) -> Sequence[Person]:
    """Who is told where a case is that level's now."""
    directory = docket.office.directory
    if case.level is Level.DEPARTMENT:
        found = tuple(of_department(docket, case, case.department))[:1]
    else:
        roles = _OF_LEVEL.get(case.level, ())
        found = tuple(p for role in roles for p in directory.of_grid(case.grid, role))[:1]
    return [person for person in found if not is_accused(person, case)]


def _nearest(docket: Docket, case: Case) -> Person | None:
    """The building leader of the place, unless it is he who told of it, or it may not be told."""
    if case.category == QUARREL:
        return None
    leader = docket.office.directory.building_leader(case.grid, case.place)
    return None if leader is None or leader.id == case.reporter else leader
