"""Whether anything about a case may be said in a room at all (domain rules §4.1, §6.3, §11.1).

Comes in: a case, a room, the people known to sit there. Goes out: yes or no. Does not: mask words,
or choose where else to say them.
"""

from collections.abc import Iterable

from bot.domain.case import Case
from bot.domain.grid import Room
from bot.domain.people import Person, is_accused, is_complaint


def may_stand(case: Case, room: Room, people: Iterable[Person]) -> bool:
    """False for restricted cases everywhere, and for complaints where the accused sits."""
    if case.is_restricted:
        return False
    if not is_complaint(case):
        return True  # of most cases, without a look at everybody
    return not any(is_accused(person, case) and _sits(person, room) for person in people)


def _sits(person: Person, room: Room) -> bool:
    """Whether a person sits in a room; where that is not known, whether he belongs to its area."""
    if person.rooms:
        return room.id in person.rooms
    return not person.grids or room.grid is None or room.grid in person.grids
