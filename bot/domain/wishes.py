"""What people want about what is heard and held of them (domain rules §11).

Comes in: nothing. Goes out: frozen values kept in rows. Does not: act on them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

_ROOM: Final = "room:"


class WishKind(StrEnum):
    """What is wished."""

    LISTENING = "listening"
    FORGET = "forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One wish about a person or a room; a new one takes the place of the old. `value` is how far
    the bot may listen (see `grid.Listening`); `by` is who said so.
    """

    about: str
    kind: WishKind
    value: str
    at: datetime
    by: str


def about_person(person: str) -> str:
    """How a person is named in wishes."""
    return f"person:{person}"


def about_room(room: str) -> str:
    """How a room is named in wishes, and in the history of rooms."""
    return f"{_ROOM}{room}"


def is_about_room(about: str) -> bool:
    """Whether something is about a room."""
    return about.startswith(_ROOM)
