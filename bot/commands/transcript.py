"""A transcript of the promised format: messages out of JSON lines, without their gold labels.

Comes in: lines. Goes out: checked rows, and each as an adapter would hand it over. Does not: play
them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import UnionType
from typing import Any, Final

from bot.areas.directory import REPLAY_CHANNEL
from bot.commands.files import read_lines
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    InboundMessage,
)

_STRIPPED = ("gold", "second")
_FIELDS: Final[Mapping[str, type | UnionType]] = {
    "id": str | int,
    "at": str,
    "group": str | int,
    "sender": str | int,
    "text": str,
}
_MOST_PICTURES = 100
_PRIVATE = "private:"


def parse_messages(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The messages of a transcript without their gold labels; ConfigError lists bad lines."""
    return read_lines(lines, _message, "messages")


def _message(row: object, _number: int) -> dict[str, Any]:
    """One message of the promised form; `at` as an instant."""
    if not isinstance(row, dict):
        raise ValueError("must be an object")
    message = {name: value for name, value in row.items() if name not in _STRIPPED}
    for name, kinds in _FIELDS.items():
        if not isinstance(message[name], kinds):
            raise ValueError(f"{name} is of another kind (got {message[name]!r})")
    pictures = message.get("images") or 0
    if not isinstance(pictures, int) or not 0 <= pictures <= _MOST_PICTURES:
        raise ValueError(f"images must be a small number (got {pictures!r})")
    return message | {"at": instant(message["at"]), "images": pictures}


def instant(text: str) -> datetime:
    """An aware instant; ValueError where the offset is missing."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"an instant needs its offset, such as +08:00 (got {text!r})")
    return at.astimezone(UTC)


def inbound(row: Mapping[str, Any], now: datetime) -> InboundMessage:
    """The message as an adapter hands it over at this instant. A group named as replies name a
    private chat (`private:<member>`) is one."""
    group = str(row["group"])
    private = group.startswith(_PRIVATE)
    return InboundMessage(
        channel=REPLAY_CHANNEL,
        external_id=str(row["id"]),
        address=Address(
            channel=REPLAY_CHANNEL,
            kind=ConversationKind.PRIVATE if private else ConversationKind.GROUP,
            conversation=group,
            person=str(row["sender"]) if private else None,
        ),
        sender=str(row["sender"]),
        sender_name=str(row["sender"]),
        text=row["text"],
        sent_at=now,
        received_at=now,
        addressed=private or bool(row.get("at_bot")),
        quoted=str(row["quote"]) if row.get("quote") else None,
        attachments=(Attachment(kind=AttachmentKind.PICTURE),) * row["images"],
    )
