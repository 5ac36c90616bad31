"""The store as reminders see it.

Comes in: nothing; a protocol. `bot.storage` implements it; the contract suite runs on it.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.nudge import Nudge


class Nudges(Protocol):
    """What people are to be reminded of."""

    async def add(self, nudge: Nudge) -> None:
        """Keep it; a person is reminded of one case once, of its newest stage."""

    async def of(self, person: str) -> list[Nudge]:
        """What a person is to be reminded of, first due first."""

    async def forget(self, person: str, cases: Sequence[str]) -> None:
        """He was told, or it is not true any more."""
