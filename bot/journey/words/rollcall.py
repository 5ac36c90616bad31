"""What is said of a call for volunteers, and to whom of those who signed up.

Comes in: a muster, its entries. Goes out: parameters of sentences, words to people alone and to the
groups it concerns. Does not: name anybody in a group.
"""

from collections.abc import Iterable

from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Room, RoomKind
from bot.domain.muster import Muster, SignUp
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket


def of_muster(muster: Muster) -> dict[str, str]:
    """What is to be done, when, where, and what to bring."""
    return {
        "matter": muster.matter,
        "until": f"{muster.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}",
        "place": muster.place,
        "hint": muster.bring,
        "count": str(muster.wanted),
    }


def rooms_of(docket: Docket, muster: Muster) -> list[Room]:
    """The groups that hear of it: those of its grid, of the whole community where it has none."""
    return [
        room
        for room in docket.office.directory.rooms
        if room.community == muster.community
        and room.kind is not RoomKind.PRIVATE
        and (None in (muster.grid, room.grid) or room.grid == muster.grid)
    ]


async def tell_rooms(docket: Docket, muster: Muster, key: ReplyKey, words: dict[str, str]) -> int:
    """One line in each of them; how many heard it."""
    told = 0
    for room in rooms_of(docket, muster):
        said = Say(key=key, room=room.id, parameters=words, urgent=muster.is_urgent)
        told += await docket.say(said)
    return told


async def tell_each(
    docket: Docket, muster: Muster, key: ReplyKey, people: Iterable[SignUp]
) -> None:
    """The same line to each of them alone; of a party its speaker."""
    for one in people:
        words = of_muster(muster) | {"count": str(one.heads) if one.heads > 1 else ""}
        said = Say(key=key, person=one.person, parameters=words, urgent=muster.is_urgent)
        await docket.say(said)
