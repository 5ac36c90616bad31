"""Pictures that came beside words and belong to a case (domain rules §11.4), and voices on their
way to become words.

Comes in: what an adapter named, and what became of it. Goes out: frozen values. Does not: fetch,
look into pictures, or store.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.message import Attachment, AttachmentKind
from bot.domain.turn import StoredMessage


class MediaState(StrEnum):
    """`wanted`: still at the platform. `refused`: it could not be had, or was no picture."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture of one case, or (`case` is empty) a voice. `message` is the id of the message
    that it came with, `ordinal` its place there; `sender` a person id. `attachment` names it at the
    platform, as long as it is wanted. `reason` tells why it was refused.
    """

    id: str
    case: str
    message: str
    ordinal: int
    sender: str
    channel: str
    attachment: Attachment
    said_at: datetime
    state: MediaState = MediaState.WANTED
    attempts: int = 0
    reason: str = ""
    size: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it is kept: JPEG without any metadata."""

    data: bytes
    width: int
    height: int


class _Ids(Protocol):
    def new(self, kind: str) -> str: ...


def wanted(
    case: str,
    messages: Iterable[StoredMessage],
    ids: _Ids,
    kind: AttachmentKind = AttachmentKind.PICTURE,
) -> list[Media]:
    """What came with messages of a case and can be fetched."""
    return [
        Media(
            id=ids.new("media"),
            case=case,
            message=message.id,
            ordinal=ordinal,
            sender=message.sender,
            channel=message.channel,
            attachment=attachment,
            said_at=message.received_at,
        )
        for message in messages
        for ordinal, attachment in enumerate(message.attachments, start=1)
        if attachment.kind is kind and attachment.reference
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRules:
    """What becomes of voices whose words the platform does not tell; off by default. `most` bytes
    of one, `patience` how long its words are tried to be had, `retry` the pause between.
    """

    on: bool = False
    most: int = 5_000_000
    patience: timedelta = timedelta(minutes=3)
    retry: timedelta = timedelta(seconds=10)


class Unfit(StrEnum):
    """Why something is not kept."""

    TOO_LARGE = "too large"
    NO_PICTURE = "not a picture that can be read"
    TOO_MANY_PIXELS = "too many pixels"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRules:
    """What is kept, how small, and how long: `most` bytes as they come, `most_pixels` as they are
    drawn, `side` of what is kept. `a_message` so many of one message. `patience` is how long a
    platform is asked for one, `term` how long it is kept after the end of its case (zero: as long
    as the words of the case).
    """

    on: bool = True
    most: int = 5_000_000
    most_pixels: int = 50_000_000
    side: int = 1600
    quality: int = 82
    a_message: int = 9
    patience: timedelta = timedelta(hours=6)
    retry: timedelta = timedelta(seconds=30)
    term: timedelta = timedelta(days=180)
