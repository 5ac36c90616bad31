"""What is held out and looked for, in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.giving import Giving, Side


class Givings(Protocol):
    """Resources and needs."""

    async def add(self, giving: Giving) -> None:
        """Keep a new one."""

    async def confirm(self, id_: str) -> None:
        """It counts from now on."""

    async def drop(self, ids: Sequence[str]) -> None:
        """Forget these."""

    async def drop_stale(self, now: datetime, proposed_before: datetime) -> None:
        """Forget what is over now, and what was proposed before an instant and never confirmed."""

    async def get(self, id_: str) -> Giving | None:
        """One of them, proposed or listed."""

    async def of_person(self, person: str, now: datetime) -> list[Giving]:
        """What somebody proposed or has listed, the newest first; nothing that is over."""

    async def listed(self, community: str, side: Side, now: datetime) -> list[Giving]:
        """What counts now, the first over first; not what a case lacks that is over."""

    async def of_cases(self, now: datetime) -> list[Giving]:
        """What cases lack that are not over, the newest first."""

    async def pledge(self, id_: str, amount: int) -> bool:
        """Take so much of it on; False, and nothing, where so much is not lacking."""

    async def unpledge(self, id_: str, amount: int) -> None:
        """So much of it is lacking again, if it was taken on."""
