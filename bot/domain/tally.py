"""What passed, counted in memory: messages by what became of them, words by how their sending
ended, how long things took.

Comes in: one call for each. Goes out: numbers since the process began. Does not: know a text, a
person or a group, or outlive the process; what must be known for certain is in rows.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

BOUNDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Upper bounds in seconds of the classes that durations are sorted into."""


class Fate(StrEnum):
    """What became of a message that an adapter handed in: it was taken, or passed over."""

    TAKEN = "taken"
    UNBOUND = "unbound"
    NOT_FOR_US = "not_for_us"
    LINKING = "linking"
    HELD_BACK = "held_back"


class Ending(StrEnum):
    """How one try to send words ended."""

    SENT = "sent"
    LATER = "later"
    PACED = "paced"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Spread:
    """Durations by class; the last class has no bound."""

    classes: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, took: timedelta) -> None:
        """One more; a clock that was set back makes none shorter than nothing."""
        seconds = max(took.total_seconds(), 0.0)
        self.classes[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Tally:
    """`decided` is from the end of a turn to its words in the queue, `delivered` from when words
    are due until the platform has them. `repeated` are messages that were taken before already.
    """

    repeated: int = 0
    heard: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    sent: Counter[tuple[str, Ending]] = field(default_factory=Counter)
    decided: Spread = field(default_factory=Spread)
    delivered: Spread = field(default_factory=Spread)

    def hears(self, channel: str, fate: Fate, messages: int = 1) -> None:
        """So many messages of a channel."""
        self.heard[channel, fate] += messages

    def sends(self, channel: str, ending: Ending) -> None:
        """One try."""
        self.sent[channel, ending] += 1

    def figures(self, channel: str) -> dict[str, float]:
        """What was heard of one channel, by the names that `ports.Figured` has."""
        return {f"heard:{fate}": float(n) for (of, fate), n in self.heard.items() if of == channel}
