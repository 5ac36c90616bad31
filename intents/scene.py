"""What is open around a message: the frozen `Scene` that `intents.reader` is given.

Comes in: values copied from the service's rows. Does not: reach back into the service; no clock,
ages are handed in.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from intents.places import Place


class RoomKind(StrEnum):
    """Where a message was said."""

    OWNERS = "owners"
    LEADERS = "leaders"
    PRIVATE = "private"


class Role(StrEnum):
    """Who speaks (domain rules §10); `property` is the property company's staff."""

    RESIDENT = "resident"
    BUILDING_LEADER = "building_leader"
    GRID_MEMBER = "grid_member"
    GRID_LEADER = "grid_leader"
    PROPERTY = "property"
    DEPARTMENT = "department"
    VOLUNTEER = "volunteer"
    COMMUNITY_SECRETARY = "community_secretary"
    STREET = "street"
    DUTY_OFFICER = "duty_officer"


class Waiting(StrEnum):
    """What the bot has asked and not been told yet."""

    PLACE = "place"
    CALLBACK = "callback"
    RATING = "rating"
    WHICH_CASE = "which_case"
    IS_IT_A_REPORT = "is_it_a_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a text model thinks of the message, or None in the scene where there is no model.

    `request` is the probability that something is to be handled or asked, `question` that it only
    asks; `item` and `category` are codes (best guess even where `request` is low); `confidence` is
    0..1. `emergency` is the probability that it tells of a live emergency, `emergency_code` the
    likeliest kind (EM01..EM22); both are None where the model was not asked.
    """

    request: float
    question: float
    item: str | None
    category: str | None
    confidence: float
    top3: tuple[str, ...] = ()
    emergency: float | None = None
    emergency_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case that can be meant by what is said here, newest touch first in the scene.

    `touched` is the time since anything was last said about it, `opened` since it was opened;
    `in_room` says that it was reported in this very room.
    """

    key: str
    number: int
    item: str
    category: str
    urgency: str
    place: Place
    words: str
    opened: timedelta
    touched: timedelta
    in_room: bool
    own: bool
    joined: bool
    last_touched_by_speaker: bool
    taken: bool
    done: bool
    private: bool
    waiting: Waiting | None = None
    takers_word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The message that is replied to: the case it belongs to, whether the bot said it, and by whom
    else.
    """

    case: str | None
    from_bot: bool
    own: bool
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """One of the last messages in the room (newest first), as far as it may still be held."""

    own: bool
    case: str | None
    act: str
    age: timedelta
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything beside the words that a reader may use.

    `calm` says that these very words were searched for an emergency before, in vain.
    """

    room: RoomKind
    role: Role
    addressed: bool = False
    opinion: Opinion | None = None
    quoted: Quoted | None = None
    cases: tuple[OpenCase, ...] = ()
    recent: tuple[Recent, ...] = ()
    waiting: Waiting | None = None
    waiting_case: str | None = None
    speaker_building: str | None = None
    room_building: str | None = None
    images: int = 0
    calm: bool = False
