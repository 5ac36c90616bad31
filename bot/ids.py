"""Internal ids: opaque, sortable by when they were made, short.

Comes in: the kind of thing. Goes out: ids like `turn-1jx3k9f8s0a4`. Does not: carry meaning.
"""

import itertools
import secrets

from bot.ports import Clock

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_PAIRS = tuple(map("".join, itertools.product(_ALPHABET, repeat=2)))


def _base36(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 36)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


class TimedIds:
    """Milliseconds, a counter and two random characters for each process: later ids sort later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counter = itertools.count()
        self._moment = 0, _base36(0, 9)
        self._process = "".join(secrets.choice(_ALPHABET) for _ in range(4))

    def new(self, kind: str) -> str:
        """A fresh id."""
        moment = int(self._clock.now().timestamp() * 1000)
        if moment != self._moment[0]:
            self._moment = moment, _base36(moment, 9)
        high, low = divmod(next(self._counter) % 36**4, 36**2)
        return f"{kind}-{self._moment[1]}{_PAIRS[high]}{_PAIRS[low]}{self._process}"

    def code(self, digits: int) -> str:
        """Digits by chance."""
        return f"{secrets.randbelow(10**digits):0{digits}d}"


class CountedIds:
    """`turn-000001`, `turn-000002`: the same in every run (replay and tests)."""

    def __init__(self) -> None:
        self._counters: dict[str, itertools.count[int]] = {}

    def new(self, kind: str) -> str:
        """The next id of its kind."""
        counter = self._counters.setdefault(kind, itertools.count(1))
        return f"{kind}-{next(counter):06d}"

    def code(self, digits: int) -> str:
        """The next number, with noughts before it."""
        counter = self._counters.setdefault("code", itertools.count(1))
        return f"{next(counter):0{digits}d}"
