"""How long to wait before the next connection.

Comes in: how long the last connection lived. Goes out: seconds. Does not: wait.
"""

import random
from datetime import timedelta


class Backoff:
    """Doubles from `first` to `longest`; a connection that lived `settled_after` sets it back to no
    wait at all.

    Without it a platform that accepts and closes at once is opened hundreds of times a second
    (dingtalk-stream 0.24.3: 1,104 times in three seconds). A spread of up to a half keeps many bots
    from coming back in step.
    """

    def __init__(
        self,
        *,
        first: timedelta,
        longest: timedelta,
        settled_after: timedelta,
        spread: random.Random | None = None,
    ) -> None:
        self._first = first.total_seconds()
        self._longest = longest.total_seconds()
        self._settled = settled_after.total_seconds()
        self._spread = spread or random.Random()
        self.failures = 0

    def next_wait(self, lived_seconds: float) -> float:
        """The wait after a connection that lived so long (0: it never stood)."""
        if lived_seconds >= self._settled:
            self.failures = 0
            return 0.0
        self.failures += 1
        # 2**30 of anything is beyond `longest`; the bound keeps a year of failures from
        # overflowing.
        full = min(self._longest, self._first * 2.0 ** min(self.failures - 1, 30))
        return full * (1.0 - 0.5 * self._spread.random())
