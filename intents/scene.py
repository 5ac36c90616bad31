"""What is open around a message: the frozen `Scene` that `intents.reader` is given.

Comes in: values copied from the service's rows. Does not: reach back into the service; no clock,
the present instant is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from intents.places import Place

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


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
    MATERIAL = "material"
    WHICH_CASE = "which_case"
    IS_IT_A_REPORT = "is_it_a_report"
    DRAFT = "draft"
    RESOLVED = "resolved"
    SEEN_TO = "seen_to"
    GIVING = "giving"
    PAIRS = "pairs"
    SERVICE = "service"


class Handing(StrEnum):
    """Who agrees to a building's passing from one leader to another."""

    TAKER = "taker"
    LEADER = "leader"


class Talk(NamedTuple):
    """Probabilities that something is held out, that a neighbour's hand or thing is looked for,
    that somebody comes to help, that hands are called for, that neighbours plan to act together,
    that a trouble is seen to be over, and that somebody tells what he has done against one.
    """

    offer: float = 0.0
    need: float = 0.0
    volunteer: float = 0.0
    call: float = 0.0
    organise: float = 0.0
    well: float = 0.0
    done: float = 0.0


NO_TALK: Final = Talk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a text model thinks of the message, or None in the scene where there is no model.

    `request` is the probability that something is to be handled or asked, `question` that it only
    asks; `item` and `category` are codes (best guess even where `request` is low); `confidence` is
    0..1. `emergency` is the probability that it tells of a live emergency, `emergency_code` the
    likeliest kind (EM01..EM22); both are None where the model was not asked.
    `talk` are the probabilities that it is talk of a kind.
    """

    request: float
    question: float
    item: str | None
    category: str | None
    confidence: float
    top3: tuple[str, ...] = ()
    emergency: float | None = None
    emergency_code: str | None = None
    talk: Talk = NO_TALK


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case that can be meant by what is said here, newest touch first in the scene.

    `touched_at` is when anything was last said about it; `in_room` says that it was reported in
    this very room, `accused` that it complains of the speaker: his words may belong to it, and move
    nothing; `whistled` that departments were called to it, `wished` that somebody else wants more
    time, a pause or to give it back. `people` are the names of those who reported it or wait for
    it, as far as they are known.
    """

    key: str
    number: int
    item: str
    category: str
    urgency: str
    place: Place
    words: str
    touched_at: datetime
    in_room: bool
    own: bool
    joined: bool
    last_touched_by_speaker: bool
    taken: bool
    done: bool
    private: bool
    waiting: Waiting | None = None
    takers_word: bool = False
    accused: bool = False
    suspended: bool = False
    whistled: bool = False
    shows_wanted: bool = False
    drill: bool = False
    wished: bool = False
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMuster:
    """A call for volunteers that can be meant here: whether it `takes` somebody yet, has `begun`,
    is the speaker's `own`, or he is `signed` up for it.
    """

    matter: str
    takes: bool
    begun: bool
    own: bool
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAppeal:
    """Something that a case lacks and that was asked for here: the case's key and number, of which
    kind it is, and whether the speaker has `pledged` some of it.
    """

    case: str
    number: int
    kind: str
    pledged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The message that is replied to: the case it belongs to, whether the bot said it, and by whom
    else.
    """

    case: str | None
    from_bot: bool
    own: bool
    text: str | None = None


class Recent(Protocol):
    """One of the last messages in the room, as far as it may still be held: who said it, what it
    did, the case it is about, its words.
    """

    @property
    def sender(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def case(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything beside the words that a reader may use.

    `cases` and `recent` have the newest first; `speaker` is whose words they are, in the names of
    `recent`. `calm` says that these very words were searched for an emergency before, in vain;
    `surveyed` that the speaker was asked to look for something in his buildings. `tasks` are what
    meetings have decided that he sees to, alone with the bot; `handing` is what he is to a building
    that is handed over and waits for his word, `families` are whom he looks after.
    `musters` are calls for volunteers that are open there, the newest first, `appeals` what cases
    lack.
    """

    room: RoomKind
    role: Role
    now: datetime = _NO_TIME
    speaker: str = ""
    addressed: bool = False
    opinion: Opinion | None = None
    quoted: Quoted | None = None
    cases: tuple[OpenCase, ...] = ()
    recent: Sequence[Recent] = ()
    waiting: Waiting | None = None
    waiting_case: str | None = None
    speaker_building: str | None = None
    room_building: str | None = None
    images: int = 0
    calm: bool = False
    surveyed: bool = False
    tasks: tuple[str, ...] = ()
    handing: Handing | None = None
    families: tuple[str, ...] = ()
    musters: tuple[OpenMuster, ...] = ()
    appeals: tuple[OpenAppeal, ...] = ()
