"""What the AI bot is told, as the bot's messages; pure.

Comes in: the body of a callback, whatever it holds. Goes out: an `InboundMessage`, or `Dropped`
with the reason. Does not: raise on a bad payload, log, or fetch pictures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

_LONGEST_ID = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Not for the journey; `reason` holds nothing of what was said."""

    reason: str


def inbound(body: object, channel: str, now: datetime) -> InboundMessage | Dropped:
    """A message to the bot: a mention in a group, or a word in private."""
    if not isinstance(body, Mapping):
        return Dropped(reason="no object")
    name, sender = _text(body.get("msgid")), _text(_of(body, "from").get("userid"))
    if not name or not sender or max(len(name), len(sender)) > _LONGEST_ID:
        return Dropped(reason="no id or no sender")
    alone = body.get("chattype") == "single"
    chat = _text(body.get("chatid"))
    if not alone and not chat:
        return Dropped(reason="no conversation")
    parts = list(_parts(body))
    if not parts:
        return Dropped(reason=f"type {_text(body.get('msgtype'))[:20]!r}")
    words = "".join(part for part in parts if isinstance(part, str))
    kind = ConversationKind.PRIVATE if alone else ConversationKind.GROUP
    return InboundMessage(
        channel=channel,
        external_id=name,
        address=Address(
            channel=channel,
            kind=kind,
            conversation="" if alone else chat,
            person=sender if alone else None,
        ),
        sender=sender,
        sender_name=sender,
        text=words.strip() if alone else _without_mention(words),
        sent_at=now,
        received_at=now,
        addressed=True,
        quoted_text=_quoted(body),
        attachments=tuple(part for part in parts if isinstance(part, Attachment)),
    )


def picture_of(reference: str) -> tuple[str, str] | None:
    """Address and key of a picture, out of an `Attachment.reference`."""
    key, _, url = reference.partition(" ")
    return (url, key) if key and url.startswith(("https://", "http://")) else None


def _parts(body: Mapping[str, object]) -> Iterator[str | Attachment]:
    """Words, and what came beside them."""
    kind = body.get("msgtype")
    if kind == "mixed":
        items = _of(body, "mixed").get("msg_item")
        for item in items if isinstance(items, list) else ():
            if isinstance(item, Mapping) and item.get("msgtype") != "mixed":
                yield from _parts(item)
    elif kind in ("text", "voice"):
        yield _text(_of(body, str(kind)).get("content"))
        if kind == "voice":  # the platform tells its words and keeps the sound
            yield Attachment(kind=AttachmentKind.VOICE)
    elif kind == "image":
        yield _attached(_of(body, "image"), AttachmentKind.PICTURE)
    elif kind == "file":
        yield _attached(_of(body, "file"), AttachmentKind.FILE)


def _attached(part: Mapping[str, object], kind: AttachmentKind) -> Attachment:
    url, key = _text(part.get("url")), _text(part.get("aeskey"))
    return Attachment(kind=kind, reference=f"{key} {url}" if url and key else "")


def _quoted(body: Mapping[str, object]) -> str | None:
    words = [part for part in _parts(_of(body, "quote")) if isinstance(part, str)]
    return "".join(words).strip() or None


def _without_mention(words: str) -> str:
    """The platform leaves the mention in the text, at its beginning or at its end."""
    begin = words.strip()
    if begin.startswith("@"):
        return begin.partition(" ")[2].strip()
    before, at, after = begin.rpartition(" @")
    return before.strip() if at and " " not in after else begin


def _of(body: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
