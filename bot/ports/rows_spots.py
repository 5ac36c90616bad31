"""The store as visitors meet it: what the codes on walls stand for.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.visitors import Spot


class Spots(Protocol):
    """Places with a code; ended ones are kept."""

    async def add(self, spot: Spot) -> None:
        """Store a new one."""

    async def get(self, token: str) -> Spot | None:
        """One of them, ended or not."""

    async def all(self) -> list[Spot]:
        """Every one, the oldest first."""

    async def end(self, token: str, at: datetime) -> bool:
        """Its code opens nothing any more; whether there was one that did."""
