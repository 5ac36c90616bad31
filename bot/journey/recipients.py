"""Who is to have a case: the people of a department or company, whoever is on duty and nearest.

Comes in: a case, a level or a department. Goes out: people, never the accused. Does not: tell them,
or change the case.
"""

from collections.abc import Iterable
from typing import Final

from bot.domain.case import Case
from bot.domain.companies import Company
from bot.domain.duty import Reach, nearest
from bot.domain.matters import Level
from bot.domain.people import Person, Role, is_accused
from bot.journey.docket import Docket

_MEMBERS: Final = (Role.GRID_MEMBER, Role.GRID_LEADER)
_IN_PLACE_OF: Final = {
    Level.GRID: _MEMBERS,
    Level.COMMUNITY: (Role.COMMUNITY_SECRETARY, *_MEMBERS),
    Level.STREET: (Role.STREET, Role.DUTY_OFFICER, Role.COMMUNITY_SECRETARY, *_MEMBERS),
}
"""Who acts first at a level, and who in their place where there is nobody."""


def is_property(docket: Docket, department: str) -> bool:
    """Whether the list's department is the property, whichever company that is."""
    return _short(department) == docket.office.words.term("role", Role.PROPERTY.value)


def company_for(docket: Docket, case: Case, department: str) -> Company | None:
    """The property company that a case comes to; None for other departments, where several might
    be meant, and for one that is accused.
    """
    directory = docket.office.directory
    if not is_property(docket, department):
        return directory.company_named(department)
    return directory.company_at(case.grid, case.place.building)


def of_department(docket: Docket, case: Case, department: str) -> list[Person]:
    """Who receives here what is sent to a department, or to the company of the place."""
    directory = docket.office.directory
    found: Iterable[Person] = directory.of_department(department)
    if is_property(docket, department):
        company = company_for(docket, case, department)
        serving = directory.of_grid(case.grid, Role.PROPERTY)
        named = company is not None and any(p.department == company.name for p in serving)
        found = [p for p in serving if not named or (company and p.department == company.name)]
    return [person for person in found if not is_accused(person, case)]


def first_hand(docket: Docket, case: Case) -> Person | None:
    """Who is asked first: of a department its own person, else whoever acts at that level, the
    nearest of those on duty where there is a rota.
    """
    if case.level is Level.DEPARTMENT:
        return next(iter(of_department(docket, case, case.department)), None)
    if case.level is Level.GRID:
        there = on_duty(docket, case)
        if there:
            return there[0]
    for role in _IN_PLACE_OF.get(case.level, ()):
        people = docket.office.directory.of_grid(case.grid, role)
        found = _nearest(docket, case, [p for p in people if not is_accused(p, case)])
        if found:
            return found[0]
    return None


def on_duty(docket: Docket, case: Case) -> list[Person]:
    """Members of the grid who are on duty now, can be written to and did not report it, the nearest
    first; nobody where there is no rota.
    """
    directory, rota = docket.office.directory, docket.office.rota
    if not rota.shifts:
        return []
    running = rota.running(docket.now, case.grid)
    people = [directory.person(shift.person) for shift in running]
    able = [
        person
        for person in dict.fromkeys(people)
        if any(person.holds(role, case.grid) for role in _MEMBERS)
        and person.id != case.reporter
        and not is_accused(person, case)
        and docket.can_reach(person.id)
    ]
    extra = {shift.person: shift.buildings for shift in running}
    return _nearest(docket, case, able, extra)


def _nearest(
    docket: Docket,
    case: Case,
    people: list[Person],
    extra: dict[str, tuple[str, ...]] | None = None,
) -> list[Person]:
    building = case.place.building
    estate = docket.office.directory.of_estate(case.grid, building)
    reaches = [
        Reach(
            person=person.id,
            buildings=(*person.buildings, *(extra or {}).get(person.id, ())),
            own_grid=person.is_of(case.grid),
        )
        for person in people
    ]
    known = {person.id: person for person in people}
    return [known[name] for name in nearest(reaches, building, estate)]


def _short(name: str) -> str:
    return name.split("(")[0]
