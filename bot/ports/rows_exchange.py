"""The store as exchange with other platforms sees it.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.exchange import ForeignNumber


class ForeignNumbers(Protocol):
    """What cases are called elsewhere."""

    async def put(self, number: ForeignNumber) -> None:
        """Store, in the place of the same number of the same platform."""

    async def known(self, platform: str, numbers: Sequence[str]) -> dict[str, ForeignNumber]:
        """Those of these numbers that are known."""

    async def of_cases(self, cases: Sequence[str]) -> list[ForeignNumber]:
        """What these cases are called, by platform and number."""

    async def pending(self, limit: int) -> list[ForeignNumber]:
        """Those whose tickets have come to no case yet, the oldest first."""
