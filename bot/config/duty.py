"""What is wrong with terms of roles, shifts and property companies.

Comes in: checked configuration. Goes out: problems, each with the path to mend. Does not: read
files.
"""

from collections.abc import Iterable, Iterator

from bot.options.area import TermPart
from bot.options.config import Config
from bot.options.duty import ShiftPart


def wrong_duties(config: Config) -> Iterator[str]:
    """Every problem there is."""
    people = {person.id for person in config.people}
    for number, person in enumerate(config.people):
        for order, term in enumerate(person.terms):
            where = f"people.{number}.terms.{order}"
            yield from _unknown_grids(config, where, term.grids)
            yield from _backwards(where, term)
            if term.instead_of is not None and term.instead_of not in people:
                yield f"{where}.instead_of: no such person (got {term.instead_of!r})"
    for number, shift in enumerate(config.duty):
        where = f"duty.{number}"
        if shift.person not in people:
            yield f"{where}.person: no such person (got {shift.person!r})"
        yield from _unknown_grids(config, where, shift.grids)
        yield from _unknown_buildings(config, where, shift.buildings)
        yield from _backwards(where, shift)
    yield from _wrong_companies(config)


def _wrong_companies(config: Config) -> Iterator[str]:
    estates = {estate.name for grid in config.community.grids for estate in grid.estates}
    names = [company.name for company in config.companies]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"companies: {name} appears twice. Each may appear once"
    for number, company in enumerate(config.companies):
        where = f"companies.{number}"
        yield from _unknown_grids(config, where, company.grids)
        for name in company.estates:
            if name not in estates:
                yield f"{where}.estates: no such estate (got {name!r})"


def _unknown_grids(config: Config, where: str, grids: Iterable[str]) -> Iterator[str]:
    known = {grid.id for grid in config.community.grids}
    for grid in sorted(set(grids) - known):
        yield f"{where}.grids: no such grid (got {grid!r}). Known: {', '.join(sorted(known))}"


def _unknown_buildings(config: Config, where: str, names: Iterable[str]) -> Iterator[str]:
    known = {b.name for g in config.community.grids for e in g.estates for b in e.buildings}
    for name in names:
        if known and name not in known:
            yield f"{where}.buildings: no such building (got {name!r})"


def _backwards(where: str, part: TermPart | ShiftPart) -> Iterator[str]:
    if part.since and part.until and part.until < part.since:
        yield f"{where}.until: must not be before since (got {part.since} to {part.until})"
