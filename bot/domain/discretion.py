"""Whether anything about a case may be said in a room at all (domain rules §4.1, §6.3, §11.1).

Comes in: a case, a room, the people known to sit there. Goes out: yes or no. Does not: mask words,
or choose where else to say them.
"""

from collections.abc import Iterable
from typing import Final

from bot.domain.case import Case
from bot.domain.grid import Room
from bot.domain.people import Person, is_accused, is_complaint

OWN_AFFAIRS: Final = frozenset({"MS", "LD", "JF"})
"""Categories of people's own affairs: livelihood, work, quarrels."""


def is_confided(case: Case) -> bool:
    """Whether somebody has told of his own affairs in private: then no group reads of it, not even
    without his name. Danger is another matter.
    """
    return not case.opened_in and case.category in OWN_AFFAIRS and case.emergency is None


def may_stand(case: Case, room: Room, people: Iterable[Person]) -> bool:
    """False for restricted cases and what was confided everywhere, and for complaints where the
    accused sits.
    """
    if case.is_restricted or is_confided(case):
        return False
    if not is_complaint(case):
        return True  # of most cases, without a look at everybody
    return not any(is_accused(person, case) and _sits(person, room) for person in people)


def _sits(person: Person, room: Room) -> bool:
    """Whether a person sits in a room; where that is not known, whether he belongs to its area."""
    if person.rooms:
        return room.id in person.rooms
    return not person.grids or room.grid is None or room.grid in person.grids
