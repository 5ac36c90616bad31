"""Reports of people without an account as a platform of its own: what they write goes the way of
spoken words, in private.

Comes in: words and pictures of visitors. Goes out: `InboundMessage`s, and what the bot answers,
kept in memory for those who come back to read it. Does not: know pages or forms, or write to
anybody.
"""

from collections import OrderedDict
from typing import Final

from bot.desk.taking import Taking
from bot.domain.errors import ChannelRefused
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
    OutboundMessage,
    Receipt,
)
from bot.ports import Accept, Clock, Declaration, IdFactory, PartHealth

_TEXT_LIMIT: Final = 2_000
_REMEMBERED: Final = 5
"""Answers kept for each visitor."""

_VISITORS: Final = 2_000
_PICTURE_BYTES: Final = 64_000_000
"""So much is held until the pictures are fetched; the oldest go first."""


class VisitorChannel:
    """See `bot.ports.Channel` and `MediaChannel`; conversations are accounts of visitors."""

    def __init__(self, *, name: str, clock: Clock, ids: IdFactory) -> None:
        self._name = name
        self._clock = clock
        self._ids = ids
        self._taking = Taking(clock)
        self._answers: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""
        return Declaration(
            name=self._name,
            hears_unaddressed=False,
            can_mention=False,
            can_private=True,
            can_look_up=True,
            text_limit=_TEXT_LIMIT,
            messages_per_minute=600,
            pictures_in=True,
        )

    async def run(self, accept: Accept) -> None:
        """Take what is written until cancelled."""
        await self._taking.run(accept)

    async def say(self, account: str, text: str, picture: bytes | None = None) -> bool:
        """Words of a visitor; False where the service is not ready. StorageError where nothing was
        stored."""
        now = self._clock.now()
        attachments: tuple[Attachment, ...] = ()
        if picture is not None:
            attachments = (Attachment(kind=AttachmentKind.PICTURE, reference=self._keep(picture)),)
        message = InboundMessage(
            channel=self._name,
            external_id=self._ids.new(self._name),
            address=Address(
                channel=self._name,
                kind=ConversationKind.PRIVATE,
                conversation=account,
                person=account,
            ),
            sender=account,
            sender_name="",
            text=text,
            sent_at=now,
            received_at=now,
            addressed=True,
            attachments=attachments,
        )
        return await self._taking.take([message])

    def answers(self, account: str) -> tuple[str, ...]:
        """What was answered lately, the newest last."""
        return self._answers.get(account, ())

    async def send(self, message: OutboundMessage) -> Receipt:
        """Keep an answer for the page; the same twice is kept once."""
        account = message.address.person
        if account is None:
            raise ChannelRefused("visitors have no groups")
        if len(message.text) > _TEXT_LIMIT:
            raise ChannelRefused(f"text of {len(message.text)} characters is too long")
        kept = self._answers.pop(account, ())
        if message.text not in kept:
            kept = (*kept, message.text)[-_REMEMBERED:]
        self._answers[account] = kept
        while len(self._answers) > _VISITORS:
            self._answers.popitem(last=False)
        return Receipt(external_id=message.delivery_id)

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether these words are there already."""
        known = message.text in self.answers(message.address.person or "")
        return Receipt(external_id=message.delivery_id) if known else None

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """A picture that came with words; it is held until the service ends, or newer ones need the
        room."""
        data = self._pictures.get(attachment.reference)
        if data is None:
            raise ChannelRefused("no such picture")
        if len(data) > most:
            raise ChannelRefused(f"{len(data)} bytes are too many")
        return data

    def health(self) -> PartHealth:
        """It is there, or not yet."""
        return self._taking.health()

    def _keep(self, picture: bytes) -> str:
        reference = self._ids.new("picture")
        self._pictures[reference] = picture
        while sum(map(len, self._pictures.values())) > _PICTURE_BYTES:
            self._pictures.popitem(last=False)
        return reference
