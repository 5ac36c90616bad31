"""The store as digests see it.

Comes in: nothing; a protocol. `bot.storage` implements it; the contract suite runs on it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.case import Case
from bot.domain.digest import Digest, DigestState, Undo
from bot.domain.facts import Period


class Digests(Protocol):
    """Digests wanted and said, what they were made of, and what can be taken back."""

    async def want(self, wanted: Sequence[Digest]) -> None:
        """Plan a round; who has one of the same kind and slot already gets no other."""

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Digest]:
        """Lease those that are wanted, in the order of their round."""

    async def settle(self, done: Digest, state: DigestState, at: datetime) -> bool:
        """It is done with, with the cases that it numbers and counts; False where somebody else was
        sooner."""

    async def get(self, id_: str) -> Digest | None:
        """One of them."""

    async def failed(self, id_: str, *, give_up: bool) -> None:
        """Count the attempt and give the lease back; or leave this one out."""

    async def keep_picture(self, id_: str, png: bytes, at: datetime) -> None:
        """The picture that goes with it."""

    async def picture(self, id_: str) -> bytes | None:
        """The picture that goes with it, as long as it is kept."""

    async def drop_pictures(self, before: datetime) -> None:
        """Those made before then are not needed any more."""

    async def newest(self, person: str) -> Digest | None:
        """The last one that was said to a person."""

    async def quoted(self, channel: str, external_id: str) -> Digest | None:
        """The one that a platform's message is."""

    async def any_before(self, slot: datetime) -> bool:
        """Whether there was a round before this slot."""

    async def said(self, limit: int) -> list[Digest]:
        """What was said, oldest first."""

    async def cases(self, grids: Sequence[str], since: datetime) -> list[Case]:
        """Cases of grids that are not over, and those opened or settled since then."""

    async def cases_of_room(self, room: str, since: datetime) -> list[Case]:
        """Cases reported in a room that are not over, and those opened or settled since then."""

    async def refused(self, period: Period) -> list[str]:
        """The departments whose tasks were given back within a period, one for each task."""

    async def keep_undos(self, person: str, undos: Sequence[Undo]) -> None:
        """What a person did last, in the place of what he did before."""

    async def undos_of(self, person: str) -> list[Undo]:
        """What a person did last by numbers, in the order of the cases' keys."""
