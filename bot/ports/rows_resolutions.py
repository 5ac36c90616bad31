"""Resolutions of meetings in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.facts import Period
from bot.domain.resolution import Resolution


class Resolutions(Protocol):
    """What meetings have decided."""

    async def add(self, resolution: Resolution) -> None:
        """Keep a new one."""

    async def change(self, resolution: Resolution) -> None:
        """Keep it as it is now."""

    async def drop(self, ids: Sequence[str]) -> None:
        """Forget those that were proposed only."""

    async def drop_stale(self, before: datetime) -> None:
        """Forget what was proposed before an instant and never confirmed."""

    async def some(self, ids: Sequence[str]) -> list[Resolution]:
        """Those of these ids, in order of them as strings."""

    async def numbered(self, community: str, number: int) -> Resolution | None:
        """The one that people call by a number."""

    async def open_of(self, people: Sequence[str]) -> list[Resolution]:
        """Those that these people see to and that are not done, the next due first."""

    async def listed(self, community: str, since: datetime) -> list[Resolution]:
        """Those that are not done, and those done since, the next due first; none that is proposed
        only."""

    async def made(self, period: Period) -> list[Resolution]:
        """Those of a period, in the order in which they were made; none that is proposed only."""

    async def due(self, now: datetime) -> list[Resolution]:
        """Those about which somebody is to be asked."""

    async def next_due(self) -> datetime | None:
        """When somebody is to be asked next."""

    async def told(self, meeting: str) -> bool:
        """Note that what lies before a meeting was told; False where it was before."""
