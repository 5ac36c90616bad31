"""What the simulated platform is made of: groups, members, and what was said.

Comes in: plain values from the configuration. Goes out: frozen values. Does not: keep anything, or
choose words.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

_PRIVATE: Final = "private:"


class GroupKind(StrEnum):
    """The dual groups of a grid: owners, and building leaders with staff."""

    OWNERS = "owners"
    LEADERS = "leaders"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedGroup:
    """A group; `id` is the platform's conversation id, as in the group's binding."""

    id: str
    name: str
    kind: GroupKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedMember:
    """Somebody to speak as. `groups` are the ids of the groups he sits in, `note` is shown beside
    his name (a building, a department)."""

    id: str
    name: str
    role: str
    groups: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something said in a room, by a member or (`sender` is None) by the bot.

    `number` orders what is shown. `external_id` is the platform's id of it, `quoted` that of the
    post it replies to. `mentions` are ids of members. `delivery_id` is the bot's own id of what it
    sent. `picture` says that it shows one; `image` is the name of that picture, where there is more
    of it than that.
    """

    number: int
    room: str
    sender: str | None
    text: str
    at: datetime
    external_id: str
    quoted: str | None = None
    picture: bool = False
    image: str | None = None
    mentions: tuple[str, ...] = ()
    delivery_id: str | None = None


def private_room(member: str) -> str:
    """The room where a member and the bot talk alone."""
    return _PRIVATE + member


def member_of_private(room: str) -> str | None:
    """Whose private room this is, or None for a group."""
    return room.removeprefix(_PRIVATE) if room.startswith(_PRIVATE) else None
