"""Whom a group thanks by name: who has said that he wants it, and nobody else.

Comes in: people who gave or helped. Goes out: names in one run, "" for nobody's. Does not: say it,
or tell what somebody did it for.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.domain.grid import Room
from bot.domain.service import ServiceState
from bot.domain.wishes import WishKind, about_person
from bot.journey.office import Office
from bot.ports import UnitOfWork

_MOST: Final = 6


async def named(office: Office, unit: UnitOfWork, people: Iterable[str]) -> str:
    """Their names, the first six, each once."""
    want = {one.about for one in await unit.wishes.all() if one.kind is WishKind.THANKS}
    wanted = [one for one in dict.fromkeys(people) if about_person(one) in want]
    names = [office.directory.person(one).name for one in wanted]
    return office.words.term("mark", "comma").join(names[:_MOST])


async def helped(office: Office, unit: UnitOfWork, room: Room, since: datetime) -> str:
    """Whose help in a room's grid was confirmed since."""
    found = [
        one
        for one in await unit.services.shown(since)
        if one.state is ServiceState.CONFIRMED
        and one.community == room.community
        and (one.grid == room.grid or None in (one.grid, room.grid))
    ]
    return await named(office, unit, [one.giver for one in sorted(found, key=lambda x: x.since)])
