"""The points ledger in the store.

Comes in: nothing; these are protocols. Goes out: nothing. `bot.storage` implements them; the
contract suite runs on every implementation.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.facts import Period
from bot.domain.points import Booking, Code


class Points(Protocol):
    """Bookings, which are only ever added, and codes."""

    async def add(self, booking: Booking) -> bool:
        """Keep a booking with its lines; False where its source is booked already."""

    async def of(self, person: str) -> list[Booking]:
        """Somebody's bookings, oldest first."""

    async def of_all(self, people: Sequence[str]) -> Mapping[str, list[Booking]]:
        """The same of several, in one question; whoever has none is not in it."""

    async def booked(self, period: Period) -> list[Booking]:
        """Everybody's bookings of a period, by when they were booked."""

    async def minutes_on(self, person: str, day: date) -> int:
        """How much is booked of what somebody did on a day."""

    async def balances(self) -> Mapping[str, int]:
        """Every account and what is on it; together they make nothing."""

    async def issue(self, code: Code) -> None:
        """A code that can be shown."""

    async def code(self, code: str) -> Code | None:
        """A code, whatever became of it."""

    async def codes(self, wanted: Sequence[str]) -> Mapping[str, Code]:
        """The same of several, in one question; what is no code is not in it."""

    async def open_codes(self, person: str, now: datetime) -> list[Code]:
        """Somebody's codes that can still be shown, oldest first."""

    async def use(self, code: str, now: datetime) -> bool:
        """Take a code; True once, and only in its time."""

    async def given(self, good: str, now: datetime) -> int:
        """How many of a good are handed out or promised by open codes."""
