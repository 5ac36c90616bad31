"""Groups where somebody asked for quiet: nothing but emergencies is said there until the day is
over (domain rules §11.3).

Comes in: a room. Goes out: whether it is to be quiet, and who is told instead of a leaders' group.
Does not: say anything. It is counted in rows, so that every process knows.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory, Room, RoomKind
from bot.domain.people import Role
from bot.ports import UnitOfWork

HUSHED: Final = "hushed"
"""The counter of rooms to be quiet, by room and day."""
_LEADING: Final = (
    Role.GRID_LEADER,
    Role.GRID_MEMBER,
    Role.COMMUNITY_SECRETARY,
    Role.DUTY_OFFICER,
)


async def hush(unit: UnitOfWork, room: Room, now: datetime) -> None:
    """Quiet until midnight. What waits to be said to residents is not said; what waits to be said
    to those who lead still is: else nobody would know of a case.
    """
    await unit.counters.count(HUSHED, day_of(room.id, now))
    if room.kind is RoomKind.OWNERS:
        tomorrow = now.astimezone(SHANGHAI).date() + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(), SHANGHAI)
        await unit.links.hush(room.id, midnight)


async def is_hushed(unit: UnitOfWork, room: Room, at: datetime) -> bool:
    """Whether it is to be quiet then."""
    return await unit.counters.total(HUSHED, day_of(room.id, at)) > 0


def instead(directory: Directory, room: Room, can_reach: Callable[[str], bool]) -> str | None:
    """Who is told what a leaders' group does not want to hear; nobody instead of residents."""
    if room.kind is not RoomKind.LEADERS:
        return None
    people = (person.id for role in _LEADING for person in directory.of_grid(room.grid, role))
    return next((person for person in people if can_reach(person)), None)


def day_of(room: str, at: datetime) -> str:
    """A room's day, as counters name it."""
    return f"{room}/{at.astimezone(SHANGHAI):%Y-%m-%d}"
