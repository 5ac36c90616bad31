"""WeCom as a channel: what the journey sees of the platform.

Comes in: settings, a clock. Goes out: messages to `accept`, receipts or kinds of `ChannelError` for
words sent, the bytes of pictures. Does not: receive by itself - `line` does.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

from bot.adapters.wecom import hooks
from bot.adapters.wecom.line import Line
from bot.adapters.wecom.official import Connection, decrypted
from bot.adapters.wecom.settings import WecomSettings
from bot.adapters.wecom.translate import picture_of
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.message import Address, Attachment, ConversationKind, OutboundMessage, Receipt
from bot.ports import Accept, Clock, Declaration, PartHealth

_BLOCK = 32
"""So much longer a file may be as the platform encrypts it."""


class WecomChannel:
    """One AI bot, and the webhooks of groups; either may be missing."""

    def __init__(self, settings: WecomSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._line = Line(settings, clock)
        self._since = clock.now()
        self._declaration = Declaration(
            name=settings.name,
            hears_unaddressed=False,  # only mentions and private chats are delivered
            can_mention=False,
            can_private=bool(settings.bot_id),
            can_look_up=False,
            text_limit=settings.text_limit,
            messages_per_minute=settings.messages_per_minute,
            pictures_in=bool(settings.bot_id),
        )

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return self._declaration

    @property
    def stored(self) -> int:
        """How many messages the store has taken of this process."""
        return self._line.stored

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled."""
        if self._settings.bot_id:
            await self._line.run(accept)
        await asyncio.Event().wait()

    async def send(self, message: OutboundMessage) -> Receipt:
        """Carry words out: by the bot; by the webhook where it is away, or not in the group."""
        hook = self._hook(message.address)
        if hook is not None and self._line.connection is None:
            await hooks.say(self._settings, hook, message.text)
            return Receipt()
        try:
            async with self._connection() as connection:
                name = await connection.send(_chat(message.address), message.text)
        except ChannelRefused:
            if hook is None:
                raise
            await hooks.say(self._settings, hook, message.text)
            return Receipt()
        return Receipt(external_id=name or None)

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """The line that stands; a short one of its own where nothing is received here."""
        standing = self._line.connection
        if standing is not None:
            yield standing
            return
        if not self._settings.bot_id:
            raise ChannelRefused("there is no bot, and no webhook for this group")
        if self._line.running:
            raise ChannelUnavailable("the line does not stand")
        connection = Connection(self._settings)
        try:
            await connection.open()
            yield connection
        finally:
            await connection.close()

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Not to be known: the platform has no way to look for words (`can_look_up` is not
        declared).
        """
        del message
        return None

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of a picture; the platform gives it for five minutes only."""
        place = picture_of(attachment.reference)
        if place is None:
            raise ChannelRefused("no such picture")
        url, key = place
        data = decrypted(await hooks.fetch(self._settings, url, most + _BLOCK), key)
        if len(data) > most:
            raise ChannelRefused(f"{len(data)} bytes are too many")
        return data

    def health(self) -> PartHealth:
        """How the line is now; webhooks alone have none."""
        if self._settings.bot_id:
            return self._line.health()
        return PartHealth(status="ok", since=self._since, detail="webhooks only")

    def figures(self) -> Mapping[str, float]:
        """What the line missed and passed over."""
        return self._line.figures()

    def _hook(self, address: Address) -> str | None:
        if address.kind is not ConversationKind.GROUP:
            return None
        return self._settings.hooks.get(address.conversation)


def _chat(address: Address) -> str:
    if address.kind is ConversationKind.GROUP:
        return address.conversation
    return address.person or address.conversation
