"""Wake-ups between the stages of one process.

Comes in: topics. Goes out: returns from `wait`. Does not: carry data; rows are the truth.
"""

import asyncio
from collections import defaultdict
from datetime import timedelta


class LocalSignals:
    """One flag for each topic: it wakes everybody who waits, and the next who comes to wait."""

    def __init__(self) -> None:
        self._raised: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def notify(self, topic: str) -> None:
        """Wake whoever waits for `topic`, now or the next time."""
        self._raised[topic].set()

    async def wait(self, topic: str, at_most: timedelta) -> None:
        """Return at the next `notify`, at once if one came since the last wait, or after
        `at_most`.
        """
        event = self._raised[topic]
        try:
            async with asyncio.timeout(max(at_most.total_seconds(), 0)):
                await event.wait()
        except TimeoutError:
            return
        event.clear()

    def lower(self, topic: str) -> bool:
        """Whether somebody notified since the last wait; the flag is down then. For whoever calls
        stages himself and waits for nothing.
        """
        raised = self._raised[topic].is_set()
        self._raised[topic].clear()
        return raised
