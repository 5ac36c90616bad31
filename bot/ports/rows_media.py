"""Pictures of cases, as the journey and the desk see them in the store.

Comes in: nothing; a protocol. Goes out: nothing. `bot.storage` implements it; the contract suite
runs on every implementation.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.media import Media, Picture
from bot.domain.message import AttachmentKind


class MediaRows(Protocol):
    """Pictures that are wanted, kept, refused."""

    async def want(self, media: Sequence[Media]) -> None:
        """They belong to a case; the same of the same message and case again is left out."""

    async def claim(
        self, kind: AttachmentKind, now: datetime, lease: timedelta, limit: int
    ) -> list[Media]:
        """Lease wanted ones that are due, the oldest first."""

    async def keep(self, media: str, picture: Picture) -> None:
        """It is here; where it came from is forgotten."""

    async def refuse(self, media: str, reason: str) -> None:
        """It will not come; where it was is forgotten."""

    async def retry(self, media: str, at: datetime) -> None:
        """Ask again then."""

    async def drop(self, media: str) -> None:
        """Forget that it was wanted."""

    async def next_due(self, kind: AttachmentKind) -> datetime | None:
        """When one is to be fetched next."""

    async def of_case(self, case: str) -> list[Media]:
        """The pictures of a case in the order in which they were shown."""

    async def picture(self, case: str, media: str) -> Picture | None:
        """A picture that is kept with this case."""

    async def over(self, before: datetime, limit: int) -> list[str]:
        """Keys of cases that were over then and still have pictures."""

    async def erase(self, cases: Sequence[str]) -> int:
        """Delete all pictures of these cases; how many."""

    async def erase_of(self, person: str, case: str) -> int:
        """Delete the pictures that a person showed of a case; how many."""
