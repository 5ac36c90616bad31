"""What people want about what is heard and held of them (domain rules §11).

Comes in: nothing. Goes out: frozen values kept in rows. Does not: act on them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.records import of_room


class WishKind(StrEnum):
    """What is wished. What comes by telephone or on paper is to be seen or to be erased, until
    somebody at the desk has answered; to be forgotten is being carried out.
    Who wants to be thanked by name says so; nobody is otherwise.
    """

    LISTENING = "listening"
    FORGET = "forget"
    SEE = "see"
    ERASE = "erase"
    THANKS = "thanks"


class CameBy(StrEnum):
    """How a wish came that was entered at the desk."""

    PHONE = "phone"
    PAPER = "paper"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One wish about a person or a room; a new one takes the place of the old. `value` is how far
    the bot may listen (see `grid.Listening`), or how a wish came (`CameBy`, empty: by chat); `by`
    is who said so, or who entered it.
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
    return of_room(room)


def person_of(wish: Wish) -> str:
    """Whom a wish is about, where it is about a person."""
    return wish.about.partition(":")[2]
