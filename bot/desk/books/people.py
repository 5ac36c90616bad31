"""Who does what, at the desk: roles with their terms, duty of the coming days, buildings without a
leader; and what the office changes about it.

Comes in: the people and shifts as they stand, the store. Goes out: rows for the page; changes as
lines of the history of people. Does not: enter new people or accounts (the configuration does).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.duty import Rota
from bot.domain.grid import Directory
from bot.domain.people import HELPERS, STAFF, Person, Role, Term
from bot.domain.records import edited, of_people
from bot.domain.register import may_lead, register
from bot.domain.staffing import Change, Covered, Ended, Given, Led, as_change, as_detail
from bot.domain.viewing import Viewer
from bot.ports import Clock, Signals, Store, Words

ROLES: Final = tuple(role for role in Role if role in STAFF | HELPERS)
_DAYS: Final = 7
_LINES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role of somebody: where (empty: everywhere), until when, in whose stead, held today."""

    role: str
    name: str
    grids: str
    since: str
    until: str
    instead_of: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody with a part in the grid's work."""

    id: str
    name: str
    department: str
    buildings: str
    roles: Sequence[RoleRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """Who is on duty on a day."""

    day: date
    person: str
    name: str
    hours: str
    grids: str


class Peoplebook:
    """Over the office as it stands; any number of callers at once. `areas` gives the people with
    all their terms, `rota` the shifts.
    """

    def __init__(
        self,
        *,
        areas: Callable[[], Directory],
        rota: Callable[[], Rota],
        store: Store,
        clock: Clock,
        signals: Signals,
        words: Words,
    ) -> None:
        self._areas = areas
        self._rota = rota
        self._store = store
        self._clock = clock
        self._signals = signals
        self._words = words

    @property
    def today(self) -> date:
        """The day, by local clocks."""
        return self._clock.now().astimezone(SHANGHAI).date()

    def people(self) -> list[PersonRow]:
        """Everybody with a part in the grid's work, now or at other times."""
        rows = [self._person(person) for person in self._areas().people]
        return [row for row in rows if row.roles]

    def grids(self) -> dict[str, str]:
        """The grids by their ids."""
        return {grid.id: grid.name for grid in self._areas().grids}

    def roles(self) -> dict[str, str]:
        """What may be given."""
        return {role.value: self._words.term("role", role.value) for role in ROLES}

    def leaderless(self) -> list[tuple[str, list[str]]]:
        """The buildings of each grid that have no leader today."""
        directory = self._areas().on(self.today)
        gaps: dict[str, list[str]] = {}
        for post in register(directory):
            if post.is_gap:
                gaps.setdefault(self._grid(post.grid), []).append(post.building)
        return list(gaps.items())

    def _grid(self, grid: str) -> str:
        return self.grids().get(grid, grid)

    def duty(self) -> list[DutyRow]:
        """The coming days."""
        return [
            row for number in range(_DAYS) for row in self._on(self.today + timedelta(days=number))
        ]

    async def changes(self) -> list[tuple[str, str, Change]]:
        """What was changed lately, the newest first: by whom, when, what."""
        lines = await self._store.look(lambda unit: unit.cases.history(of_people()))
        return [
            (
                line.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
                self._name(line.actor) or str(line.detail.get("account", "")) or line.actor,
                as_change(line.detail),
            )
            for line in reversed(lines[-_LINES:])
        ]

    async def change(self, viewer: Viewer, change: Change) -> bool:
        """Write it down, to be in force at once; False where it is not possible."""
        if not viewer.admin or not self._fits(change):
            return False
        by = viewer.actor
        detail = {**as_detail(change), "account": viewer.name}
        line = edited(of_people(), self._clock.now(), by, detail)
        await self._store.work(lambda unit: unit.cases.record([line]))
        self._signals.notify("people")
        return True

    def _fits(self, change: Change) -> bool:
        """Whether it is about people, roles, grids and days that there are."""
        match change:
            case Given(person=person, term=term):
                others = [] if term.instead_of is None else [term.instead_of]
                backwards = bool(term.since and term.until and term.until < term.since)
                return (
                    self._known(person, *others)
                    and term.instead_of != person
                    and term.role in ROLES
                    and set(term.grids) <= set(self.grids())
                    and not backwards
                )
            case Ended(person=person, role=role, until=until):
                held = any(row.role == role for row in self._roles(person))
                return held and until >= self.today - timedelta(days=1)
            case Covered(person=person, by=by, day=day):
                on_duty = any(row.person == person for row in self._on(day))
                return on_duty and by != person and self._known(by) and self._is_staff(by, day)
            case Led(person=person, grid=grid, building=building):
                return self._may_lead(person, grid, building)

    def _may_lead(self, person: str, grid: str, building: str) -> bool:
        areas = self._areas()
        named = any(one.id == grid for one in areas.grids)
        if not person:
            return named
        return self._known(person) and may_lead(areas, areas.person(person), grid, building)

    def _known(self, *people: str) -> bool:
        ids = {person.id for person in self._areas().people}
        return ids.issuperset(people)

    def _is_staff(self, person: str, day: date) -> bool:
        return self._areas().on(day).person(person).is_staff

    def _on(self, day: date) -> Iterator[DutyRow]:
        rota = self._rota()
        for shift in rota.shifts:
            span = shift.span(day, rota.calendar)
            if span is None:
                continue
            begin, end = (at.astimezone(SHANGHAI).strftime("%H:%M") for at in span)
            yield DutyRow(
                day=day,
                person=shift.person,
                name=self._name(shift.person),
                hours=f"{begin}\u2013{end}",
                grids=self._places(shift.grids),
            )

    def _person(self, person: Person) -> PersonRow:
        return PersonRow(
            id=person.id,
            name=person.name,
            department=person.department or "",
            buildings=" ".join(person.buildings),
            roles=self._roles(person.id),
        )

    def _roles(self, person_id: str) -> list[RoleRow]:
        person = self._areas().person(person_id)
        lasting = [Term(role=role, grids=person.grids) for role in person.roles]
        return [
            RoleRow(
                role=term.role.value,
                name=self._words.term("role", term.role.value),
                grids=self._places(term.grids),
                since=term.since.isoformat() if term.since else "",
                until=term.until.isoformat() if term.until else "",
                instead_of=self._name(term.instead_of) if term.instead_of else "",
                held=term.covers(self.today),
            )
            for term in (*lasting, *person.terms)
            if term.role in ROLES
        ]

    def _places(self, grids: Sequence[str]) -> str:
        return " ".join(map(self._grid, grids))

    def _name(self, person: str) -> str:
        return self._areas().person(person).name
