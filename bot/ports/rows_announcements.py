"""What other programs are told of cases, in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.announcement import Announcement


class Announcements(Protocol):
    """From queued to sent or given up; of one case, a subscriber hears in order."""

    async def add(self, announcements: Sequence[Announcement]) -> None:
        """Queue them."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Announcement]:
        """Those that are due, the oldest first, one of a case for each subscriber: leased, and
        their tries counted.
        """

    async def sent(self, id_: str) -> None:
        """It has arrived."""

    async def later(self, id_: str, at: datetime, reason: str) -> None:
        """It is tried again then."""

    async def bury(self, id_: str, reason: str) -> None:
        """It is given up."""

    async def drop(self, id_: str) -> None:
        """It is not to be told any more."""

    async def next_due(self) -> datetime | None:
        """When one is to be tried next."""

    async def lost(self, limit: int, past: Announcement | None = None) -> list[Announcement]:
        """Those that were given up, the newest first; from behind `past` on, if it is named."""

    async def queued(self, limit: int, past: Announcement | None = None) -> list[Announcement]:
        """Those that are to be told, the next first; from behind `past` on, if it is named."""

    async def waiting(self) -> int:
        """How many are queued."""

    async def dead(self) -> int:
        """How many were given up."""

    async def forget(self, before: datetime, limit: int) -> int:
        """Delete such as are over and older; how many."""
