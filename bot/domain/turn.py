"""One person's turn in the talk: the fragments he sent in a row, and what was understood of them.

Comes in: stored messages, predictions. Goes out: frozen values that stages hand over through rows.
Does not: decide when a turn is over (assembly), nor what is done about it (casework).
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.message import Address, Attachment, AttachmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """An inbound message as it lies in the store. `id` is ours, `sender` a person id, `room` None
    in private. `attachments` are the pictures that can be fetched if they come to a case, and
    voices; `images` counts the pictures that cannot, too.
    """

    id: str
    channel: str
    external_id: str
    thread: str
    room: str | None
    sender: str
    sender_name: str
    address: Address
    text: str
    sent_at: datetime
    received_at: datetime
    addressed: bool = False
    quoted: str | None = None
    quoted_text: str | None = None
    images: int = 0
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_spoken(self) -> bool:
        """Whether the words are what a machine heard in a voice."""
        return any(one.kind is AttachmentKind.VOICE for one in self.attachments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of the last minutes that has been dealt with: its act and its case, as long as it
    is held. `message` is its id.
    """

    message: str
    room: str
    sender: str
    at: datetime
    act: str
    case: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the text model thinks of a text: probabilities 0..1, codes, and the model's version.
    `emergency` is the probability that it tells of a live one, `emergency_code` the likeliest kind;
    both are None of a model that does not know. `talk` are the probabilities of the kinds
    of talk among neighbours (`classifiers.labels.Talk`); None of what is hardly any of these.
    """

    request: float
    question: float
    item: str | None
    category: str | None
    top3: tuple[str, ...]
    confidence: float
    model: str
    emergency: float | None = None
    emergency_code: str | None = None
    talk: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """Guesses for the whole turn, for each message of it, for each separate problem named in it,
    and for the words that a short one replies to, where the platform tells them.
    """

    whole: Guess
    messages: tuple[Guess, ...]
    problems: tuple[tuple[str, Guess], ...]
    quoted: Guess | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Messages of one sender in one conversation that belong together, oldest first."""

    id: str
    thread: str
    room: str | None
    sender: str
    started_at: datetime
    due_at: datetime
    urgent: bool = False
    attempts: int = 0
    messages: tuple[StoredMessage, ...] = ()
    understanding: Understanding | None = None

    @property
    def text(self) -> str:
        """The words of all messages, one a line; a picture alone has none."""
        return "\n".join(message.text for message in self.messages if message.text)

    @property
    def first(self) -> StoredMessage:
        """The message that began the turn."""
        return self.messages[0]

    @property
    def last(self) -> StoredMessage:
        """The newest message of the turn."""
        return self.messages[-1]
