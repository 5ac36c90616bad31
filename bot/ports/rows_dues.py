"""What is due next, in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Dues(Protocol):
    """Of turns, timers, surveys, musters, rounds of matching, services, resolutions, families and
    deliveries together what `next_due` of each tells."""

    async def first(self) -> Mapping[str, datetime]:
        """When the next of each kind is due; nothing of a kind that waits for nothing."""
