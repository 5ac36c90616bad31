"""Who people are here and what each role may do (domain rules §6.3, §10).

Comes in: names and roles from the configuration. Goes out: `Person`, `Role`, and answers to "may
he". Does not: know platforms' accounts beyond an opaque pair, or store anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.errors import NotAllowed


class Role(StrEnum):
    """Roles of the grid; one person may have several."""

    RESIDENT = "resident"
    BUILDING_LEADER = "building_leader"
    VOLUNTEER = "volunteer"
    GRID_MEMBER = "grid_member"
    GRID_LEADER = "grid_leader"
    PROPERTY = "property"
    DEPARTMENT = "department"
    COMMUNITY_SECRETARY = "community_secretary"
    STREET = "street"
    DUTY_OFFICER = "duty_officer"


_RANK = {role: rank for rank, role in enumerate(Role)}


STAFF: Final = frozenset(
    {
        Role.GRID_MEMBER,
        Role.GRID_LEADER,
        Role.PROPERTY,
        Role.DEPARTMENT,
        Role.COMMUNITY_SECRETARY,
        Role.STREET,
        Role.DUTY_OFFICER,
    }
)
"""Whose plain words move cases."""


class Action(StrEnum):
    """What can be done to a case."""

    REPORT = "report"
    JUDGE = "judge"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    ASK_RETURN = "ask_return"
    GRANT_RETURN = "grant_return"
    GRANT = "grant"
    CHECK = "check"
    RATE = "rate"
    CALL = "call"
    SUPERVISE = "supervise"
    ANNOUNCE = "announce"


_ABOVE: Final = frozenset({Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER})
_GRID: Final = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER})

HELPERS: Final = frozenset({Role.BUILDING_LEADER, Role.VOLUNTEER})
"""Neighbours who look after things: welcome to go and see, and to say what they have mended."""

PERMITTED: Final = {
    Action.REPORT: frozenset(Role) - {Role.DEPARTMENT},
    Action.JUDGE: _GRID | _ABOVE,
    Action.DISPATCH: frozenset({Role.GRID_LEADER}) | _ABOVE,
    Action.HANDLE: STAFF,
    Action.ASK_RETURN: STAFF - {Role.STREET, Role.DUTY_OFFICER},
    Action.GRANT_RETURN: frozenset({Role.GRID_LEADER, Role.DEPARTMENT}) | _ABOVE,
    Action.GRANT: _ABOVE | {Role.DEPARTMENT},
    Action.CHECK: _GRID | _ABOVE,
    Action.RATE: frozenset({Role.RESIDENT, Role.BUILDING_LEADER, Role.VOLUNTEER}),
    Action.CALL: frozenset({Role.GRID_LEADER, Role.GRID_MEMBER, Role.PROPERTY}) | _ABOVE,
    Action.SUPERVISE: frozenset({Role.GRID_LEADER}) | _ABOVE,
    Action.ANNOUNCE: frozenset({Role.GRID_LEADER}) | _ABOVE,
}
"""Domain rules §6.3. Building leaders and volunteers handle only volunteer matters, see
`may_handle`. Members and the property may call the next level (§7.2); a case is put under
supervision from the grid leader upward. Grid leaders look through returns (§10); extensions and
suspensions are granted above them.
"""

VOLUNTEER_ITEMS: Final = frozenset({"MS-15", "MS-16", "MS-17", "MS-19"})

ACCUSED: Final = {"WY-10": Role.PROPERTY, "WY-14": Role.PROPERTY, "JF-08": Role.PROPERTY}
"""Items that complain of somebody: whoever has that role neither handles nor sees them (domain
rules §6.3: the accused never handles). Whom else a case complains of stands in `Case.accused`.
"""

A_PERSON: Final = "person:"
A_DEPARTMENT: Final = "department:"
"""Beginnings of subjects of complaint; the others are roles."""

RECENTLY: Final = timedelta(days=30)
"""So long after a term has ended somebody who still speaks as if it had not is told so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A role held for a time, in some grids (empty: everywhere), perhaps in somebody's stead. Both
    days are its own; None has no end on that side.
    """

    role: Role
    grids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    instead_of: str | None = None

    def covers(self, day: date) -> bool:
        """Whether it is held on a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)

    def ended_before(self, day: date) -> bool:
        """Whether it has ended, not long before a day."""
        return self.until is not None and self.until < day <= self.until + RECENTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person the office knows by name, or a resident known only by his account on a platform.

    `grids` and `buildings` say where the roles hold (empty: everywhere in the community).
    `accounts` are pairs of channel and the platform's id. `rooms` are the groups he is known to sit
    in (empty: not known). `terms` are roles that he has for a time; `on` makes them roles on their
    days, `held` and `ended` tell of them then.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    grids: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    department: str | None = None
    accounts: tuple[tuple[str, str], ...] = ()
    rooms: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    held: tuple[Term, ...] = ()
    ended: tuple[Term, ...] = ()

    def on(self, day: date) -> "Person":
        """The same person with the roles of a day."""
        if not self.terms:
            return self
        held = tuple(term for term in self.terms if term.covers(day))
        roles = dict.fromkeys((*self.roles, *(term.role for term in held)))
        own = (role for role in self.roles if any(term.role is role for term in held))
        lapsed = [term for term in self.terms if term.ended_before(day) and term.role not in roles]
        newest = {term.role: term for term in sorted(lapsed, key=_end)}
        return replace(
            self,
            roles=tuple(roles),
            held=(*held, *(Term(role=role, grids=self.grids) for role in own)),
            ended=tuple(newest.values()),
        )

    def holds(self, role: Role, grid: str | None) -> bool:
        """Whether he has a role in a grid (None: anywhere)."""
        if role not in self.roles:
            return False
        places = [term.grids for term in self.held if term.role is role] or [self.grids]
        return grid is None or any(not grids or grid in grids for grids in places)

    def is_of(self, grid: str | None) -> bool:
        """Whether a grid is named as his own."""
        return grid in self.grids or any(grid in term.grids for term in self.held)

    @property
    def is_staff(self) -> bool:
        """Whether his plain words can move cases."""
        return any(role in STAFF for role in self.roles)

    @property
    def main_role(self) -> Role:
        """The role he speaks in: staff before helpers before residents."""
        return max(self.roles, key=_RANK.__getitem__)

    @property
    def speaks_as(self) -> Role:
        """How his words are to be read: as those of the role he has, or had until lately."""
        return max((*self.roles, *(term.role for term in self.ended)), key=_RANK.__getitem__)

    def account(self, channel: str) -> str | None:
        """His id on a platform, if he has one there."""
        return next((external for name, external in self.accounts if name == channel), None)


class Complaint(Protocol):
    """What of a case tells whom it complains of."""

    @property
    def item(self) -> str:
        """Its item."""

    @property
    def grid(self) -> str | None:
        """Where it is."""

    @property
    def accused(self) -> Sequence[str]:
        """Roles, people and departments that it complains of beside those of its item."""


def require(person: Person, action: Action, grid: str | None = None) -> None:
    """Raise NotAllowed, naming who may, unless one of the person's roles in this grid (None: in
    any) permits the action.
    """
    permitted = PERMITTED[action]
    if any(person.holds(role, grid) for role in permitted):
        return
    over = max((t.until for t in person.ended if t.role in permitted and t.until), default=None)
    raise NotAllowed(f"{person.id} may not {action}", sorted(permitted), ended=over)


def is_accused(person: Person, case: Complaint) -> bool:
    """Whether a case complains of this person: of his role where it is (of the property everywhere:
    a company serves several grids), of his department, or of himself.
    """
    if accused_by_item(person, case.item):
        return True
    return any(_is_meant(person, subject, case.grid) for subject in case.accused)


def _is_meant(person: Person, subject: str, grid: str | None) -> bool:
    if subject.startswith(A_PERSON):
        return person.id == subject.removeprefix(A_PERSON)
    if subject.startswith(A_DEPARTMENT):
        return person.department == subject.removeprefix(A_DEPARTMENT)
    if subject == Role.PROPERTY:
        return Role.PROPERTY in person.roles
    return any(role == subject and person.holds(role, grid) for role in person.roles)


def accused_by_item(person: Person, item: str) -> bool:
    """Whether any case of this item complains of somebody in this person's role."""
    return ACCUSED.get(item) in person.roles


def is_complaint(case: Complaint) -> bool:
    """Whether it complains of somebody who has a part in the grid's work."""
    return case.item in ACCUSED or bool(case.accused)


def may_handle(person: Person, case: Complaint) -> bool:
    """Whether a person may take on and finish a case (volunteers: only volunteer matters; the
    accused: none of his own; roles: only where they hold).
    """
    if is_accused(person, case):
        return False
    if any(person.holds(role, case.grid) for role in PERMITTED[Action.HANDLE]):
        return True
    return case.item in VOLUNTEER_ITEMS and is_helper(person)


def is_helper(person: Person) -> bool:
    """Whether a person may go and look at anything, though others handle it (domain rules §10)."""
    return bool(HELPERS.intersection(person.roles))


def with_role(people: Iterable[Person], role: Role) -> tuple[Person, ...]:
    """Those of the people who have a role, in the order given."""
    return tuple(person for person in people if role in person.roles)


def _end(term: Term) -> date:
    return term.until or date.max
