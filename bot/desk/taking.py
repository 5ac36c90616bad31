"""What is said on pages, taken into the journey while the service runs.

Comes in: messages. Goes out: the same to whoever accepts them, or word that nobody does yet. Does
not: make messages, or keep answers.
"""

import asyncio
from collections.abc import Sequence

from bot.domain.message import InboundMessage
from bot.ports import Accept, Clock, PartHealth


class Taking:
    """The receiving side of a channel whose messages come from pages of this very process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accept: Accept | None = None
        self._since = clock.now()

    async def run(self, accept: Accept) -> None:
        """Take what is said until cancelled."""
        self._accept = accept
        self._since = self._clock.now()
        try:
            await asyncio.Event().wait()
        finally:
            self._accept = None

    async def take(self, messages: Sequence[InboundMessage]) -> bool:
        """False where the service is not ready. StorageError where nothing was stored."""
        if self._accept is None:
            return False
        await self._accept(messages)
        return True

    def health(self) -> PartHealth:
        """It is there, or not yet."""
        return PartHealth(status="ok" if self._accept else "down", since=self._since)
