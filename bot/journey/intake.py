"""Station 2: messages from adapters are stored once, for good, before the platform hears "thank
you".

Comes in: `InboundMessage`s from any adapter, repeatedly perhaps. Goes out: stored messages and a
wake-up. Does not: understand anything. Groups that are not bound are ignored without a trace, and
in groups that listen only when addressed everything else is, too, and what people say who have left
(domain rules §11.3).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.message import (
    TEXT_LIMIT,
    Address,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)
from bot.domain.turn import StoredMessage
from bot.journey.consent import Consent
from bot.journey.office import Office
from bot.ports import Queue


class Intake:
    """`accept` is what adapters are given."""

    def __init__(self, *, office: Office, queue: Queue, consent: Consent) -> None:
        self._office = office
        self._queue = queue
        self._consent = consent

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        """Store what concerns a bound group or a private chat; returns after the commit."""
        stored = [kept for message in messages if (kept := self._kept(message)) is not None]
        if stored and await self._queue.put(stored):
            self._office.signals.notify("assembly")

    def _kept(self, message: InboundMessage) -> StoredMessage | None:
        directory = self._office.directory
        address = message.address
        room = None
        if address.kind is ConversationKind.GROUP:
            room = directory.room_bound_to(message.channel, address.conversation)
            if room is None:
                return None
        sender = storable(message.sender)
        speaker = directory.speaker(message.channel, sender, readable(message.sender_name))
        if not self._consent.hears(room, speaker.id, addressed=message.addressed):
            return None
        conversation = room.id if room else f"private:{message.channel}"
        return StoredMessage(
            id=self._office.ids.new("message"),
            channel=message.channel,
            external_id=storable(message.external_id),
            thread=f"{conversation}/{speaker.id}",
            room=room.id if room else None,
            sender=speaker.id,
            sender_name=readable(message.sender_name),
            address=_storable_address(address),
            text=readable(message.text),
            sent_at=message.sent_at,
            received_at=message.received_at,
            addressed=message.addressed or room is None,
            quoted=storable(message.quoted) if message.quoted is not None else None,
            images=sum(part.kind is AttachmentKind.PICTURE for part in message.attachments),
        )


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
    """A platform's id that can be stored: different ids stay different."""
    return identifier.encode("utf-8", "backslashreplace").decode("utf-8")


def _storable_address(address: Address) -> Address:
    return replace(
        address,
        conversation=storable(address.conversation),
        person=storable(address.person) if address.person is not None else None,
        route=storable(address.route) if address.route is not None else None,
    )
