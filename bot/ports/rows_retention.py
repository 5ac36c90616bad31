"""What is kept of cases that are over, as long as it may be.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.case import Case


class Retention(Protocol):
    """Words of cases and of the bot."""

    async def over(self, before: datetime, after: str, limit: int) -> list[Case]:
        """Cases that were over then and still have words, by key from `after` on."""

    async def empty(self, cases: Sequence[str]) -> tuple[int, int]:
        """Take the words and people out of what was said about cases: how many lines of people, how
        many of the bot. When they were said stays. What whistles of these cases agreed upon,
        and why somebody objected, goes with the first of them.
        """

    async def drop_said(self, before: datetime, limit: int) -> int:
        """Delete what the bot has said about no case before then; how many lines."""
