"""The platform of a replayed conversation: what is sent is only written down.

Comes in: words of the bot. Goes out: receipts with ids of its own. Does not: receive; the replay
hands messages in.
"""

import asyncio
import itertools

from bot.domain.message import OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth


class ReplayChannel:
    """Takes everything."""

    def __init__(self, *, name: str, clock: Clock) -> None:
        self._declaration = Declaration(
            name=name,
            hears_unaddressed=True,
            can_mention=True,
            can_private=True,
            can_look_up=True,
            text_limit=2000,
            messages_per_minute=1_000_000,
        )
        self._clock = clock
        self._numbers = itertools.count(1)
        self._receipts: dict[str, Receipt] = {}

    @property
    def declaration(self) -> Declaration:
        """Everything is possible here."""
        return self._declaration

    async def run(self, accept: Accept) -> None:
        """Nothing comes by itself."""
        await asyncio.Event().wait()

    async def send(self, message: OutboundMessage) -> Receipt:
        """Write it down."""
        receipt = Receipt(external_id=f"bot-{next(self._numbers)}")
        self._receipts[message.delivery_id] = receipt
        return receipt

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """What was written down."""
        return self._receipts.get(message.delivery_id)

    def health(self) -> PartHealth:
        """Always there."""
        return PartHealth(status="ok", since=self._clock.now())
