"""Wishes of people to see or to have erased what is held of them, as an office answers them (domain
rules §11.1, PIPL 44-50).

Comes in: a wish, how long an answer may take, now. Goes out: until when, and its lamp. Does not:
store, or decide who answers.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.lamps import Lamp
from bot.domain.wishes import Wish, WishKind

ANSWERED: Final = frozenset({WishKind.SEE, WishKind.ERASE, WishKind.FORGET})
"""What somebody at the desk sees to."""

ENTERED: Final = frozenset({WishKind.SEE, WishKind.ERASE})
"""What is entered there, and waits for a person."""

_SOON: Final = timedelta(days=3)


def answer_until(wish: Wish, term: timedelta) -> datetime:
    """When the answer is due: natural days."""
    return wish.at + term


def request_lamp(wish: Wish, term: timedelta, now: datetime) -> Lamp:
    """Yellow for the last three days, then red."""
    left = answer_until(wish, term) - now
    if left < timedelta(0):
        return Lamp.RED
    return Lamp.YELLOW if left <= _SOON else Lamp.GREEN
