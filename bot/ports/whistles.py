"""The store as whistles and drafts see it.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.draft import Draft, DraftState
from bot.domain.whistle import Whistle


class Whistles(Protocol):
    """Whistles with their cases and departments."""

    async def add(self, whistle: Whistle) -> None:
        """Store a new one."""

    async def change(self, whistle: Whistle) -> None:
        """Store a changed one; Conflict where somebody else changed it meanwhile."""

    async def get(self, id_: str) -> Whistle | None:
        """By its id."""

    async def of_case(self, case: str) -> list[Whistle]:
        """Those that hang on a case (its key), newest first."""


class Drafts(Protocol):
    """What is put before one person."""

    async def add(self, draft: Draft) -> None:
        """Store a new one."""

    async def of_case(self, case: str) -> list[Draft]:
        """All that were ever made about a case (its key), newest first."""

    async def waiting(self, person: str, now: datetime) -> list[Draft]:
        """Those that wait for a person's word, newest first."""

    async def settle(self, id_: str, state: DraftState, at: datetime) -> bool:
        """Note what became of one; False where it waits no more."""
