"""A clock that tests move: forward, back, by leaps.

Comes in: instants and spans. Goes out: the present instant; those who sleep wake when the clock has
passed their time. Does not: move by itself.
"""

import asyncio
from datetime import UTC, datetime, timedelta

from tests.builders import T0


class FakeClock:
    """Starts at `start`. Whoever sleeps waits for `advance`, unless `impatient`: then sleeping
    moves the clock.
    """

    def __init__(self, start: datetime = T0, *, impatient: bool = False) -> None:
        self._now = start.astimezone(UTC)
        self._impatient = impatient
        self._sleepers: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, duration: timedelta) -> None:
        if self._impatient:
            self.advance(max(duration, timedelta(0)))
        until = self._now + (timedelta(0) if self._impatient else duration)
        if until <= self._now:
            await asyncio.sleep(0)  # noqa: TID251 - lets others run, as any sleep does
            return
        event = asyncio.Event()
        self._sleepers.append((until, event))
        await event.wait()

    def advance(self, by: timedelta | float) -> None:
        """Let time pass (seconds, where it is a number)."""
        self.jump(self._now + (by if isinstance(by, timedelta) else timedelta(seconds=by)))

    def jump(self, to: datetime) -> None:
        """Set the clock, forward or back."""
        self._now = to.astimezone(UTC)
        due = [event for until, event in self._sleepers if until <= self._now]
        self._sleepers = [pair for pair in self._sleepers if pair[0] > self._now]
        for event in due:
            event.set()

    @property
    def sleepers(self) -> int:
        """How many sleep just now."""
        return len(self._sleepers)
