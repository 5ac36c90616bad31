"""A platform in memory that does what a test wants.

Comes in: words of the bot, and what a test lets go wrong. Goes out: what the platform took, in
order. Does not: decide anything; people speak through `hear`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.domain.errors import ChannelError
from bot.domain.message import InboundMessage, OutboundMessage, Receipt
from bot.ports import Accept, Declaration, PartHealth

DECLARATION = Declaration(
    name="fake",
    hears_unaddressed=True,
    can_mention=True,
    can_private=True,
    can_look_up=True,
    text_limit=2000,
    messages_per_minute=1000,
)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

Trouble = Exception | Callable[[OutboundMessage], Awaitable[None]]
"""Raised instead of taking the words, or awaited before they are taken."""


class FakeChannel:
    """`troubles` come one by one, each for one send; `lost` answers are taken and not answered."""

    def __init__(self, declaration: Declaration = DECLARATION) -> None:
        self._declaration = declaration
        self._accept: Accept | None = None
        self._receipts: dict[str, Receipt] = {}
        self.sent: list[OutboundMessage] = []
        self.took = asyncio.Event()
        self.looked_up: list[str] = []
        self.troubles: list[Trouble] = []
        self.swallow: list[ChannelError] = []
        self.blind: list[ChannelError] = []

    @property
    def declaration(self) -> Declaration:
        return self._declaration

    @property
    def texts(self) -> list[str]:
        """What the platform took, in order."""
        return [message.text for message in self.sent]

    async def run(self, accept: Accept) -> None:
        self._accept = accept
        try:
            await asyncio.Event().wait()
        finally:
            self._accept = None

    async def hear(self, *messages: InboundMessage) -> None:
        """People speak; returns when the bot has stored it for good."""
        assert self._accept is not None, "the channel does not run"
        await self._accept(messages)

    async def send(self, message: OutboundMessage) -> Receipt:
        if self.troubles:
            trouble = self.troubles.pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            await trouble(message)
        receipt = Receipt(external_id=f"r-{len(self.sent) + 1}")
        self.sent.append(message)
        self.took.set()
        self._receipts[message.delivery_id] = receipt
        if self.swallow:
            raise self.swallow.pop(0)
        return receipt

    async def find(self, message: OutboundMessage) -> Receipt | None:
        self.looked_up.append(message.delivery_id)
        if self.blind:
            raise self.blind.pop(0)
        return self._receipts.get(message.delivery_id) if self._declaration.can_look_up else None

    def health(self) -> PartHealth:
        return PartHealth(status="down" if self._accept is None else "ok", since=_LONG_AGO)
