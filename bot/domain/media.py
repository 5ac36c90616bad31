"""Pictures and recordings that came beside words and belong to a case (domain rules §11.4), and
voices on their way to become words.

Comes in: what an adapter named, and what became of it. Goes out: frozen values. Does not: fetch,
look into pictures, or store.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.message import Attachment, AttachmentKind
from bot.domain.turn import StoredMessage


class MediaState(StrEnum):
    """`wanted`: still at the platform. `refused`: it could not be had, or was no picture."""

    WANTED = "wanted"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture or recording of one case, or (`case` is empty) a voice whose words are wanted.
    `message` is the id of the message that it came with, `ordinal` its place there; `sender` a
    person id. `attachment` names it at the platform, as long as it is wanted. `reason` tells why it
    was refused. `form` is the media type (RFC 6838) of what is kept, `seconds` how long it lasts.
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
    form: str = ""
    seconds: int = 0

    @property
    def is_spoken(self) -> bool:
        """Whether it is to be listened to, not looked at."""
        return self.attachment.kind is AttachmentKind.VOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it is kept: JPEG without any metadata."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording as it is kept: sound without any metadata. `form` is its media type, `seconds`
    how long it lasts, rounded up.
    """

    data: bytes
    form: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a viewer's program is given: bytes and their media type."""

    data: bytes
    form: str


PICTURE_FORM: Final = "image/jpeg"


class _Ids(Protocol):
    def new(self, kind: str) -> str: ...


def wanted(
    case: str,
    messages: Iterable[StoredMessage],
    ids: _Ids,
    kinds: Collection[AttachmentKind],
) -> list[Media]:
    """What came with messages of a case and can be fetched; the same voice comes twice where its
    words were recognised here, and is wanted once."""
    found: dict[tuple[str, str | int], Media] = {}
    for message in messages:
        for ordinal, attachment in enumerate(message.attachments, start=1):
            if attachment.kind in kinds and attachment.reference:
                one = Media(
                    id=ids.new("media"),
                    case=case,
                    message=message.id,
                    ordinal=ordinal,
                    sender=message.sender,
                    channel=message.channel,
                    attachment=attachment,
                    said_at=message.received_at,
                )
                same = (message.channel, attachment.reference)
                found.setdefault(same if one.is_spoken else (message.id, ordinal), one)
    return list(found.values())


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
    NO_RECORDING = "not a recording that can be read"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRules:
    """What is kept, how small, and how long: `most` bytes as they come, `most_pixels` as they are
    drawn, `side` of what is kept, `longest` of a recording. `a_message` so many pictures of one
    message. `patience` is how long a platform is asked for one, `term` how long it is kept after
    the end of its case (zero: as long as the words of the case). `on` are pictures, `voices`
    recordings.
    """

    on: bool = True
    voices: bool = True
    longest: timedelta = timedelta(minutes=5)
    most: int = 5_000_000
    most_pixels: int = 50_000_000
    side: int = 1600
    quality: int = 82
    a_message: int = 9
    patience: timedelta = timedelta(hours=6)
    retry: timedelta = timedelta(seconds=30)
    term: timedelta = timedelta(days=180)

    @property
    def kinds(self) -> frozenset[AttachmentKind]:
        """What is kept of what came with words of a case."""
        kept = {AttachmentKind.PICTURE: self.on, AttachmentKind.VOICE: self.voices}
        return frozenset(kind for kind, on in kept.items() if on)
