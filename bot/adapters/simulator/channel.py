"""The simulated platform as a channel of the bot.

Comes in: what members say on the page, and what the bot sends. Goes out: inbound messages to
`accept`, receipts, and the web routes of the platform. Does not: decide anything, or remember
beyond the process.
"""

import asyncio
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

import yaml
from aiohttp import web

from bot.adapters.simulator.platform import Picture, SimulatedPlatform
from bot.adapters.simulator.rooms import (
    Post,
    SimulatedGroup,
    SimulatedMember,
    member_of_private,
    private_room,
)
from bot.adapters.simulator.routes import SimulatorRoutes
from bot.adapters.simulator.translate import CHANNEL, Refusal, Say, inbound
from bot.domain.errors import ChannelRefused, StorageError, StorageFull
from bot.domain.message import (
    Address,
    Attachment,
    ConversationKind,
    OutboundMessage,
    Receipt,
)
from bot.ports import Accept, Clock, Declaration, PartHealth

DECLARATION: Final = Declaration(
    name=CHANNEL,
    hears_unaddressed=True,
    can_mention=True,
    can_private=True,
    can_look_up=True,
    text_limit=2000,
    messages_per_minute=600,
    pictures_in=True,
    pictures_out=True,
)


def default_bot_name() -> str:
    """The bot's name in the groups, as the package's words have it."""
    words = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    return str(words["bot_name"])


class SimulatorChannel:
    """Two groups and private chats on a local page."""

    def __init__(
        self,
        *,
        groups: Sequence[SimulatedGroup],
        members: Sequence[SimulatedMember],
        clock: Clock,
        bot_name: str | None = None,
    ) -> None:
        self.platform = SimulatedPlatform(groups=groups, members=members, clock=clock)
        self.bot_name = bot_name or default_bot_name()
        self._clock = clock
        self._accept: Accept | None = None
        self._since = clock.now()
        self._routes = SimulatorRoutes(platform=self.platform, say=self.say, bot_name=self.bot_name)

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return DECLARATION

    def routes(self) -> Sequence[web.RouteDef]:
        """What the page talks to; for the desk to mount."""
        return self._routes.routes()

    def close_streams(self) -> None:
        """End the open event streams; their pages come back by themselves when the service does."""
        self._routes.close_streams()

    async def run(self, accept: Accept) -> None:
        """Take what the page says until cancelled."""
        self._accept = accept
        self._since = self._clock.now()
        try:
            await asyncio.Event().wait()
        finally:
            self._accept = None
            self._since = self._clock.now()
            self.close_streams()

    async def say(self, say: Say) -> Post | Refusal:
        """A member says something: shown to the others only once the bot has stored it for good."""
        if self._accept is None:
            return Refusal.NOT_READY
        post = self.platform.draft(
            room=say.room,
            sender=say.sender,
            text=say.text,
            quoted=say.quoted,
            picture=say.picture,
            image=say.image,
        )
        sender = self.platform.members[say.sender]
        try:
            await self._accept([inbound(post, sender, mention=f"@{self.bot_name}")])
        except StorageFull:
            return Refusal.STORAGE_FULL
        except StorageError:
            return Refusal.STORAGE
        self.platform.publish(post)
        return post

    async def send(self, message: OutboundMessage) -> Receipt:
        """Show the bot's words in their room."""
        room = _room(message.address)
        if not self.platform.knows(room):
            raise ChannelRefused(f"no such room: {room!r}")
        if len(message.text) > DECLARATION.text_limit:
            raise ChannelRefused(f"text of {len(message.text)} characters is too long")
        image = self._hung(message.picture)
        draft = self.platform.draft(
            room=room,
            sender=None,
            text=message.text,
            picture=image is not None,
            image=image,
        )
        post = self.platform.say_as_bot(
            draft, delivery_id=message.delivery_id, mentions=message.mentions
        )
        return Receipt(external_id=post.external_id)

    def _hung(self, data: bytes | None) -> str | None:
        """The name of what comes with the words."""
        return None if data is None else self.platform.hang(Picture(kind="image/png", data=data))

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether these words are in the transcript already."""
        post = self.platform.find(message.delivery_id)
        return None if post is None else Receipt(external_id=post.external_id)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """A picture that a member has shown."""
        picture = self.platform.pictures.get(attachment.reference)
        if picture is None:
            raise ChannelRefused("no such picture")
        if len(picture.data) > most:
            raise ChannelRefused(f"{len(picture.data)} bytes are too many")
        return picture.data

    def health(self) -> PartHealth:
        """Up while `run` runs."""
        return PartHealth(status="down" if self._accept is None else "ok", since=self._since)


def _room(address: Address) -> str:
    if address.kind is ConversationKind.GROUP:
        return address.conversation
    if address.person is not None:
        return private_room(address.person)
    person = member_of_private(address.conversation)
    return private_room(address.conversation if person is None else person)
