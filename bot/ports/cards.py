"""Rows about the cards that stand in conversations.

Comes in: nothing; these are protocols and a value. `bot.storage.cards` implements them; the
contract suite runs on it. Does not: hold words: those are the delivery's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A card that stands in a room, or before one person. It was sent as the words of a delivery,
    and the platform knows it by `reference`. `shown` is in short what it shows, since the case's
    `version`; `look_at` is when to look again though the case has not changed (lamps do).
    """

    delivery: str
    case: str
    channel: str
    reference: str
    room: str | None
    person: str | None
    shown: str
    version: int
    look_at: datetime
    text: str = ""


class ShownCards(Protocol):
    """What stands where."""

    async def add(self, card: ShownCard) -> None:
        """It stands there; the same twice changes nothing."""

    async def stale(self, now: datetime, limit: int) -> Sequence[ShownCard]:
        """Those whose case has changed since, and those to be looked at again; with the words of
        their deliveries, the longest due first.
        """

    async def drawn(self, card: ShownCard) -> None:
        """This is what it shows now."""

    async def hold(self, delivery: str, until: datetime) -> None:
        """It could not be drawn: not before then."""

    async def leave(self, delivery: str) -> None:
        """It is not drawn any more."""
