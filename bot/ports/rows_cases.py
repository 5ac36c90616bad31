"""Cases and what is due about them, as the journey sees them in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.case import Case, CaseEvent
from bot.domain.timer import Timer, TimerKind
from bot.domain.turn import StoredMessage


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

    async def items_in_use(self) -> dict[str, list[int]]:
        """The items of all cases, each with the numbers of those that are open."""

    async def supervised(self, limit: int) -> list[Case]:
        """Cases that are watched over and not settled, longest watched first."""


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
