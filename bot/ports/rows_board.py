"""The store as the desk's board reads it.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from datetime import datetime
from typing import Protocol

from bot.domain.case import Case
from bot.domain.outline import Outline
from bot.domain.viewing import EVERYTHING, CaseFilter, Scope


class BoardRows(Protocol):
    """Cases by where they are, and by when they were opened."""

    async def opened(self, begin: datetime, end: datetime, grid: str | None) -> list[Case]:
        """Opened from one instant until before another (None: in any grid), the oldest first; no
        drills."""

    async def latest(self, scope: Scope, limit: int, wanted: CaseFilter = EVERYTHING) -> list[Case]:
        """The newest opened first. Words of restricted cases are not searched."""

    async def outlines(
        self, scope: Scope, limit: int | None, wanted: CaseFilter = EVERYTHING
    ) -> list[Outline]:
        """As `latest`, of each case what decides its lamp and who is shown it; all where `limit` is
        None."""
