"""What is to be said, as the journey sees it in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.message import Address


class Deliveries(Protocol):
    """Words on their way out."""

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Queue; what has the same cause and ordinal as one already there is left out."""

    async def claim_due(
        self, now: datetime, lease: timedelta, limit: int, only: Set[str] | None = None
    ) -> list[Delivery]:
        """Lease due deliveries, oldest first, at most one a conversation; an expired lease shows as
        `claimed_before`: its outcome is unknown. `only` names the platforms whose words are wanted:
        the others are another process's to send."""

    async def pause(self, head: Delivery, at: datetime) -> None:
        """It was not tried, and is due then; what is behind it waits."""

    async def sent(self, delivery: str, receipt: str | None, at: datetime) -> None:
        """The platform took it."""

    async def retry(
        self, delivery: str, *, at: datetime, reason: str, uncertain: bool = False
    ) -> None:
        """Try again then; where the outcome of this attempt is uncertain it shows as
        `claimed_before`.
        """

    async def bury(self, delivery: str, state: DeliveryState, reason: str) -> None:
        """Dead, unknown or dropped; kept visibly."""

    async def forget(self, cause: str, person: str) -> None:
        """Take back what a cause had said to one person about no case: what is queued is dropped,
        and nothing is left of the words.
        """

    async def drop_queued(self, case: str) -> int:
        """Drop what is queued about a case and not yet on its way; how many."""

    async def next_due(self) -> datetime | None:
        """When the next delivery is due."""

    async def dead_letters(self) -> int:
        """How many are dead or unknown."""

    async def lost(self, limit: int, past: Delivery | None = None) -> list[Delivery]:
        """What is dead or unknown, the newest first; from behind `past` on, if it is named."""

    async def queued(self, limit: int, past: Delivery | None = None) -> list[Delivery]:
        """What is to be sent, the next first; from behind `past` on, if it is named."""

    async def of_causes(self, causes: Sequence[str]) -> list[Delivery]:
        """What these turns or timers wanted said, in order."""

    async def causes_of(self, case: str) -> list[str]:
        """The causes of everything ever queued about a case, each once."""

    async def all(self, limit: int) -> list[Delivery]:
        """Everything ever queued, oldest first."""

    async def waiting(self) -> int:
        """How many are queued."""


class Parcels(Protocol):
    """Deliveries that travel in one message, and what was said a moment ago."""

    async def behind(self, head: Delivery, before: datetime, limit: int) -> list[Delivery]:
        """What waits behind it in its conversation since then or longer, never tried, in order."""

    async def join(self, head: str, others: Sequence[str], until: datetime) -> None:
        """Lease these with a head that is leased: from now on they travel in its message."""

    async def joined(self, head: str, until: datetime) -> list[Delivery]:
        """Lease again what travelled in the message of a head whose outcome is not known."""

    async def part(self, head: str) -> None:
        """Nothing of the message was taken: what travelled with the head stands for itself again,
        as if it had never been tried.
        """

    async def sent_since(self, since: datetime, due: datetime) -> list[tuple[Address, datetime]]:
        """Where something was sent since then, of what was due since an earlier instant."""
