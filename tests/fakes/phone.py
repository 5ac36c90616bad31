"""A telephone in memory.

Comes in: words to numbers, and what a test lets go wrong. Goes out: who was rung, in order. Does
not: hear anybody.
"""

import asyncio
from datetime import UTC, datetime

from bot.domain.errors import AddressExpired, ChannelError
from bot.domain.message import OutboundMessage, Receipt
from bot.ports import Accept, Declaration, PartHealth

START = datetime(2026, 1, 1, tzinfo=UTC)


class FakePhone:
    """`troubles` are raised one by one before anything is taken."""

    def __init__(self, name: str = "phone") -> None:
        self.rung: list[tuple[str, str]] = []
        self.troubles: list[ChannelError] = []
        self._status = "down"
        self.declaration = Declaration(
            name=name,
            hears_unaddressed=False,
            can_mention=False,
            can_private=False,
            can_look_up=False,
            text_limit=500,
            messages_per_minute=60,
            wakes=True,
        )

    async def run(self, accept: Accept) -> None:
        self._status = "ok"
        try:
            await asyncio.Event().wait()
        finally:
            self._status = "down"

    async def send(self, message: OutboundMessage) -> Receipt:
        number = message.address.person
        if not number:
            raise AddressExpired("no number")
        if self.troubles:
            raise self.troubles.pop(0)
        self.rung.append((number, message.text))
        return Receipt(external_id=message.delivery_id)

    async def find(self, message: OutboundMessage) -> Receipt | None:
        return None

    def health(self) -> PartHealth:
        return PartHealth(status=self._status, since=START)
