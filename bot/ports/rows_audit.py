"""What proves that histories are as they were written, and the file that proves it elsewhere.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.anchors import Anchor, Verified, Written


class Audit(Protocol):
    """Anchors, and the check of all histories."""

    async def take(self, day: date, now: datetime) -> Anchor | None:
        """Seal where every history ends; None where this day has its anchor."""

    async def anchors(self) -> list[Anchor]:
        """Every anchor, oldest first."""

    async def verify(self, number: int | None = None) -> Verified:
        """Look at every line of every history, or of the cases of one number only."""


class AnchorFile(Protocol):
    """The anchors outside the store. Lines are only ever added to it."""

    async def read(self) -> list[Written] | None:
        """Every line of it; None where there is no such file."""

    async def append(self, lines: Sequence[Written]) -> None:
        """Add lines, on disk when this returns; OSError where that cannot be done."""
