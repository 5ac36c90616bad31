"""Words on their way out, from queued to sent, dead or unknown.

Comes in: what casework or a timer wants said. Goes out: frozen values kept in rows. Does not: send.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Address


class DeliveryState(StrEnum):
    """`unknown`: the send's outcome cannot be found out; it is kept visibly and never repeated
    blindly.
    """

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Rendered words for one address. `(cause, ordinal)` is unique: doing a stage twice queues
    nothing twice.

    `cause` is the id of the turn or timer that wanted it said. `message` is the id of the very
    message of the turn it answers. `due_at` respects the night rest; after `until` it is a dead
    letter. `sent_with` is the delivery whose message it travels in, where it is not its own. With
    `card` its case is to be shown with it, as it stands when it is sent. With a
    `picture` goes the one that is kept for its cause.
    """

    id: str
    cause: str
    ordinal: int
    address: Address
    text: str
    due_at: datetime
    until: datetime
    case: str | None = None
    room: str | None = None
    person: str | None = None
    message: str | None = None
    mentions: tuple[str, ...] = ()
    urgent: bool = False
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    claimed_before: bool = False
    receipt: str | None = None
    reason: str = ""
    sent_at: datetime | None = None
    sent_with: str | None = None
    card: bool = False
    picture: bool = False
