"""A new case is sent to whoever must act first, by the admission list (domain rules §2.3, §6.3).

Comes in: a case that was registered. Goes out: the case with level, department, company and the one
person asked first, its clocks begun. Does not: tell anybody. A department that nobody here speaks
for has not been told: the case stays with the grid until somebody says that it has.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.matters import Level, Matter
from bot.domain.moves import CaseMove
from bot.domain.people import A_DEPARTMENT, ACCUSED, Person, Role, is_complaint
from bot.journey.docket import Docket
from bot.journey.recipients import company_for, first_hand, is_property, of_department
from bot.journey.steps.clocks import limits_of, restart_accepting, start_both

ACTOR: Final = "bot"
_ABOVE_THE_COMMUNITY: Final = frozenset(
    {Role.COMMUNITY_SECRETARY.value, Role.STREET.value, Role.DUTY_OFFICER.value}
)
_NEW: Final = frozenset({CaseStatus.PENDING_VERIFY, CaseStatus.ACCEPTED})
_BELOW: Final = frozenset({Level.GRID, Level.COMMUNITY})


def lead_department(docket: Docket, matter: Matter, accused: tuple[str, ...] = ()) -> str:
    """Who leads: the first of the list that is not complained of."""
    roles = {ACCUSED.get(matter.item), *(role for role in Role if role.value in accused)}
    people = docket.office.directory.people
    left_out = {
        person.department for person in people for role in person.roles if role in roles
    } | {name.removeprefix(A_DEPARTMENT) for name in accused}
    if Role.PROPERTY in roles:
        left_out.add(docket.office.words.term("role", Role.PROPERTY.value))
    left = [name for name in matter.departments if name.split("(")[0] not in left_out]
    return left[0] if left else matter.lead_department


def first_level(matter: Matter, accused: tuple[str, ...]) -> Level:
    """Whose turn it is; complaints of somebody come to the community or above it."""
    named = set(accused)
    if named & _ABOVE_THE_COMMUNITY and matter.first_level in _BELOW:
        return Level.STREET
    complaint = bool(named) or matter.item in ACCUSED
    if complaint and matter.first_level in (Level.GRID, Level.DEPARTMENT):
        return Level.COMMUNITY
    return matter.first_level


async def dispatch(docket: Docket, case: Case) -> Case:
    """To whoever must act first; the clock for acceptance starts."""
    case, facts = await _directed(docket, case)
    case = await docket.move(case, CaseMove.DISPATCH, ACTOR, facts)
    if case.company is not None:
        until = limits_of(docket, case, case.urgency).accept_until
        case = await docket.change(case, accept_until=until)
    return await start_both(docket, case)


async def dispatch_again(
    docket: Docket,
    case: Case,
    *,
    by: str,
    level: Level | None = None,
    member: Person | None = None,
) -> Case:
    """To another department, to a level, or to one `member`; whoever has it from now on is to
    accept it anew. Where no level is named it is the department's turn, that of the property where
    it was."""
    held = case.level
    if level is None:
        stays = is_property(docket, case.department) or held is Level.LEADERS
        level = held if stays else Level.DEPARTMENT
    case = await docket.change(case, level=level, owner=None, accepted_at=None)
    case, facts = await _directed(docket, case, held=held, member=member)
    case = await docket.move(case, CaseMove.DISPATCH, by, facts)
    return await restart_accepting(docket, case)


async def _directed(
    docket: Docket, case: Case, *, held: Level = Level.GRID, member: Person | None = None
) -> tuple[Case, Mapping[str, object]]:
    """The case with who is asked first, and what its history tells of that. Where its department
    has nobody here, those who `held` it keep it."""
    untold = _nobody_there(docket, case)
    if untold:
        kept = Level.GRID if held is Level.DEPARTMENT else held
        case = await docket.change(case, level=kept)
    there = of_department(docket, case, case.department)
    sent = case.status not in _NEW
    if member is None:
        member = there[0] if sent and there else first_hand(docket, case)
    company = company_for(docket, case, case.department) if not is_complaint(case) else None
    case = await docket.change(
        case,
        untold=untold,
        assignee=member.id if member else None,
        company=company.name if company else None,
    )
    facts: dict[str, object] = {
        "level": case.level.value,
        "department": case.department,
        "member": case.assignee,
    }
    if company is not None:
        facts["company"] = company.name
    return case, facts


def _nobody_there(docket: Docket, case: Case) -> bool:
    """Whether it is a department's turn of which nobody is here (emergencies are called anyway)."""
    if case.level is not Level.DEPARTMENT or case.emergency is not None:
        return False
    return not of_department(docket, case, case.department)
