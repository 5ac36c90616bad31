"""Groups that an office has linked to its grids with a one-time code, beside those that its
configuration binds (domain rules §11.1).

Comes in: offers made at the console, links made in groups. Goes out: frozen values; the directory
with them. Does not: make codes, store, or say anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import pbkdf2_hmac
from hmac import compare_digest
from typing import Final

from bot.domain.grid import Directory, Listening, Room, RoomKind

WHOEVER_LINKS: Final = "*"
"""As the owner in an offer: whoever types the code owns the group."""
_ROUNDS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a one-time code stands for until then: a group of this kind, there. Of the code only a
    salted digest is known.
    """

    id: str
    salt: bytes
    digest: bytes
    room: str
    kind: RoomKind
    name: str
    grid: str | None
    estate: str | None
    building: str | None
    owner: str | None
    until: datetime

    def fits(self, code: str) -> bool:
        """Whether this is the code."""
        return compare_digest(self.digest, digest_of(code, self.salt))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A platform's conversation and the group it is. Where `ended_at` stands, it is none any more,
    whatever the configuration says.
    """

    channel: str
    conversation: str
    room: str
    kind: RoomKind
    name: str
    grid: str | None = None
    estate: str | None = None
    building: str | None = None
    owner: str | None = None
    linked_at: datetime
    linked_by: str
    ended_at: datetime | None = None
    ended_by: str | None = None

    @property
    def binding(self) -> tuple[str, str]:
        """As rooms have it."""
        return self.channel, self.conversation


def digest_of(code: str, salt: bytes) -> bytes:
    """What is stored of a code."""
    return pbkdf2_hmac("sha256", code.encode(), salt, _ROUNDS)


def linked(offer: Offer, binding: tuple[str, str], *, by: str, at: datetime) -> Link:
    """The link that a code makes of a conversation."""
    return Link(
        channel=binding[0],
        conversation=binding[1],
        room=offer.room,
        kind=offer.kind,
        name=offer.name,
        grid=offer.grid,
        estate=offer.estate,
        building=offer.building,
        owner=by if offer.owner == WHOEVER_LINKS else offer.owner,
        linked_at=at,
        linked_by=by,
    )


def ended(room: Room, binding: tuple[str, str], *, by: str, at: datetime) -> Link:
    """The end of a binding, whoever made it."""
    return Link(
        channel=binding[0],
        conversation=binding[1],
        room=room.id,
        kind=room.kind,
        name=room.name,
        grid=room.grid,
        estate=room.estate,
        building=room.building,
        owner=room.owner,
        linked_at=at,
        linked_by=by,
        ended_at=at,
        ended_by=by,
    )


def with_links(directory: Directory, links: Iterable[Link]) -> Directory:
    """The directory with the groups that were linked, and without the bindings that were ended; of
    those groups only the names are known any more.
    What the configuration binds stays what it is there (see `conflicts`).
    """
    links = tuple(links)
    gone = {link.binding for link in links if link.ended_at is not None}
    rooms = {
        room.id: replace(room, bindings=tuple(b for b in room.bindings if b not in gone))
        for room in directory.rooms
    }
    bound = {binding for room in rooms.values() for binding in room.bindings}
    for link in links:
        room = rooms.setdefault(link.room, _room(link, directory))
        if link.ended_at is None and link.binding not in bound:
            rooms[room.id] = replace(room, bindings=(*room.bindings, link.binding))
    return replace(directory, rooms=tuple(rooms.values()))


def _room(link: Link, directory: Directory) -> Room:
    """A new group hears only what is addressed to the bot until its owner agrees to more."""
    grid = directory.grid(link.grid)
    return Room(
        id=link.room,
        kind=link.kind,
        name=link.name,
        community=grid.community if grid else directory.grids[0].community,
        grid=link.grid,
        estate=link.estate,
        building=link.building,
        listening=Listening.ADDRESSED,
        owner=link.owner,
    )


def conflicts(directory: Directory, links: Sequence[Link]) -> list[str]:
    """Where the configuration and what was linked contradict each other."""
    found = []
    for link in links:
        if link.ended_at is not None:
            continue
        there = directory.room_bound_to(*link.binding)
        if there is not None and there.id != link.room:
            found.append(
                f"groups: {there.id} binds {link.channel} to a group that is linked as {link.room};"
                f" end one of them (qunli link --end {link.room})"
            )
        if link.grid is not None and directory.grid(link.grid) is None:
            found.append(
                f"groups: {link.room} is linked to grid {link.grid}, which there is not any more;"
                f" end it (qunli link --end {link.room})"
            )
    return found
