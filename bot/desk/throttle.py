"""How often one address may try something in a minute.

Comes in: addresses and instants. Goes out: whether it may. Does not: keep an address longer than it
counts, or wait.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

_SPAN: Final = timedelta(minutes=1)
_MOST_ADDRESSES: Final = 10_000


class Throttle:
    """`most` tries a minute from each address; in memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tries: dict[str, deque[datetime]] = {}

    def allows(self, address: str, now: datetime) -> bool:
        """Count a try; whether it is one of the allowed. Where too many addresses try at once, new
        ones wait."""
        tries = self._tries.get(address)
        if tries is None:
            if len(self._tries) >= _MOST_ADDRESSES:
                self._forget(now)
            if len(self._tries) >= _MOST_ADDRESSES:
                return False
            tries = self._tries.setdefault(address, deque())
        while tries and now - tries[0] >= _SPAN:
            tries.popleft()
        if len(tries) >= self._most:
            return False
        tries.append(now)
        return True

    def _forget(self, now: datetime) -> None:
        over = [key for key, tries in self._tries.items() if now - tries[-1] >= _SPAN]
        for key in over:
            del self._tries[key]
