"""Station 2: messages from adapters are stored once, for good, before the platform hears "thank
you".

Comes in: `InboundMessage`s from any adapter, repeatedly perhaps. Goes out: stored messages and a
wake-up. Does not: understand anything. Groups that are not bound are ignored without a trace, but
for a one-time code that links one; in groups that listen only when addressed everything else is
ignored, too, and what people say who have left (domain rules §11.3). What is far too much in a
minute is not stored (`flooding`).
"""

import unicodedata
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.grid import Listening, Room
from bot.domain.message import (
    TEXT_LIMIT,
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)
from bot.domain.tally import Fate
from bot.domain.turn import StoredMessage
from bot.journey.consent import Consent
from bot.journey.flooding import Flooding
from bot.journey.office import Office
from bot.ports import Queue
from intents.overhearing import is_to_the_bot

_WORDS_OF: Final = "words:"
"""Before the name of a quoted message of which the platform tells the words, but no id."""

TryCode = Callable[[InboundMessage], Awaitable[bool]]
"""Whether a message of a group was a one-time code, and is done with."""


class Intake:
    """`accept` is what adapters are given."""

    def __init__(
        self,
        *,
        office: Office,
        queue: Queue,
        consent: Consent,
        try_code: TryCode,
        flooding: Flooding,
    ) -> None:
        self._office = office
        self._try_code = try_code
        self._queue = queue
        self._most = office.pictures.a_message if office.pictures.on else 0
        self._listens = office.speech.on
        self._keeps_voices = office.pictures.voices
        self._consent = consent
        self._flooding = flooding

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        """Store what concerns a bound group or a private chat; returns after the commit."""
        stored = []
        fates: Counter[tuple[str, Fate]] = Counter()
        for message in map(_storable, messages):
            found = Fate.LINKING if await self._try_code(message) else self._kept(message)
            if isinstance(found, StoredMessage):
                if self._flooding.holds_back(found):
                    found = Fate.HELD_BACK
                else:
                    stored.append(found)
                    found = Fate.TAKEN
            fates[message.channel, found] += 1
        if stored and await self._queue.put(stored):
            self._office.signals.notify("assembly")
        self._office.tally.heard.update(fates)

    def _kept(self, message: InboundMessage) -> StoredMessage | Fate:
        directory = self._office.directory
        address = message.address
        room = None
        if address.kind is ConversationKind.GROUP:
            room = directory.room_bound_to(message.channel, address.conversation)
            if room is None:
                return Fate.UNBOUND
        speaker = directory.speaker(message.channel, message.sender, message.sender_name)
        addressed = message.addressed or room is None or _calls_the_bot(room, message.text)
        if not self._consent.hears(room, speaker.id, addressed=addressed, text=message.text):
            return Fate.NOT_FOR_US
        conversation = room.id if room else f"private:{message.channel}"
        parts = message.attachments
        return StoredMessage(
            id=self._office.ids.new("message"),
            channel=message.channel,
            external_id=message.external_id,
            thread=f"{conversation}/{speaker.id}",
            room=room.id if room else None,
            sender=speaker.id,
            sender_name=message.sender_name,
            address=address,
            text=message.text,
            sent_at=message.sent_at,
            received_at=message.received_at,
            addressed=addressed,
            quoted=message.quoted,
            quoted_text=message.quoted_text,
            images=sum(part.kind is AttachmentKind.PICTURE for part in parts),
            attachments=self._fetchable(message) if parts else (),
        )

    def _fetchable(self, message: InboundMessage) -> tuple[Attachment, ...]:
        """Pictures that can be had later, and that something was spoken; how to get the voice only
        where it is kept with cases, or its words are wanted.
        """
        parts = message.attachments
        pictures = [p for p in parts if p.kind is AttachmentKind.PICTURE and p.reference]
        voices = [p for p in parts if p.kind is AttachmentKind.VOICE][:1]
        if not (self._keeps_voices or (self._listens and not message.text)):
            voices = [replace(voice, reference="") for voice in voices]
        return (*pictures[: self._most], *voices)


def _calls_the_bot(room: Room, text: str) -> bool:
    """Whether words that name nobody are for the bot, in a group that does not hear all talk."""
    return room.listening is not Listening.NATURAL and is_to_the_bot(text)


def readable(text: str) -> str:
    """The text without characters that cannot be stored or shown, cut at `TEXT_LIMIT` characters.

    Lone surrogates (invalid UTF-8 at the source) and control characters become spaces; words stay
    as said.
    """
    cut = text[:TEXT_LIMIT]
    if cut.isprintable():
        return cut
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _UNSTORABLE else " " for c in cut
    )


_UNSTORABLE = frozenset({"Cc", "Cs"})


def storable(identifier: str) -> str:
    """A platform's id that can be stored: different ids stay different. Broken characters, and the
    one of number 0, which PostgreSQL does not take, are written out.
    """
    return identifier.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def _storable(message: InboundMessage) -> InboundMessage:
    """The same, of characters that can be stored."""
    quoted, words = message.quoted, message.quoted_text
    if quoted is None and words:
        quoted = f"{_WORDS_OF}{message.external_id}"
    return replace(
        message,
        external_id=storable(message.external_id),
        sender=storable(message.sender),
        sender_name=readable(message.sender_name),
        text=readable(message.text),
        attachments=tuple(
            replace(part, reference=storable(part.reference)) for part in message.attachments
        ),
        address=_storable_address(message.address),
        quoted=storable(quoted) if quoted is not None else None,
        quoted_text=readable(words) if words is not None else None,
    )


def _storable_address(address: Address) -> Address:
    return replace(
        address,
        conversation=storable(address.conversation),
        person=storable(address.person) if address.person is not None else None,
        route=storable(address.route) if address.route is not None else None,
    )
