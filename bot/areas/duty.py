"""Terms, shifts and property companies out of the configuration.

Comes in: checked configuration. Goes out: values of the domain. Does not: read files.
"""

from bot.domain.companies import Company
from bot.domain.duty import Shift
from bot.domain.people import Role, Term
from bot.options.area import PersonPart
from bot.options.config import Config


def terms_of(person: PersonPart) -> tuple[Term, ...]:
    """Roles that somebody has for a time."""
    return tuple(
        Term(
            role=Role(term.role),
            grids=tuple(term.grids),
            since=term.since,
            until=term.until,
            instead_of=term.instead_of,
        )
        for term in person.terms
    )


def shifts_of(config: Config) -> tuple[Shift, ...]:
    """Who is on duty."""
    return tuple(
        Shift(
            person=part.person,
            begin=part.begin,
            end=part.end,
            days=frozenset(part.days),
            grids=tuple(part.grids),
            buildings=tuple(part.buildings),
            since=part.since,
            until=part.until,
        )
        for part in config.duty
    )


def companies_of(config: Config) -> tuple[Company, ...]:
    """The property companies, with the buildings of their estates."""
    estates = {
        estate.name: [building.name for building in estate.buildings]
        for grid in config.community.grids
        for estate in grid.estates
    }
    return tuple(
        Company(
            name=part.name,
            grids=tuple(part.grids),
            buildings=tuple(name for estate in part.estates for name in estates.get(estate, ())),
            accept_hours=part.accept_hours,
        )
        for part in config.companies
    )
