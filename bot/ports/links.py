"""The store as those see it who link groups to grids.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.links import Link, Offer
from bot.domain.message import Address


class Links(Protocol):
    """What one-time codes stand for, and the groups that were linked."""

    async def offer(self, offer: Offer) -> None:
        """Keep what a code stands for."""

    async def offers(self, now: datetime) -> list[Offer]:
        """What codes stand for that are still good, the one that ends first first."""

    async def spend(self, offer: str) -> None:
        """This code is used."""

    async def forget_offers(self, before: datetime) -> int:
        """Codes that nobody has used in time go; how many."""

    async def put(self, link: Link) -> None:
        """This is how it stands with a conversation now."""

    async def silence(self, address: Address) -> int:
        """What is queued for a conversation and not on its way is not said; how much that was."""

    async def hush(self, room: str, until: datetime) -> int:
        """What is queued for a room until then, not urgent and not yet on its way, is not said; how
        much that was.
        """

    async def taken_back(self, since: datetime) -> Mapping[str, Sequence[datetime]]:
        """When words in groups opened cases, since then, that were none: by the group's id."""

    async def all(self) -> list[Link]:
        """Every link, those that have ended too, oldest first."""
