"""What an adapter in a process of its own and the service leave for each other in the store.

Comes in: nothing; these are protocols and plain values. Goes out: nothing. `bot.storage` implements
them; the contract suite runs on every implementation. Bodies are text of the relay's own making.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Something the service wants done by a channel: words said, looked for, a file fetched.
    `delivery` names the words, where it is about words.
    """

    id: str
    channel: str
    kind: str
    body: str
    delivery: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an errand stands: `body` is None until it is done; `taken` says that it was begun."""

    taken: bool
    body: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How a channel in another process is, and when it last said so; `figures` are those of
    `bot.ports.edges.Figured`.
    """

    status: str
    since: datetime
    detail: str
    alive_at: datetime
    figures: Mapping[str, float] = field(default_factory=dict)


class RelayRows(Protocol):
    """Rows between two processes."""

    async def expire(self, before: datetime) -> int:
        """Drop errands that were asked before; how many they were."""

    async def ask(self, errand: Errand, at: datetime) -> None:
        """Leave an errand."""

    async def is_asked(self, channel: str) -> bool:
        """Whether an errand waits."""

    async def take(self, channel: str, limit: int) -> list[Errand]:
        """Begin the oldest errands that wait."""

    async def answer(self, errand: str, body: str, content: bytes | None) -> None:
        """It is done."""

    async def outcome(self, errand: str) -> Outcome | None:
        """How it stands; None where it is not there."""

    async def withdraw(self, errand: str) -> bool:
        """Take an errand back; False where it was begun."""

    async def forget(self, errand: str) -> None:
        """Drop an errand with its outcome."""

    async def attempts(self, channel: str, delivery: str) -> list[Outcome]:
        """How the errands about these words stand, the newest first."""

    async def beat(self, channel: str, pulse: Pulse) -> None:
        """The channel lives."""

    async def pulse(self, channel: str) -> Pulse | None:
        """When it last did; None where it never has."""
