"""Reads what DingTalk's robot topic delivers (/v1.0/im/bot/messages/get).

Comes in: the payload of one frame, of any shape whatever. Goes out: an `InboundMessage`, or
`Dropped` with the reason. Does not: raise on a bad payload, log, fetch pictures, or know whether
the message was seen before.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

LONGEST_ID = 512
LATEST_MILLISECOND = 253_402_300_799_999  # the last one of the year 9999

KINDS = {"1": ConversationKind.PRIVATE, "2": ConversationKind.GROUP}


class DropReason(StrEnum):
    """Why a payload is no message for the bot."""

    ECHO = "echo"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_CONVERSATION = "unknown_conversation"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Nothing to hand over; `kind` is the type or field concerned, never words somebody said."""

    reason: DropReason
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    text: str = ""
    attachments: tuple[Attachment, ...] = ()


class Translation(Protocol):
    """From a payload to a message."""

    def __call__(
        self, payload: object, *, channel: str, received_at: datetime
    ) -> InboundMessage | Dropped: ...


def translate(payload: object, *, channel: str, received_at: datetime) -> InboundMessage | Dropped:
    """One message as the journey knows it."""
    if not isinstance(payload, Mapping):
        return _malformed("payload")
    external_id = identity(payload.get("msgId"))
    sender = identity(payload.get("senderStaffId")) or identity(payload.get("senderId"))
    if not external_id or not sender:
        return _malformed("senderId" if external_id else "msgId")
    if _is_echo(payload):
        return Dropped(reason=DropReason.ECHO, kind=label(payload.get("msgtype")))
    address = _address(payload, channel, sender)
    if isinstance(address, Dropped):
        return address
    content = _content(payload)
    if isinstance(content, Dropped):
        return content
    return InboundMessage(
        channel=channel,
        external_id=external_id,
        address=address,
        sender=sender,
        sender_name=_text(payload.get("senderNick")).strip(),
        text=_without_mention(content.text, payload),
        sent_at=_instant(payload.get("createAt")) or received_at,
        received_at=received_at,
        addressed=_is_addressed(payload, address),
        quoted=_quoted(payload),
        quoted_text=_quoted_text(payload),
        attachments=content.attachments,
    )


def _address(payload: Mapping[str, object], channel: str, sender: str) -> Address | Dropped:
    number = label(payload.get("conversationType"))
    kind = KINDS.get(number)
    if kind is None:
        return Dropped(reason=DropReason.UNKNOWN_CONVERSATION, kind=number)
    conversation = identity(payload.get("conversationId"))
    if not conversation:
        return _malformed("conversationId")
    return Address(
        channel=channel,
        kind=kind,
        conversation=conversation,
        person=sender if kind is ConversationKind.PRIVATE else None,
        route=_route(payload.get("sessionWebhook")),
        route_until=_instant(payload.get("sessionWebhookExpiredTime")),
    )


def _is_addressed(payload: Mapping[str, object], address: Address) -> bool:
    """The platform delivers a group's message for its mention of the robot; of all it is none."""
    return address.kind is ConversationKind.PRIVATE or payload.get("isInAtList") is not False


def _is_echo(payload: Mapping[str, object]) -> bool:
    robot = identity(payload.get("chatbotUserId"))
    return robot is not None and robot == identity(payload.get("senderId"))


def _content(payload: Mapping[str, object]) -> _Content | Dropped:
    name = label(payload.get("msgtype"))
    reader = READERS.get(name)
    if reader is None:
        return Dropped(reason=DropReason.UNKNOWN_TYPE, kind=name)
    field = "text" if name == "text" else "content"
    body = payload.get(field)
    if not isinstance(body, Mapping):
        return _malformed(field)
    return reader(body)


def _plain(body: Mapping[str, object]) -> _Content:
    return _Content(text=_text(body.get("content")))


def _rich(body: Mapping[str, object]) -> _Content:
    """Pieces of text and pictures; a picture between two pieces of text begins a new line."""
    pieces = body.get("richText")
    words: list[str] = []
    pictures: list[Attachment] = []
    for piece in pieces if isinstance(pieces, list) else ():
        if not isinstance(piece, Mapping):
            continue
        if text := _text(piece.get("text")) or _text(piece.get("content")):
            words.append(text)
        elif picture := _attached(piece, AttachmentKind.PICTURE):
            pictures.append(picture)
            words.append("\n")
    return _Content(text="".join(words).strip("\n"), attachments=tuple(pictures))


def _picture(body: Mapping[str, object]) -> _Content:
    return _Content(attachments=_one(body, AttachmentKind.PICTURE))


def _voice(body: Mapping[str, object]) -> _Content:
    """`recognition` is the platform's own reading of the voice; it is what the speaker said."""
    return _Content(
        text=_text(body.get("recognition")), attachments=_one(body, AttachmentKind.VOICE)
    )


def _file(body: Mapping[str, object]) -> _Content:
    return _Content(attachments=_one(body, AttachmentKind.FILE))


def _film(body: Mapping[str, object]) -> _Content:
    return _Content(attachments=_one(body, AttachmentKind.OTHER))


READERS: Mapping[str, Callable[[Mapping[str, object]], _Content]] = {
    "text": _plain,
    "richText": _rich,
    "picture": _picture,
    "audio": _voice,
    "file": _file,
    "video": _film,
}


def _one(body: Mapping[str, object], kind: AttachmentKind) -> tuple[Attachment, ...]:
    """What came, even where its code is missing: that somebody sent a picture is worth knowing."""
    return (_attached(body, kind) or Attachment(kind=kind),)


def _attached(body: Mapping[str, object], kind: AttachmentKind) -> Attachment | None:
    code = _text(body.get("downloadCode")) or _text(body.get("pictureDownloadCode"))
    return Attachment(kind=kind, reference=code) if code else None


def _without_mention(text: str, payload: Mapping[str, object]) -> str:
    """The platform leaves a space where the bot's @ stood; some clients leave the @ and the name as
    well.

    A name is only taken away where the bot alone was mentioned, for another one's belongs to the
    words; and only where white space ends it, for nothing else tells the name from what was said.
    """
    mentioned = payload.get("atUsers")
    if text.startswith("@") and isinstance(mentioned, list) and len(mentioned) == 1:
        words = text.split(maxsplit=1)
        text = words[1] if len(words) == 2 else text
    return text.strip()


def _quoted(payload: Mapping[str, object]) -> str | None:
    """The id of the message replied to.

    The key of the robot's own sending comes first: it is what the robot API gave as receipt. None
    of the three is documented by the platform; users have found them.
    """
    if key := identity(payload.get("originalProcessQueryKey")):
        return key
    text = payload.get("text")
    replied = text.get("repliedMsg") if isinstance(text, Mapping) else None
    quoted = identity(replied.get("msgId")) if isinstance(replied, Mapping) else None
    return quoted or identity(payload.get("originalMsgId"))


def _quoted_text(payload: Mapping[str, object]) -> str | None:
    """The words replied to, where the payload has them: plain, or the pieces of rich text."""
    text = payload.get("text")
    replied = text.get("repliedMsg") if isinstance(text, Mapping) else None
    said = replied.get("content") if isinstance(replied, Mapping) else None
    if isinstance(said, str) and said.startswith("{"):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            return None
    if not isinstance(said, Mapping):
        return None
    words = _text(said.get("text")) or _text(said.get("recognition")) or _rich(said).text
    return words.strip() or None


def _route(value: object) -> str | None:
    url = _text(value).strip()
    is_address = url.startswith(("https://", "http://")) and not any(map(str.isspace, url))
    return url if is_address else None


def _malformed(field: str) -> Dropped:
    return Dropped(reason=DropReason.MALFORMED, kind=field)


def label(value: object) -> str:
    """A short name out of the payload, safe to be logged."""
    label = identity(value) or ""
    return label if len(label) <= 40 and label.isascii() and label.isprintable() else ""


def identity(value: object) -> str | None:
    """An id as text; None where there is none, or nothing that can be one."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**40:
        value = str(value)
    name = _text(value).strip()
    return name if 0 < len(name) <= LONGEST_ID else None


def _text(value: object) -> str:
    """Text that every store and every wire can carry: no half surrogates, no NUL."""
    if not isinstance(value, str):
        return ""
    whole = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\ufffd")


def _instant(value: object) -> datetime | None:
    """Milliseconds since 1970, as a number or as digits."""
    if isinstance(value, str) and value.isdecimal() and len(value) <= 15:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return datetime.fromtimestamp(value / 1000, UTC) if 0 < value <= LATEST_MILLISECOND else None
