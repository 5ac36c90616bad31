"""Where too much talk was taken for reports, the group is heard no further than to its words for
the bot (domain rules §11.3).

Comes in: what was counted of a week. Goes out: a wish of the bot's own about the group, and a word
to the grid leader, once. Does not: count. Its owner may agree again; then counting begins anew.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Listening, Room
from bot.domain.listening import WEEK
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.wishes import Wish, WishKind, about_room
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.roombook import note
from bot.ports import UnitOfWork

log = logging.getLogger(__name__)

TALK: Final = "room_talk"
"""The counter of talk that was rightly left alone, by room and day."""
_TOLD: Final = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.DUTY_OFFICER)
_DAY: Final = timedelta(days=1)


def talk_scope(room: str, at: datetime) -> str:
    """Where the talk of a room is counted that day."""
    return f"{room}/{at.astimezone(SHANGHAI):%Y-%m-%d}"


async def fall_back(office: Office, unit: UnitOfWork, now: datetime) -> int:
    """Look at every group that is heard further than that; how many no longer are."""
    wishes = await unit.wishes.all()
    taken_back = await unit.links.taken_back(now - WEEK)
    fallen = 0
    for room in office.directory.rooms:
        if room.listening is Listening.ADDRESSED or not room.bindings:
            continue
        since = max(now - WEEK, _since(wishes, room))
        wrong = sum(at >= since for at in taken_back.get(room.id, ()))
        if not wrong:
            continue
        talk = await _talk(unit, room, since, now)
        if office.settings.listening.misheard(wrong=wrong, talk=talk):
            await _listen_less(office, unit, room, now, wrong)
            fallen += 1
    return fallen


def _since(wishes: Sequence[Wish], room: Room) -> datetime:
    """When somebody last said how far the bot listens there."""
    about = about_room(room.id)
    said = (w.at for w in wishes if w.about == about and w.kind is WishKind.LISTENING)
    return max(said, default=datetime.min.replace(tzinfo=SHANGHAI))


async def _talk(unit: UnitOfWork, room: Room, since: datetime, now: datetime) -> int:
    days = range((now.astimezone(SHANGHAI).date() - since.astimezone(SHANGHAI).date()).days + 1)
    return sum([await unit.counters.total(TALK, talk_scope(room.id, now - _DAY * d)) for d in days])


async def _listen_less(
    office: Office, unit: UnitOfWork, room: Room, now: datetime, wrong: int
) -> None:
    less = Listening.ADDRESSED.value
    wish = Wish(about=about_room(room.id), kind=WishKind.LISTENING, value=less, at=now, by="bot")
    await unit.wishes.put(wish)
    detail = {"listening": less, "wrong": wrong}
    await note(unit, room.id, EventKind.LISTENING, by=None, at=now, detail=detail)
    docket = Docket(office=office, unit=unit, now=now, cause=office.ids.new("listening"))
    parameters = {"to": room.name, "count": str(wrong)}
    for role in _TOLD:
        for person in office.directory.of_grid(room.grid, role)[:1]:
            if await docket.say(
                Say(key=ReplyKey.FELL_BACK, person=person.id, parameters=parameters)
            ):
                await docket.flush()
                return
    log.warning("nobody_told_of_fall_back", extra={"room": room.id})
