"""What was said, as the journey sees it in the store: messages, turns, questions.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.question import Question
from bot.domain.turn import Said, StoredMessage, Turn, Understanding


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

    async def get(self, message: str) -> StoredMessage | None:
        """One message, as long as it is held."""

    async def unassembled(self, limit: int) -> list[StoredMessage]:
        """Messages that belong to no turn yet, oldest first."""

    async def erase(self, now: datetime, limit: int) -> int:
        """Delete the text of finished turns whose time of context is over, and of parked ones
        that nobody has looked at in time; how many messages went.
        """

    async def talk_due(self, now: datetime, limit: int) -> dict[str, int]:
        """How much talk that was not for the bot `erase` would delete now, by room."""

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

    async def next_understood(self, limit: int) -> list[Turn]:
        """Understood turns with their messages, oldest first; nobody else is given them until this
        unit ends. What is not finished then is the next unit's.
        """

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


class Questions(Protocol):
    """What the bot has asked and not been told yet."""

    async def ask(self, question: Question) -> None:
        """Remember the newest question of a thread."""

    async def open_for(self, threads: Sequence[str], now: datetime) -> dict[str, Question]:
        """What is still asked in these threads."""

    async def settle(self, thread: str) -> None:
        """Answered."""
