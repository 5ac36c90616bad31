"""Whom a new case complains of, beside those that its item names (domain rules §6.3).

Comes in: what was heard, and the words of the report. Goes out: subjects of complaint: people where
they can be told, else their roles, and departments. Does not: judge the complaint. Emergencies
accuse nobody: they are called out to everybody at once.
"""

from typing import Final

from bot.domain.people import A_DEPARTMENT, A_PERSON, Person, Role
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.wording import short_name
from intents.accused import accused_roles, accused_words

_SHORTEST: Final = 2


def whom_it_accuses(docket: Docket, heard: Heard, words: str) -> tuple[str, ...]:
    """Nobody, mostly."""
    if heard.decision.emergency is not None:
        return ()
    roles = accused_roles(words)
    named = accused_words(words)
    if not roles and not named:
        return ()
    found = [subject for role in roles for subject in _of_role(docket, heard, Role(role), words)]
    found += [f"{A_DEPARTMENT}{name}" for name in _departments(docket, named)]
    found += [
        f"{A_PERSON}{person.id}"
        for person in docket.office.directory.people
        if _is_known(person) and any(_first_name(person) in one for one in named)
    ]
    return tuple(dict.fromkeys(found))


def _of_role(docket: Docket, heard: Heard, role: Role, words: str) -> list[str]:
    """The person of the role who is named, or who leads the building that is; else all of them."""
    grid = heard.grid.id if heard.grid else None
    holders = docket.office.directory.of_grid(grid, role)
    named = [person for person in holders if _is_known(person) and _first_name(person) in words]
    if role is Role.BUILDING_LEADER and not named:
        leader = docket.office.directory.building_leader(grid, heard.place)
        named = [leader] if leader is not None else []
    return [f"{A_PERSON}{person.id}" for person in named] or [role.value]


def _departments(docket: Docket, named: tuple[str, ...]) -> list[str]:
    """Departments that have people here, by the beginning of their name."""
    known = {
        person.department
        for person in docket.office.directory.people
        if person.department and Role.DEPARTMENT in person.roles
    }
    return sorted(
        name for name in known if any(short_name(name)[:_SHORTEST] in words for words in named)
    )


def _is_known(person: Person) -> bool:
    has_part = person.is_staff or Role.BUILDING_LEADER in person.roles
    return has_part and len(_first_name(person)) >= _SHORTEST


def _first_name(person: Person) -> str:
    """The name without the remark in brackets that tells what he is."""
    return person.name.split("\uff08")[0].split("(")[0].strip()
