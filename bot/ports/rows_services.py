"""Services in the store: what came of needs and resources that were brought together.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.facts import Period
from bot.domain.service import Service, ServiceMove


class Services(Protocol):
    """Services with their histories, and when lists are looked at again for new pairs."""

    async def save(self, service: Service) -> None:
        """Keep a new one, or one as it is now."""

    async def note(self, move: ServiceMove) -> None:
        """Add a line to a history."""

    async def history(self, service: str) -> list[ServiceMove]:
        """Its lines, the first first."""

    async def get(self, id_: str) -> Service | None:
        """One of them."""

    async def with_givings(self, ids: Sequence[str]) -> list[Service]:
        """Those that were ever made of these needs and resources, the oldest first."""

    async def open_of(self, givings: Sequence[str]) -> list[Service]:
        """Those of them that have not ended."""

    async def shown(self, after: datetime) -> list[Service]:
        """Those that have not ended, and those that changed after an instant, the newest change
        first.
        """

    async def drawn_up(self, period: Period) -> list[Service]:
        """Those that were accepted in a period, as they are now."""

    async def due(self, now: datetime) -> list[Service]:
        """Those for which the clock has something to do, the earliest first."""

    async def next_due(self) -> datetime | None:
        """When there is something for the next one."""

    async def want_round(self, community: str, at: datetime) -> None:
        """Have a community's lists looked at for new pairs, at the earliest of such instants."""

    async def next_round(self) -> datetime | None:
        """When lists are looked at next."""

    async def begin_round(self, now: datetime) -> list[str]:
        """The communities whose lists are to be looked at now; they are not wanted any more."""
