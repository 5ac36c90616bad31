"""Who may grant a return, an extension or a pause, and who is asked (domain rules §6.3, §10).

Comes in: a case of which something was asked for, and who speaks. Goes out: yes, or NotAllowed that
names who may; the question to one person. Does not: grant anything.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.errors import NotAllowed
from bot.domain.moves import CaseMove
from bot.domain.people import Action, Person, Role, is_accused, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.wording import case_words

_GRANTERS: Final = (Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER)
STREET: Final = (Role.STREET, Role.DUTY_OFFICER)
_STOPGAP: Final = Role.GRID_LEADER
"""Who grants where nobody above is known."""

WISHES: Final = {
    CaseStatus.RETURN_REQUESTED: "return",
    CaseStatus.EXTEND_REQUESTED: "extension",
    CaseStatus.SUSPEND_REQUESTED: "suspension",
}
"""What is asked for, by status."""

SETTLED: Final[Mapping[CaseStatus, CaseMove]] = MappingProxyType(
    {
        CaseStatus.RETURN_REQUESTED: CaseMove.REFUSE_RETURN,
        CaseStatus.EXTEND_REQUESTED: CaseMove.SETTLE_EXTENSION,
        CaseStatus.SUSPEND_REQUESTED: CaseMove.SETTLE_SUSPENSION,
    }
)
"""How what was asked for comes to nothing where the work has gone on meanwhile."""


async def drop_wish(docket: Docket, case: Case, *, by: str) -> Case:
    """What was asked for comes to nothing: it was refused, taken back, or the work has gone on
    meanwhile."""
    settled = SETTLED.get(case.status)
    if settled is None:
        return case
    facts = {"granted": False}
    return await docket.move(
        case, settled, by, facts, asked_by=None, wanted_until=None, paused_for=None
    )


async def refuse_wish(docket: Docket, heard: Heard, case: Case) -> Case:
    """Refused: it goes on as it did, and whoever asked hears so."""
    require_grant(docket, heard, case, Action.GRANT)
    await tell_wisher(docket, heard, case, ReplyKey.WISH_REFUSED)
    return await drop_wish(docket, case, by=heard.person.id)


def require_grant(docket: Docket, heard: Heard, case: Case, action: Action) -> None:
    """Only who may grant it, and nobody what he asked for himself; a department only within its own
    walls."""
    person = heard.person
    if person.id == case.asked_by or is_accused(person, case):
        raise NotAllowed("nobody grants his own wish", _other_roles(person))
    if person.holds(_STOPGAP, case.grid) and not _above(docket, case):
        return
    require(person, action, case.grid)
    if _only_department(person, case) and person.department != case.department:
        raise NotAllowed("a department grants within its own walls only", [*_GRANTERS])


def may_suspend(heard: Heard, case: Case) -> bool:
    """Whether somebody sets a case aside by his own word."""
    return any(heard.person.holds(role, case.grid) for role in _GRANTERS)


def is_street(heard: Heard, case: Case) -> bool:
    """Whether somebody speaks for the street."""
    return any(heard.person.holds(role, case.grid) for role in STREET)


def street_of(docket: Docket, case: Case) -> Sequence[Person]:
    """Who speaks for the street there."""
    directory = docket.office.directory
    return [person for role in STREET for person in directory.of_grid(case.grid, role)]


async def ask_granter(docket: Docket, heard: Heard, case: Case, key: ReplyKey, **more: str) -> None:
    """Ask the one person who decides: the secretary, else the street, else the grid leader."""
    parameters = case_words(docket.office, case) | more
    directory = docket.office.directory
    people = [p for role in (*_GRANTERS, _STOPGAP) for p in directory.of_grid(case.grid, role)]
    for person in people:
        if person.id == heard.person.id or is_accused(person, case):
            continue
        if await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters)):
            return


async def tell_wisher(docket: Docket, heard: Heard, case: Case, key: ReplyKey, **more: str) -> None:
    """Tell whoever asked what became of it, unless he reads it here from the one who decided."""
    wisher = case.asked_by
    if wisher is None or wisher == heard.person.id:
        return
    wish = docket.office.words.term("wish", WISHES[case.status])
    parameters = case_words(docket.office, case) | {"to": wish} | more
    await docket.say(Say(key=key, person=wisher, case=case.key, parameters=parameters))


def _above(docket: Docket, case: Case) -> Sequence[Person]:
    directory = docket.office.directory
    return [person for role in _GRANTERS for person in directory.of_grid(case.grid, role)]


def _only_department(person: Person, case: Case) -> bool:
    if any(person.holds(role, case.grid) for role in (*_GRANTERS, _STOPGAP)):
        return False
    return person.holds(Role.DEPARTMENT, case.grid)


def _other_roles(person: Person) -> list[str]:
    return [role for role in _GRANTERS if role not in person.roles] or [*_GRANTERS]
