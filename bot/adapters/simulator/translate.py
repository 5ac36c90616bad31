"""Between the page's JSON and the bot's messages; pure.

Comes in: what the page posted, or a `Post`. Goes out: a `Say` or the reason why not, an
`InboundMessage`, a mapping for JSON. Does not: keep or carry anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.adapters.simulator.platform import SimulatedPlatform
from bot.adapters.simulator.rooms import Post, SimulatedMember, member_of_private
from bot.domain.message import (
    TEXT_LIMIT,
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

CHANNEL: Final = "simulator"
CHINA: Final = timezone(timedelta(hours=8))


class Refusal(StrEnum):
    """Why something was not taken; the page has words for each."""

    BAD_REQUEST = "bad_request"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_ROOM = "unknown_room"
    UNKNOWN_SENDER = "unknown_sender"
    NOT_MEMBER = "not_member"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    NOT_READY = "not_ready"
    STORAGE = "storage"
    STORAGE_FULL = "storage_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Somebody wants to say something."""

    room: str
    sender: str
    text: str
    quoted: str | None
    picture: bool
    image: str | None = None


def read_say(payload: object, platform: SimulatedPlatform) -> Say | Refusal:
    """What the page posted, checked."""
    if not isinstance(payload, Mapping):
        return Refusal.BAD_REQUEST
    room, sender, text = payload.get("room"), payload.get("sender"), payload.get("text", "")
    quoted, picture = payload.get("quoted"), payload.get("picture", False)
    if not (isinstance(room, str) and isinstance(sender, str) and isinstance(text, str)):
        return Refusal.BAD_REQUEST
    image = payload.get("image")
    if not isinstance(picture, bool) or not isinstance(quoted, str | None):
        return Refusal.BAD_REQUEST
    if not isinstance(image, str | None):
        return Refusal.BAD_REQUEST
    say = Say(
        room=room,
        sender=sender,
        text=_encodable(text),
        quoted=quoted or None,
        picture=picture or image is not None,
        image=image,
    )
    return _objection(say, platform) or say


def _objection(say: Say, platform: SimulatedPlatform) -> Refusal | None:
    if not platform.knows(say.room):
        return Refusal.UNKNOWN_ROOM
    if say.sender not in platform.members:
        return Refusal.UNKNOWN_SENDER
    if not platform.sits_in(say.sender, say.room):
        return Refusal.NOT_MEMBER
    if len(say.text) > TEXT_LIMIT:
        return Refusal.TOO_LONG
    if say.image is not None and say.image not in platform.pictures:
        return Refusal.NO_PICTURE
    return None if say.text.strip() or say.picture else Refusal.EMPTY


def picture_kind(data: bytes) -> str | None:
    """What a browser may be told that it is, by its first bytes; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for kind, head in _HEADS.items() if data.startswith(head)), None)


_HEADS: Final = MappingProxyType(
    {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF8"}
)


def _encodable(text: str) -> str:
    """JSON can carry half a surrogate pair, which no store can keep: replace it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def inbound(post: Post, sender: SimulatedMember, *, mention: str) -> InboundMessage:
    """A member's post as the bot hears it; `mention` is what the text contains when the bot is
    meant."""
    alone = member_of_private(post.room) is not None
    kind = ConversationKind.PRIVATE if alone else ConversationKind.GROUP
    address = Address(
        channel=CHANNEL, kind=kind, conversation=post.room, person=sender.id if alone else None
    )
    picture = Attachment(kind=AttachmentKind.PICTURE, reference=post.image or "")
    return InboundMessage(
        channel=CHANNEL,
        external_id=post.external_id,
        address=address,
        sender=sender.id,
        sender_name=sender.name,
        text=post.text,
        sent_at=post.at,
        received_at=post.at,
        addressed=alone or mention in post.text,
        quoted=post.quoted,
        attachments=(picture,) if post.picture else (),
    )


def post_json(post: Post, platform: SimulatedPlatform) -> dict[str, object]:
    """A post as the page shows it."""
    return {
        "number": post.number,
        "room": post.room,
        "sender": post.sender,
        "text": post.text,
        "at": local(post.at),
        "external_id": post.external_id,
        "quoted": post.quoted,
        "picture": post.picture,
        "image": post.image,
        "mentions": [platform.members[member].name for member in post.mentions],
    }


def local(at: datetime) -> str:
    """An instant as people here read it."""
    return at.astimezone(CHINA).isoformat(timespec="seconds")
