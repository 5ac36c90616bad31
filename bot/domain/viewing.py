"""What somebody at the desk may see (domain rules §6.3, §10, §11.1).

Comes in: who looks, a case. Goes out: whether it is in his area, and whether he may read what is
restricted. Does not: leave the trace of a look; whoever shows a restricted case does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from bot.domain.people import STAFF, Person, Role, is_accused, is_complaint

_OF_AREAS: Final = STAFF - {Role.DEPARTMENT, Role.PROPERTY}
"""Who sees every case where his role holds."""

_AT_WORK: Final = frozenset({Role.DEPARTMENT, Role.PROPERTY})
"""Who sees what was sent to his department or company."""

_TRUSTED: Final = frozenset(
    {Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER}
)
"""Who may read restricted cases there (domain rules §11.1)."""

AT_THE_DESK: Final = "desk"
"""Who stands in histories where somebody without a part in the grid's work did it."""


class Viewed(Protocol):
    """What of a case decides who sees it."""

    @property
    def item(self) -> str: ...
    @property
    def grid(self) -> str | None: ...
    @property
    def department(self) -> str: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def accused(self) -> Sequence[str]: ...
    @property
    def is_restricted(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where somebody's cases are: in `grids` (None: everywhere), with his `department` in
    `department_grids` (None: everywhere), or in his own hand; all of that `within` some grids
    (None: no such bounds). Complaints about him are still among them.
    """

    grids: tuple[str, ...] | None = ()
    department: str | None = None
    department_grids: tuple[str, ...] | None = ()
    owner: str | None = None
    within: tuple[str, ...] | None = None


NONE: Final = "-"
"""Where cases of no grid, or told of no building, are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which of somebody's cases he wants to see; empty: all; `NONE` of `grid` or `building`: those
    of none. `words` stand in what was said or in the place (not searched unless `said`), in the
    name of one of `items`, or are the number on another platform.
    `keys` are the only ones that are asked for, None where it is not by keys. `before` is where a
    page of the list goes on: when the last case of the page before it was opened, and its number.
    """

    open_only: bool = False
    grid: str = ""
    category: str = ""
    level: str = ""
    building: str = ""
    words: str = ""
    items: tuple[str, ...] = ()
    said: bool = True
    keys: tuple[str, ...] | None = None
    before: tuple[datetime, int] | None = None


EVERYTHING: Final = CaseFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody at the desk. `name` is his account; `person` who he is there, None for somebody who
    has no part in the grid's work: then `all_open` says whether he sees every ordinary case.
    `within` are the only grids that he is shown anything of, None for no such bounds.
    """

    name: str
    person: Person | None = None
    admin: bool = False
    all_open: bool = False
    within: tuple[str, ...] | None = None

    def sees(self, case: Viewed) -> bool:
        """Whether a case is in his area, and does not complain of him."""
        person = self.person
        if self.within is not None and case.grid not in self.within:
            return False
        if person is None:
            return self.all_open
        if is_accused(person, case):
            return False
        if case.owner == person.id or any(person.holds(role, case.grid) for role in _OF_AREAS):
            return True
        at_work = any(person.holds(role, case.grid) for role in _AT_WORK)
        return at_work and person.department is not None and person.department == case.department

    @property
    def is_trusted(self) -> bool:
        """Whether he may answer people about what is held of them, where his role holds."""
        return self.person is not None and bool(_TRUSTED.intersection(self.person.roles))

    def covers(self, grid: str | None) -> bool:
        """Whether what is said in a grid, and is no case yet, is in his area."""
        if self.within is not None and grid not in self.within:
            return False
        if self.person is None:
            return self.all_open
        return any(self.person.holds(role, grid) for role in _OF_AREAS)

    def reaches(self, grid: str | None, community: Collection[str]) -> bool:
        """The same of what may be for the whole community (`grid` is None) that has these grids:
        then for whoever has a part in one of them, or is bound to none."""
        if grid is not None or self.within is not None or self.person is None:
            return self.covers(grid)
        worked = _grids(self.person, _OF_AREAS)
        return worked is None or not set(worked).isdisjoint(community)

    def leads(self, grid: str | None) -> bool:
        """Whether he may know of a grid what only those who lead it know; of None, the whole
        community, those who are bound to no grid."""
        if self.person is None or not self.covers(grid):
            return False
        led = _grids(self.person, _TRUSTED)
        return led is None or grid in led

    @property
    def scope(self) -> Scope:
        """Where the cases are that he sees, but for complaints about him."""
        person = self.person
        if person is None:
            return Scope(grids=None if self.all_open else (), within=self.within)
        return Scope(
            grids=_grids(person, _OF_AREAS),
            department=person.department,
            department_grids=_grids(person, _AT_WORK),
            owner=person.id,
            within=self.within,
        )

    def unmasks(self, case: Viewed) -> bool:
        """Whether he may read the words of a case as they were said, which leaves a trace: of a
        restricted one the few whom it is for, of others everybody in whose area it is."""
        person = self.person
        if person is None or not self.sees(case):
            return False
        if not case.is_restricted:
            return True
        return any(person.holds(role, case.grid) for role in _TRUSTED)

    def masks(self, case: Viewed) -> bool:
        """Whether a case is not shown openly, even where it is seen."""
        return case.is_restricted or (self.person is None and is_complaint(case))

    def counts(self, case: Viewed) -> bool:
        """Whether a case may be told of by its place or lamp: what is not shown openly counts only
        for those who may read it."""
        return self.sees(case) and (self.unmasks(case) or not self.masks(case))

    @property
    def actor(self) -> str:
        """Who stands in the histories for what he does."""
        return self.person.id if self.person else AT_THE_DESK


def _grids(person: Person, roles: frozenset[Role]) -> tuple[str, ...] | None:
    """Where he has one of these roles, None for everywhere."""
    held = [role for role in person.roles if role in roles]
    places = [
        grids
        for role in held
        for grids in [term.grids for term in person.held if term.role is role] or [person.grids]
    ]
    if any(not grids for grids in places):
        return None
    return tuple(sorted({grid for grids in places for grid in grids}))
