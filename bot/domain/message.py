"""Messages as the bot knows them, whatever platform they came from.

Comes in: values made by adapters (`InboundMessage`) or by casework (`OutboundMessage`). Goes out:
frozen values. Does not: parse platform payloads, choose words, or store anything.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.cards import CaseCard

TEXT_LIMIT = 20_000
"""Longest text in characters that is kept of one message; what is beyond is cut at intake."""


class ConversationKind(StrEnum):
    """A conversation of many, or of one person with the bot."""

    GROUP = "group"
    PRIVATE = "private"


class AttachmentKind(StrEnum):
    """What came beside the words."""

    PICTURE = "picture"
    VOICE = "voice"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something sent beside the words; `reference` is what the adapter needs to fetch it later."""

    kind: AttachmentKind
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where words can be sent: a platform's conversation, or one person there.

    `conversation` is the platform's id of the group (or of the private chat, where it has one),
    `person` the platform's id of the one who is written to in private. `route` is a reply address
    that ends at `route_until` (DingTalk's session webhook); adapters fall back to other ways when
    it has ended.
    """

    channel: str
    kind: ConversationKind
    conversation: str
    person: str | None = None
    route: str | None = None
    route_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message as an adapter hands it over.

    `(channel, external_id)` names it once and for all, however often the platform delivers it.
    `sender` is the platform's id of the speaker. `addressed` says that the bot was mentioned
    (always true in private). `quoted` is the external id of the message replied to,
    `quoted_text` its words where the platform tells them. Instants are aware UTC.
    """

    channel: str
    external_id: str
    address: Address
    sender: str
    sender_name: str
    text: str
    sent_at: datetime
    received_at: datetime
    addressed: bool = False
    quoted: str | None = None
    quoted_text: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """Words on their way out. `delivery_id` is the same at every attempt.

    `mentions` are platform ids of people to be mentioned, where the platform can. `picture` is a
    PNG that comes with the words where the platform carries pictures; the words say it all. `card`
    is the case they are about, where the platform shows cards; elsewhere the words do.
    """

    delivery_id: str
    address: Address
    text: str
    mentions: tuple[str, ...] = ()
    urgent: bool = False
    picture: bytes | None = None
    card: CaseCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform took the words; `external_id` is its id for them, where it gives one. `card`
    says that they stand on a card, which is named by it.
    """

    external_id: str | None = None
    card: bool = False
