"""The store as the journey sees it: repositories named after what they keep, and the unit of work.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.domain.case import Case, CaseEvent
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.question import Question
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import Said, StoredMessage, Turn, Understanding
from bot.ports.answers import Proposals
from bot.ports.judging import Corrections, Doubts, Orders
from bot.ports.personal import Personal, Wishes


class Messages(Protocol):
    """Inbound messages, as long as their text may be held."""

    async def add(self, new: Sequence[StoredMessage]) -> int:
        """Store those not seen before; how many they were."""

    async def drop(self, ids: Sequence[str]) -> None:
        """Delete messages that are nobody's business."""

    async def forget_ids(self, before: datetime) -> int:
        """Delete hashes of message ids that are too old to be delivered again."""

    async def held(self) -> int:
        """How many messages are held."""

    async def unassembled(self, limit: int) -> list[StoredMessage]:
        """Messages that belong to no turn yet, oldest first."""

    async def erase(self, now: datetime, limit: int) -> int:
        """Delete the text of finished turns whose time of context is over, and of parked ones
        that nobody has looked at in time; how many messages went.
        """

    async def decided(self, results: Mapping[str, tuple[str, str | None]]) -> None:
        """Note the act and the case (if any) of messages, by id, for the time they are still
        held.
        """

    async def quoted(self, room: str, channel: str, external_id: str) -> Said | None:
        """The decided message of a room that a platform's id names, as long as it is held."""

    async def said_in(self, rooms: Sequence[str], since: datetime, limit: int) -> list[Said]:
        """The newest decided messages of these rooms, newest first, at most `limit` a room."""


class Turns(Protocol):
    """Turns from open to done."""

    async def open_for(self, threads: Sequence[str], now: datetime) -> list[Turn]:
        """Open turns of these threads that may still grow (without their messages)."""

    async def save(
        self, new: Sequence[Turn], grown: Sequence[Turn], assigned: Mapping[str, str]
    ) -> None:
        """Write new and grown turns, and which message (id) belongs to which turn (id)."""

    async def cases_of(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Which case each finished turn came to."""

    async def waiting(self) -> dict[str, int]:
        """How many turns are in which state."""

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Turn]:
        """Lease turns that are over and not understood yet, with their messages, oldest first."""

    async def understood(self, results: Mapping[str, Understanding]) -> None:
        """Keep what was understood and hand the turns on to casework."""

    async def claim_understood(self, now: datetime, lease: timedelta, limit: int) -> list[Turn]:
        """Lease understood turns with their messages, oldest first."""

    async def finish(self, turns: Mapping[str, str | None], erase_at: datetime) -> None:
        """Turns are done with; those of no case (value None) lose their text at `erase_at`."""

    async def with_message(self, message: str) -> Turn | None:
        """The turn of a message, with its messages and what was understood of it, as long as they
        are held.
        """

    async def hold(self, turns: Mapping[str, datetime]) -> None:
        """Have finished turns lose their text at another instant than `finish` said."""

    async def failed(
        self, turn: str, *, reason: str, park: bool, erase_at: datetime | None = None
    ) -> None:
        """Count a failed attempt and give the lease back, or park the turn for a person to look
        at; its words are held until `erase_at`.
        """

    async def next_due(self) -> datetime | None:
        """When the next open turn is over."""


class Cases(Protocol):
    """Cases, their history and the words they came from."""

    async def next_number(self, community: str) -> int:
        """The next case number of a community; never given twice."""

    async def add(self, case: Case) -> None:
        """Store a new case."""

    async def change(self, case: Case) -> None:
        """Store a changed case; Conflict where somebody changed it since it was read."""

    async def get(self, key: str) -> Case | None:
        """A case by key."""

    async def numbered(self, community: str, number: int) -> Case | None:
        """A case by the number people say."""

    async def around(self, grids: Sequence[str | None], since: datetime, limit: int) -> list[Case]:
        """Cases of these grids touched since then and not over, newest touch first, at most `limit`
        a grid.
        """

    async def of_people(self, people: Sequence[str], limit: int) -> list[Case]:
        """Cases these people reported, newest touch first, at most `limit` a person."""

    async def record(self, events: Sequence[CaseEvent]) -> None:
        """Append to histories."""

    async def attach(self, case: str, messages: Sequence[StoredMessage], role: str) -> None:
        """Keep the words of messages with a case (the role tells opening, detail, second...)."""

    async def of_external(self, channel: str, external_ids: Sequence[str]) -> dict[str, str]:
        """Which case key a platform's message (a resident's or the bot's own) belongs to."""

    async def opened_by(self) -> dict[str, str]:
        """The platform's id of the message that opened each case."""

    async def words_of(self, key: str) -> list[tuple[str, str, datetime, str]]:
        """The words kept with a case: sender, text, when, role; oldest first."""

    async def history(self, key: str) -> list[CaseEvent]:
        """The history of a case, oldest first."""

    async def last_event(self, key: str) -> CaseEvent | None:
        """The newest line of a history."""

    async def changed_since(self, sequence: int, limit: int) -> tuple[int, list[Case]]:
        """Cases changed after a sequence number, oldest change first, and the newest number."""

    async def latest(self, limit: int) -> tuple[int, list[Case]]:
        """The newest cases, and the newest sequence number."""


class Questions(Protocol):
    """What the bot has asked and not been told yet."""

    async def ask(self, question: Question) -> None:
        """Remember the newest question of a thread."""

    async def open_for(self, threads: Sequence[str], now: datetime) -> dict[str, Question]:
        """What is still asked in these threads."""

    async def settle(self, thread: str) -> None:
        """Answered."""


class Timers(Protocol):
    """What is due about cases."""

    async def add(self, timers: Sequence[Timer]) -> None:
        """Store new timers."""

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Timer]:
        """Lease timers that are due, oldest first."""

    async def finish(self, timer: str) -> None:
        """This timer has fired."""

    async def failed(self, timer: str, *, reason: str, park: bool) -> None:
        """Count a failed attempt and give the lease back, or park it."""

    async def cancel(self, case: str, kinds: Sequence[TimerKind]) -> None:
        """Forget timers of these kinds of a case."""

    async def next_due(self) -> datetime | None:
        """When the next timer is due."""


class Deliveries(Protocol):
    """Words on their way out."""

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Queue; what has the same cause and ordinal as one already there is left out."""

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease due deliveries, oldest first, at most one a conversation; an expired lease shows as
        `claimed_before`: its outcome is unknown."""

    async def sent(self, delivery: str, receipt: str | None, at: datetime) -> None:
        """The platform took it."""

    async def retry(
        self, delivery: str, *, at: datetime, reason: str, uncertain: bool = False
    ) -> None:
        """Try again then; where the outcome of this attempt is uncertain it shows as
        `claimed_before`.
        """

    async def bury(self, delivery: str, state: DeliveryState, reason: str) -> None:
        """Dead, unknown or dropped; kept visibly."""

    async def forget(self, cause: str, person: str) -> None:
        """Take back what a cause had said to one person about no case: what is queued is dropped,
        and nothing is left of the words.
        """

    async def drop_queued(self, case: str) -> int:
        """Drop what is queued about a case and not yet on its way; how many."""

    async def next_due(self) -> datetime | None:
        """When the next delivery is due."""

    async def dead_letters(self) -> int:
        """How many are dead or unknown."""

    async def of_causes(self, causes: Sequence[str]) -> list[Delivery]:
        """What these turns or timers wanted said, in order."""

    async def causes_of(self, case: str) -> list[str]:
        """The causes of everything ever queued about a case, each once."""

    async def all(self, limit: int) -> list[Delivery]:
        """Everything ever queued, oldest first."""

    async def waiting(self) -> int:
        """How many are queued."""


class Counters(Protocol):
    """Numbers without personal text."""

    async def count(self, name: str, scope: str, amount: int = 1) -> None:
        """Add to a counter."""

    async def total(self, name: str, scope: str | None = None) -> int:
        """A counter's value, over all scopes where none is given."""

    async def parked(self) -> int:
        """How many turns and timers wait for a person to look at them."""

    async def erased(self) -> int:
        """How many of these turns have waited so long that their words are gone."""


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` undoes everything."""

    @property
    def messages(self) -> Messages: ...
    @property
    def turns(self) -> Turns: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def wishes(self) -> Wishes: ...
    @property
    def personal(self) -> Personal: ...
    @property
    def doubts(self) -> Doubts: ...
    @property
    def corrections(self) -> Corrections: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def proposals(self) -> Proposals: ...
    async def commit(self) -> None:
        """Make it last."""

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of the unit that is undone alone when it raises (a savepoint)."""


T = TypeVar("T")


class Store(Protocol):
    """Gives units of work."""

    async def work(self, unit_of_work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """Run a whole unit of work: committed when it returns, undone when it raises. It may wait
        for nothing but the unit's own methods, so that a store can run it in a thread of its own.
        """

    async def look(self, look: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """As `work`, but only reading, without waiting for a writer."""

    def unit(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit that may write."""

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit that only reads and waits for no writer."""

    async def scrub(self) -> bool:
        """Leave nothing of deleted text in the store's own logs; False where that has to be tried
        again later.
        """

    async def close(self) -> None:
        """Give the connections back."""
