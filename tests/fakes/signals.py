"""Wake-ups between stages, written down.

Comes in: topics. Goes out: returns from `wait`, and which topics were notified. Does not: wait for
real time: a wait that nobody ends is ended by the test that cancels it.
"""

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta


class FakeSignals:
    """As the real ones, but no time passes; `asked` tells how long each was ready to wait."""

    def __init__(self) -> None:
        self.notified: Counter[str] = Counter()
        self.asked: dict[str, list[timedelta]] = defaultdict(list)
        self._raised: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def notify(self, topic: str) -> None:
        self.notified[topic] += 1
        self._raised[topic].set()

    async def wait(self, topic: str, at_most: timedelta) -> None:
        self.asked[topic].append(at_most)
        event = self._raised[topic]
        if at_most > timedelta(0):
            await event.wait()
        event.clear()
