"""The store as machines meet it: keys.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.keys import MachineKey


class Keys(Protocol):
    """Programs that may ask; ended ones are kept, so that traces can be read."""

    async def add(self, key: MachineKey) -> None:
        """Store a new one."""

    async def held(self, secret: str) -> MachineKey | None:
        """The one with this hash, ended or not."""

    async def all(self) -> list[MachineKey]:
        """Every key, the oldest first."""

    async def end(self, key: str, at: datetime) -> bool:
        """It is over; whether there was one by this id that was not."""
