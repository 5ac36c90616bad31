"""What building leaders do, whom they hand over to, and the families they look after, in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.care import Family, Visit
from bot.domain.register import Deed, Handover


class Deeds(Protocol):
    """What building leaders do."""

    async def add(self, deeds: Sequence[Deed]) -> None:
        """Keep new ones; one of a source that there is already changes nothing."""

    async def of(self, person: str, since: datetime) -> list[Deed]:
        """What somebody has done since, the oldest first."""

    async def heard(self, since: datetime) -> list[str]:
        """Who has done anything since."""


class Handovers(Protocol):
    """Buildings that pass from one leader to another."""

    async def add(self, handover: Handover) -> None:
        """Keep a new one."""

    async def change(self, handover: Handover) -> None:
        """Keep it as it is now."""

    async def open(self) -> list[Handover]:
        """Those that wait for somebody's word, the oldest first."""


class Care(Protocol):
    """Families that somebody looks after."""

    async def save(self, family: Family) -> None:
        """Keep a new one, or one as it is now."""

    async def forget(self, family: str) -> None:
        """Delete a family with its visits."""

    async def get(self, family: str) -> Family | None:
        """One of them."""

    async def of_carers(self, people: Sequence[str]) -> list[Family]:
        """Those whom these people look after, by building and name."""

    async def of_grids(self, grids: Sequence[str]) -> list[Family]:
        """Those of grids, by building and name."""

    async def due(self, now: datetime) -> list[Family]:
        """Those whose carer is to be reminded."""

    async def next_due(self) -> datetime | None:
        """When the next one is."""

    async def visit(self, visit: Visit) -> None:
        """Keep that somebody was there."""

    async def visits(self, family: str) -> list[Visit]:
        """The visits of a family, the newest first."""
