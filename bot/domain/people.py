"""Who people are here and what each role may do (domain rules §6.3, §10).

Comes in: names and roles from the configuration. Goes out: `Person`, `Role`, and answers to "may
he". Does not: know platforms' accounts beyond an opaque pair, or store anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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
    GRANT = "grant"
    CHECK = "check"
    RATE = "rate"
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
    Action.ASK_RETURN: STAFF,
    Action.GRANT: _ABOVE | {Role.DEPARTMENT},
    Action.CHECK: _GRID | _ABOVE,
    Action.RATE: frozenset({Role.RESIDENT, Role.BUILDING_LEADER, Role.VOLUNTEER}),
    Action.SUPERVISE: frozenset({Role.GRID_LEADER, Role.GRID_MEMBER, Role.PROPERTY}) | _ABOVE,
    Action.ANNOUNCE: frozenset({Role.GRID_LEADER}) | _ABOVE,
}
"""Domain rules §6.3. Building leaders and volunteers handle only volunteer matters, see
`may_handle`.
"""

VOLUNTEER_ITEMS: Final = frozenset({"MS-15", "MS-16", "MS-17", "MS-19"})

ACCUSED: Final = {"WY-10": Role.PROPERTY, "WY-14": Role.PROPERTY, "JF-08": Role.PROPERTY}
"""Items that complain of somebody: whoever has that role neither handles nor sees them (domain
rules §6.3: the accused never handles).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person the office knows by name, or a resident known only by his account on a platform.

    `grids` and `buildings` say where the roles hold (empty: everywhere in the community).
    `accounts` are pairs of channel and the platform's id. `rooms` are the groups he is known to sit
    in (empty: not known).
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    grids: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    department: str | None = None
    accounts: tuple[tuple[str, str], ...] = ()
    rooms: tuple[str, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Whether his plain words can move cases."""
        return any(role in STAFF for role in self.roles)

    @property
    def main_role(self) -> Role:
        """The role he speaks in: staff before helpers before residents."""
        return max(self.roles, key=_RANK.__getitem__)

    def account(self, channel: str) -> str | None:
        """His id on a platform, if he has one there."""
        return next((external for name, external in self.accounts if name == channel), None)


def require(person: Person, action: Action) -> None:
    """Raise NotAllowed, naming who may, unless one of the person's roles permits the action."""
    permitted = PERMITTED[action]
    if not permitted.intersection(person.roles):
        raise NotAllowed(f"{person.id} may not {action}", sorted(permitted))


def is_accused(person: Person, item: str) -> bool:
    """Whether a case of this item complains of somebody in this person's role."""
    return ACCUSED.get(item) in person.roles


def may_handle(person: Person, item: str) -> bool:
    """Whether a person may take on and finish a case of this item (volunteers: only volunteer
    matters; the accused: none of his own).
    """
    if is_accused(person, item):
        return False
    if PERMITTED[Action.HANDLE].intersection(person.roles):
        return True
    return item in VOLUNTEER_ITEMS and is_helper(person)


def is_helper(person: Person) -> bool:
    """Whether a person may go and look at anything, though others handle it (domain rules §10)."""
    return bool(HELPERS.intersection(person.roles))


def with_role(people: Iterable[Person], role: Role) -> tuple[Person, ...]:
    """Those of the people who have a role, in the order given."""
    return tuple(person for person in people if role in person.roles)
