"""Clocks: the machine's, and a virtual one that is moved by hand (replay and tests).

Comes in: nothing, or instants. Goes out: aware UTC instants. Does not: know time zones of people.
"""

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)

    async def sleep(self, duration: timedelta) -> None:
        """Wait for real."""
        await asyncio.sleep(max(duration.total_seconds(), 0))


class VirtualClock:
    """A clock that stands still until it is moved; sleeping moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was last moved to."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Go forward to an instant; never back."""
        self._now = max(self._now, instant.astimezone(UTC))

    async def sleep(self, duration: timedelta) -> None:
        """Go forward at once."""
        self.move_to(self._now + duration)
        await asyncio.sleep(0)
