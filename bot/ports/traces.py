"""What traces are told: that a stage has done its part for a turn.

Comes in: nothing; this is a protocol. Goes out: nothing. `bot.tracing` implements it; without it
nothing is traced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one stage did. `cause` is the turn (or timer) that it belongs to, `row` what it was done
    to. `facts` are names of things and numbers: no words, no people. With `whole` it spans all
    others of its cause.
    """

    name: str
    cause: str
    row: str
    begun: datetime
    ended: datetime
    facts: Mapping[str, str | int] = field(default_factory=dict)
    whole: bool = False


class Traces(Protocol):
    """Shows whoever looks after the machines how long each stage took over the same message."""

    def note(self, steps: Sequence[Step]) -> None:
        """Some steps; returns at once, and never fails."""
