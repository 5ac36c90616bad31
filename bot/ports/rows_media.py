"""Pictures and recordings of cases, as the journey and the desk see them in the store.

Comes in: nothing; a protocol. Goes out: nothing. `bot.storage` implements it; the contract suite
runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.media import Kept, Media, Picture, Recording


class MediaRows(Protocol):
    """Pictures and recordings that are wanted, kept, refused."""

    async def want(self, media: Sequence[Media]) -> None:
        """They belong to a case; the same of the same message and case again is left out."""

    async def claim(
        self, now: datetime, lease: timedelta, limit: int, *, of_cases: bool
    ) -> list[Media]:
        """Lease wanted ones that are due, the oldest first: those to be kept with cases, or the
        voices whose words are wanted."""

    async def keep(self, media: str, kept: Picture | Recording) -> None:
        """It is here; where it came from is forgotten."""

    async def refuse(self, media: str, reason: str) -> None:
        """It will not come; where it was is forgotten."""

    async def retry(self, media: str, at: datetime) -> None:
        """Ask again then."""

    async def drop(self, media: str) -> None:
        """Forget that it was wanted."""

    async def next_due(self, *, of_cases: bool) -> datetime | None:
        """When one is to be fetched next; `of_cases` as of `claim`."""

    async def of_case(self, case: str) -> list[Media]:
        """Those of a case in the order in which they came."""

    async def kept(self, case: str, media: str) -> Kept | None:
        """What is kept with this case under an id."""

    async def over(self, before: datetime, limit: int) -> list[str]:
        """Keys of cases that were over then and still have any."""

    async def erase(self, cases: Sequence[str]) -> int:
        """Delete all of these cases; how many."""

    async def erase_of(self, person: str, case: str) -> int:
        """Delete those that came from a person with a case; how many."""
