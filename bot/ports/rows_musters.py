"""Calls for volunteers in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.facts import Period
from bot.domain.muster import Muster, SignUp


class Musters(Protocol):
    """Musters, and who signed up for each."""

    async def save(self, muster: Muster) -> None:
        """Keep a new one, or one as it is now; `taken` of one that is there stays as it is."""

    async def open(self) -> list[Muster]:
        """Those that are not over, the newest first."""

    async def begun(self, period: Period) -> list[Muster]:
        """Those that began within a period, called off or not, the first first."""

    async def due(self, now: datetime) -> list[Muster]:
        """Those for which the clock has something to do, the earliest first."""

    async def next_due(self) -> datetime | None:
        """When there is something for the next one."""

    async def take(self, muster: str, heads: int) -> bool:
        """Give so many places; False, and none, where so many are not free."""

    async def give_back(self, muster: str, heads: int) -> None:
        """So many places are free again."""

    async def sign(self, entry: SignUp) -> None:
        """Keep somebody's word, or what it is now."""

    async def signed(self, musters: Sequence[str]) -> list[SignUp]:
        """Everybody who signed up for these, in the order in which they did."""
