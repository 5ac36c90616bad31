"""The roles that the outside plays for the journey: clock, ids, channels, store, queue, signals.

Comes in: nothing; these are protocols. Implementations live in adapters, storage, queues, clock;
fakes in tests/fakes pass the same contract suites.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.domain.announcement import Announcement
from bot.domain.cards import CaseCard
from bot.domain.message import Attachment, InboundMessage, OutboundMessage, Receipt
from bot.domain.reply import ReplyKey
from bot.domain.turn import StoredMessage


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""

    async def sleep(self, duration: timedelta) -> None:
        """Wait; a virtual clock may return at once."""


class IdFactory(Protocol):
    """The only source of internal ids."""

    def new(self, kind: str) -> str:
        """A fresh opaque id; ids made later sort later within one process."""

    def code(self, digits: int) -> str:
        """So many digits that nobody can guess."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a platform can do; the journey asks this and never a platform's name.

    `messages_per_minute` are those of one conversation, `account_per_minute` of all together (0:
    no limit). `pictures_in`: what came beside words can be fetched (see `MediaChannel`);
    `pictures_out`: words may go out with a picture. `cards`: a case can be shown on a card that
    changes in place (see `CardChannel`). `wakes`: it is a telephone or text messages, which only
    speak, to a number, in an emergency.
    """

    name: str
    hears_unaddressed: bool
    can_mention: bool
    can_private: bool
    can_look_up: bool
    text_limit: int
    messages_per_minute: int
    account_per_minute: int = 0
    pictures_in: bool = False
    pictures_out: bool = False
    cards: bool = False
    wakes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHealth:
    """How a part is: `status` is ok, degraded or down; `detail` is for people and holds no
    secrets.
    """

    status: str
    since: datetime
    detail: str = ""


Accept = Callable[[Sequence[InboundMessage]], Awaitable[None]]
"""Takes messages in; returns when they are stored for good (or were seen before). Only then may an
adapter acknowledge to its platform. Raises StorageError where nothing was stored: do not
acknowledge.
"""


class Channel(Protocol):
    """An adapter: translates and carries, decides nothing."""

    @property
    def declaration(self) -> Declaration:
        """What this platform can do."""

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled, reconnecting by itself; every message goes to `accept`."""

    async def send(self, message: OutboundMessage) -> Receipt:
        """Carry words out. Raises only ChannelError and its kinds. Has a time-out of its own."""

    async def find(self, message: OutboundMessage) -> Receipt | None:
        """Whether the platform has this message already; only where `can_look_up` is declared."""

    def health(self) -> PartHealth:
        """How the connection is now."""


@runtime_checkable
class CardChannel(Protocol):
    """What a channel can do beside, where `cards` is declared."""

    async def redraw(self, reference: str, card: CaseCard) -> None:
        """Let a card that was sent show this now; the same twice changes nothing. ChannelRefused
        where there is no such card any more.
        """


@runtime_checkable
class Figured(Protocol):
    """What a channel can tell beside: numbers since its process began."""

    def figures(self) -> Mapping[str, float]:
        """By name: `gaps` and `missed_seconds` in which the platform was not heard and what was
        said is not replayed, `lost` messages that were announced and could not be had,
        `heard:FATE` of messages that the channel itself passed over, `resident_bytes` of a process
        of its own.
        """


@runtime_checkable
class MediaChannel(Protocol):
    """What a channel can do beside, where `pictures_in` is declared."""

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of something that came beside words, by its reference. ChannelRefused where
        it is gone, or longer than `most` bytes; ChannelUnavailable where it may be had later. Has a
        time-out of its own.
        """


class Speech(Protocol):
    """Something on this machine that makes words of a voice."""

    async def recognise(self, voice: bytes) -> str:
        """The words, empty where there are none. Raises only ChannelError and its kinds. Has a
        time-out of its own.
        """


class Announcer(Protocol):
    """Tells other programs what happened to cases."""

    async def announce(self, announcement: Announcement) -> None:
        """Once, by a request of its own. Raises only ChannelError and its kinds: ChannelRefused
        where it is of no use to try again. Has a time-out of its own.
        """


class Signals(Protocol):
    """In-process wake-ups between stages; rows are the truth, a lost signal costs only a polling
    interval.
    """

    def notify(self, topic: str) -> None:
        """Wake whoever waits for `topic`."""

    async def wait(self, topic: str, at_most: timedelta) -> None:
        """Return at the next `notify` of `topic`, at once if one came since the last wait, or after
        `timeout`.
        """


class Words(Protocol):
    """Makes sentences of keys; see `bot.replies`."""

    def render(self, key: ReplyKey, parameters: Mapping[str, str]) -> str:
        """The sentence."""

    def term(self, kind: str, value: str) -> str:
        """What people call a value of a field (a status, a level, an urgency)."""


class Queue(Protocol):
    """Where adapters leave messages for good before they acknowledge to their platform."""

    async def put(self, messages: Sequence[StoredMessage]) -> int:
        """Take them over and return how many may be new; returns when they are kept for good.
        Those seen before are stored once, whoever finds that out.

        Raises StorageError where nothing was stored.
        """
