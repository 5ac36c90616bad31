"""The store as those who judge see it: talk that may be a report, what was put right, what the desk
wants done.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.correction import Correction, Order
from bot.domain.doubt import Doubt


class Doubts(Protocol):
    """Talk that may be a report and that nobody has judged yet."""

    async def add(self, doubt: Doubt) -> None:
        """Store a new one."""

    async def change(self, doubt: Doubt) -> None:
        """Store who was asked."""

    async def get(self, id_: str) -> Doubt | None:
        """One of them."""

    async def of_message(self, message: str) -> Doubt | None:
        """The one about a message."""

    async def raised_in(self, thread: str, since: datetime) -> bool:
        """Whether this person's words in this conversation are doubted already."""

    async def unasked(self, grid: str | None, limit: int) -> list[Doubt]:
        """Those of a grid that nobody was asked about, oldest first."""

    async def latest(self, limit: int) -> list[Doubt]:
        """All that are left, newest first."""

    async def settle(self, id_: str) -> None:
        """Answered."""

    async def over(self, now: datetime, limit: int) -> list[Doubt]:
        """Those whose time is over."""


class Corrections(Protocol):
    """What staff have put right, de-identified; only where the office consents."""

    async def add(self, correction: Correction) -> None:
        """Keep one; the same text again is the newest word on it."""

    async def all(self, limit: int) -> list[Correction]:
        """What is kept, oldest first."""

    async def count(self) -> int:
        """How many are kept."""

    async def remove(self, ids: Sequence[str]) -> int:
        """Delete these; how many there were."""

    async def clear(self) -> int:
        """Delete all; how many there were."""


class Orders(Protocol):
    """What somebody at the desk wants done and casework has not done yet."""

    async def give(self, order: Order) -> None:
        """Leave one for casework."""

    async def given(self, limit: int) -> list[Order]:
        """What is to be done, oldest first."""

    async def done(self, id_: str) -> None:
        """Carried out, or not possible any more."""
