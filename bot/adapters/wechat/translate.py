"""From the gateway's payload to an `InboundMessage`.

Comes in: a payload, who spoke, and who the bot is. Goes out: a message of the journey, or `Dropped`
with the reason. Does not: raise on a bad payload, log, fetch, or know whether a group is bound.

WeChat has no field for what a message replies to: its clients write the quoted words before it,
between corner brackets and over a line of dashes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.adapters.wechat.wire import Member, MessageKind, Payload
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

LONGEST_ID = 200
_MILLISECONDS = 10**11
"""A timestamp beyond is in milliseconds: gateways send both."""
_LONG_AGO, _AHEAD = datetime(2011, 1, 21, tzinfo=UTC), timedelta(days=1)

_QUOTE = re.compile(
    r"\A\u300c[^\uff1a:\n]{0,60}[\uff1a:](?P<words>.*?)\u300d\n(?:- ?){5,}-?\n(?P<said>.*)\Z",
    re.DOTALL,
)
_AFTER_NAME = "\u2005\u0020\u00a0"
"""What ends a mentioned name: WeChat writes a four-per-em space."""

_KINDS = {
    MessageKind.IMAGE: AttachmentKind.PICTURE,
    MessageKind.AUDIO: AttachmentKind.VOICE,
    MessageKind.ATTACHMENT: AttachmentKind.FILE,
    MessageKind.VIDEO: AttachmentKind.OTHER,
}


class DropReason(StrEnum):
    """Why a payload is no message."""

    OWN = "own"
    MALFORMED = "malformed"
    UNKNOWN_TYPE = "unknown_type"
    NOT_FROM_A_PERSON = "not_from_a_person"
    NOT_TO_US = "not_to_us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A payload that is no message of the journey; `kind` is safe to be logged."""

    reason: DropReason
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the gateway speaks for: the platform's id and the name others mention."""

    channel: str
    id: str
    name: str = ""


def dropped_unread(payload: Payload, account: Account) -> Dropped | None:
    """What is dropped whoever spoke, so that nobody's name has to be asked for."""
    if not _is_id(payload.id) or not _is_id(payload.talker) or len(payload.room) > LONGEST_ID:
        return Dropped(reason=DropReason.MALFORMED)
    if payload.talker == account.id:
        return Dropped(reason=DropReason.OWN)
    if payload.kind != MessageKind.TEXT and payload.kind not in _KINDS:
        return Dropped(reason=DropReason.UNKNOWN_TYPE, kind=str(payload.kind)[:9])
    if not payload.room and payload.listener != account.id:
        return Dropped(reason=DropReason.NOT_TO_US)
    return None


def translate(
    payload: Payload, *, account: Account, member: Member, received_at: datetime
) -> InboundMessage | Dropped:
    """A message of the journey, or why it is none."""
    if dropped := dropped_unread(payload, account):
        return dropped
    if not payload.room and not member.is_person:
        return Dropped(reason=DropReason.NOT_FROM_A_PERSON)
    said, quoted = _said(payload)
    mentioned, text = _without_mention(said, payload, account)
    return InboundMessage(
        channel=account.channel,
        external_id=payload.id,
        address=_address(payload, account.channel),
        sender=payload.talker,
        sender_name=_sound(member.name).strip(),
        text=text,
        sent_at=_instant(payload.timestamp, received_at),
        received_at=received_at,
        addressed=mentioned or not payload.room,
        quoted_text=quoted,
        attachments=_attachments(payload),
    )


def _address(payload: Payload, channel: str) -> Address:
    if payload.room:
        return Address(channel=channel, kind=ConversationKind.GROUP, conversation=payload.room)
    return Address(
        channel=channel,
        kind=ConversationKind.PRIVATE,
        conversation=payload.talker,
        person=payload.talker,
    )


def _said(payload: Payload) -> tuple[str, str | None]:
    """The words, and those they reply to."""
    if payload.kind != MessageKind.TEXT:
        return "", None  # beside a picture or a voice stands the platform's own description
    text = _sound(payload.text)
    if found := _QUOTE.match(text):
        return found["said"].strip(), found["words"].strip() or None
    return text.strip(), None


def _without_mention(text: str, payload: Payload, account: Account) -> tuple[bool, str]:
    """Whether the bot is mentioned, and the words without that. Some gateways name nobody: then the
    bot's own name after an @ is taken for a mention of it.
    """
    mentioned = account.id in payload.mentions
    if account.name:
        called = f"@{account.name}"
        for end in _AFTER_NAME:
            if called + end in text:
                mentioned, text = True, text.replace(called + end, " ")
        if text.endswith(called):
            mentioned, text = True, text.removesuffix(called)
    return mentioned, text.strip()


def _attachments(payload: Payload) -> tuple[Attachment, ...]:
    kind = _KINDS.get(MessageKind(payload.kind))
    return (Attachment(kind=kind, reference=payload.id),) if kind else ()


def _instant(timestamp: int, received_at: datetime) -> datetime:
    """When it was said; where the gateway does not know, when it came."""
    seconds = timestamp / 1000 if timestamp >= _MILLISECONDS else timestamp
    try:
        said_at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return received_at
    return said_at if _LONG_AGO < said_at < received_at + _AHEAD else received_at


def _is_id(value: str) -> bool:
    return 0 < len(value) <= LONGEST_ID


def _sound(text: str) -> str:
    """Text that every store can carry."""
    return text.replace("\0", "\ufffd")
