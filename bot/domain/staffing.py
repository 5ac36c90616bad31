"""What the office has changed at the desk about who does what: roles for a time, roles that end,
duty taken over for a day. It stands on top of the people and shifts of the configuration.

Comes in: lines of the history of people, in order; people and shifts. Goes out: people and shifts
with all that; the lines themselves. Does not: read rows, or judge who may change what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.duty import Shift
from bot.domain.people import Person, Role, Term

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Somebody has a role for a time."""

    person: str
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A role of somebody ends with a day, which is its last."""

    person: str
    role: Role
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """On a day, who is on duty instead of somebody."""

    person: str
    by: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """From a day on somebody leads a building, and nobody else does; `person` is empty where nobody
    does any more.
    """

    person: str
    grid: str
    building: str
    since: date


Change = Given | Ended | Covered | Led


def as_detail(change: Change) -> dict[str, object]:
    """What the history holds."""
    match change:
        case Given(person=person, term=term):
            return {
                "change": "given",
                "person": person,
                "role": term.role.value,
                "grids": list(term.grids),
                "since": term.since.isoformat() if term.since else "",
                "until": term.until.isoformat() if term.until else "",
                "instead_of": term.instead_of or "",
            }
        case Ended(person=person, role=role, until=until):
            return {
                "change": "ended",
                "person": person,
                "role": role.value,
                "until": until.isoformat(),
            }
        case Covered(person=person, by=by, day=day):
            return {"change": "covered", "person": person, "by": by, "day": day.isoformat()}
        case Led(person=person, grid=grid, building=building, since=since):
            return {
                "change": "led",
                "person": person,
                "grid": grid,
                "building": building,
                "since": since.isoformat(),
            }


def as_change(detail: Mapping[str, object]) -> Change:
    """The opposite."""
    told = {name: str(value) for name, value in detail.items() if name != "grids"}
    person = told["person"]
    if told["change"] == "covered":
        return Covered(person=person, by=told["by"], day=date.fromisoformat(told["day"]))
    if told["change"] == "led":
        since = date.fromisoformat(told["since"])
        return Led(person=person, grid=told["grid"], building=told["building"], since=since)
    role = Role(told["role"])
    if told["change"] == "ended":
        return Ended(person=person, role=role, until=date.fromisoformat(told["until"]))
    grids = detail["grids"]
    term = Term(
        role=role,
        grids=tuple(grids) if isinstance(grids, list) else (),
        since=_day(told["since"]),
        until=_day(told["until"]),
        instead_of=told["instead_of"] or None,
    )
    return Given(person=person, term=term)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def staffed(people: Iterable[Person], changes: Sequence[Change]) -> tuple[Person, ...]:
    """People with what was changed about their roles, one change after the other."""
    found = {person.id: person for person in people}
    for change in changes:
        if isinstance(change, Led):
            found |= {one.id: _led(one, change) for one in found.values()}
            continue
        known = found.get(change.person)
        if known is None:
            continue
        match change:
            case Given(term=term):
                found[known.id] = replace(known, terms=(*known.terms, term))
            case Ended(role=role, until=until):
                found[known.id] = _without(known, role, until)
            case Covered():
                pass
    return tuple(found.values())


def _led(person: Person, change: Led) -> Person:
    """Somebody with the building, where he is the one, or without it."""
    role = Role.BUILDING_LEADER
    if person.id == change.person:
        buildings = tuple(dict.fromkeys((*person.buildings, change.building)))
        term = Term(role=role, grids=(change.grid,), since=change.since)
        has = role in person.roles and (not person.grids or change.grid in person.grids)
        terms = person.terms if has else (*person.terms, term)
        return replace(person, buildings=buildings, terms=terms)
    held = person.on(change.since)
    if change.building not in person.buildings or not held.holds(role, change.grid):
        return person
    left = tuple(name for name in person.buildings if name != change.building)
    freed = replace(person, buildings=left)
    return freed if left else _without(freed, role, change.since - _DAY)


def _without(person: Person, role: Role, until: date) -> Person:
    """Until a day he has the role, as before; whoever has none is a resident."""
    others = [term for term in person.terms if term.role is not role]
    begun = [term for term in person.terms if term.role is role and _begun(term, until)]
    terms = (*others, *(_cut(term, until) for term in begun))
    if role not in person.roles:
        return replace(person, terms=terms)
    left = tuple(own for own in person.roles if own is not role) or (Role.RESIDENT,)
    last = Term(role=role, grids=person.grids, until=until)
    return replace(person, roles=left, terms=(*terms, last))


def _begun(term: Term, day: date) -> bool:
    return term.since is None or term.since <= day


def _cut(term: Term, until: date) -> Term:
    return term if term.until is not None and term.until <= until else replace(term, until=until)


def covered(shifts: Iterable[Shift], changes: Sequence[Change]) -> tuple[Shift, ...]:
    """Shifts with who takes over for a day."""
    found = tuple(shifts)
    for change in changes:
        if isinstance(change, Covered):
            found = tuple(part for shift in found for part in _taken_over(shift, change))
    return found


def _taken_over(shift: Shift, change: Covered) -> Iterable[Shift]:
    """A shift as it is: before the day, on it, after it."""
    day, since, until = change.day, shift.since, shift.until
    outside = (since is not None and day < since) or (until is not None and day > until)
    if shift.person != change.person or outside:
        yield shift
        return
    if since is None or since < day:
        yield replace(shift, until=day - _DAY)
    yield replace(shift, person=change.by, since=day, until=day)
    if until is None or until > day:
        yield replace(shift, since=day + _DAY)
