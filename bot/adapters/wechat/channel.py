"""WeChat as a channel: what the journey sees of one account.

Comes in: settings, a clock. Goes out: messages to `accept`, receipts or kinds of `ChannelError` for
words sent, the bytes of pictures. Does not: do any of it by itself - `line` and `hearing` receive,
`sending` sends. The client libraries are imported when `run` begins or the first words are sent.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.adapters.wechat.echoes import Echoes
from bot.adapters.wechat.hearing import Ears, Hearing
from bot.adapters.wechat.line import Line
from bot.adapters.wechat.names import Names
from bot.adapters.wechat.official import Gateway
from bot.adapters.wechat.sending import Sending
from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.wire import Event
from bot.domain.message import Attachment, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth

HEARD_UNTIL: Final = "heard_until"
"""The figure that tells until when everything was heard: seconds since 1970."""


def declaration(settings: WechatSettings) -> Declaration:
    """What the platform can do, for whoever does not run it himself."""
    return Declaration(
        name=settings.name,
        hears_unaddressed=True,
        can_mention=True,
        can_private=True,
        can_look_up=True,
        text_limit=settings.text_limit,
        messages_per_minute=settings.messages_per_minute,
        account_per_minute=settings.account_per_minute,
        pictures_in=True,
        pictures_out=True,
    )


class WechatChannel:
    """One account behind one gateway. `alive_until` is when an earlier process last had a line."""

    def __init__(
        self, settings: WechatSettings, clock: Clock, *, alive_until: datetime | None = None
    ) -> None:
        self._declaration = declaration(settings)
        echoes, names = Echoes(), Names(settings)
        self._line = Line(settings, clock, hear=self._hear, alive_until=alive_until)
        ears = Ears(
            account=lambda: self._line.account,
            gateway=lambda: self._line.gateway,
            lost=self._lost,
        )
        self._hearing = Hearing(settings, clock, ears=ears, echoes=echoes, names=names)
        self._sending = Sending(settings, line=self._line, echoes=echoes, names=names)

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return self._declaration

    @property
    def stored(self) -> int:
        """How many messages the store has taken of this process."""
        return self._hearing.stored

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._line.run())
                tasks.create_task(self._hearing.fetch())
                tasks.create_task(self._hearing.keep(accept))
        finally:
            self.close()

    def close(self) -> None:
        """End the connection that words are sent over; the next words open another."""
        self._sending.close()

    async def send(self, message: OutboundMessage) -> Receipt:
        """Carry words out."""
        return await self._sending.send(message)

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether the words came back as an echo; OutcomeUnknown where that cannot be known."""
        return await self._sending.find(message)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of what came beside words."""
        return await self._sending.fetch(attachment, most)

    def health(self) -> PartHealth:
        """How the line is now."""
        return self._line.health()

    def figures(self) -> Mapping[str, float]:
        """What the line missed, what was passed over unheard, and until when all was heard."""
        found = self._line.gaps.figures | self._hearing.figures()
        until = self._line.heard_until
        return found | ({HEARD_UNTIL: until.timestamp()} if until else {})

    def _hear(self, gateway: Gateway, event: Event) -> None:
        self._hearing.hear(gateway, event)

    def _lost(self, messages: int) -> None:
        self._line.gaps.unread += messages
