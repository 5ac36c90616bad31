"""When and where something is said in a day: how much in each minute, and by which groups.

Comes in: a size and a seed. Goes out: the same day for the same seed, any part of which can be had
without making the rest. Does not: choose words.

What is said beside bursts follows the hours of the day and varies from minute to minute as
independent arrivals do (by the root of what is expected); it comes to exactly the messages of the
size. Loudness of groups follows a power law, see `Size`.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import gcd, sqrt
from typing import Final

from bot.commands.bench.city.sizes import DAY_SECONDS, Burst, Size

MINUTES: Final = DAY_SECONDS // 60
_FROM, _TO = 7 * 3600, 23 * 3600
"""Seconds from midnight between which bursts at any time begin."""
_MILLISECONDS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbreak:
    """A burst that happens: from when (seconds from midnight), and in which grids."""

    burst: Burst
    begins: float
    first: int
    width: int

    def in_minute(self, minute: int) -> int:
        """How many of its messages come in a minute of the day."""
        return self.between(60 * minute, 60 * minute + 60)

    def strikes(self, grids: range) -> float:
        """The share of its messages that come in some neighbouring grids."""
        first, last = max(self.first, grids.start), min(self.first + self.width, grids.stop)
        return max(last - first, 0) / self.width

    def between(self, begin: float, end: float) -> int:
        """How many come between two seconds of the day, rounded so that nothing is lost."""
        until = self.burst.until
        return round(until(end - self.begins)) - round(until(begin - self.begins))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something is said: `at` in milliseconds from midnight, as part of which burst if any."""

    at: int
    outbreak: Outbreak | None = None


class Day:
    """A day of a size."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        self.size = size
        self._seed = f"{seed}:{size.name}"
        chance = random.Random(f"{self._seed}:day")
        outbreaks = _outbreaks(size, chance)
        self._of: dict[int, list[Outbreak]] = defaultdict(list)
        for one in outbreaks:
            last = min(int(one.begins + one.burst.lasts) // 60, MINUTES - 1)
            for minute in range(int(one.begins) // 60, last + 1):
                self._of[minute].append(one)
        beside = size.messages - sum(one.between(0, DAY_SECONDS) for one in outbreaks)
        self._beside = _spread(beside, _weights(size, chance, beside))
        self._stride = _stride(size.groups, chance)
        self._offset = chance.randrange(size.groups)

    def minutes(self) -> list[int]:
        """How many messages each minute of the day has."""
        return [
            beside + sum(one.in_minute(minute) for one in self._of.get(minute, ()))
            for minute, beside in enumerate(self._beside)
        ]

    def minutes_of(self, grids: range) -> list[float]:
        """How many of them are to be expected in some neighbouring grids."""
        share = len(grids) / self.size.grids
        return [
            beside * share
            + sum(one.in_minute(minute) * one.strikes(grids) for one in self._of.get(minute, ()))
            for minute, beside in enumerate(self._beside)
        ]

    def struck(self) -> int:
        """The office in the middle of the widest burst; the first where there is none."""
        outbreaks = (one for found in self._of.values() for one in found)
        widest = max(outbreaks, key=lambda one: (one.width, -one.begins), default=None)
        if widest is None:
            return 0
        middle = widest.first + widest.width // 2
        return next(
            number for number in range(self.size.offices) if middle in self.size.of_office(number)
        )

    def chance(self, minute: int, what: str) -> random.Random:
        """The chance that decides something about a minute, always the same."""
        return random.Random(f"{self._seed}:{minute}:{what}")

    def moments(self, minute: int) -> list[Moment]:
        """When something is said in a minute, in order."""
        chance = self.chance(minute, "when")
        begin = minute * _MILLISECONDS
        found = [
            Moment(at=begin + int(chance.random() * _MILLISECONDS))
            for _ in range(self._beside[minute])
        ]
        for one in self._of.get(minute, ()):
            found += _moments(one, minute, chance)
        return sorted(found, key=lambda moment: moment.at)

    def busiest_second(self) -> int:
        """The most messages of one second. It is looked for in the fullest minutes."""
        counts = self.minutes()
        fullest = sorted(range(MINUTES), key=counts.__getitem__)[-3:]
        return max(max(self._seconds(minute)) for minute in fullest)

    def _seconds(self, minute: int) -> list[int]:
        counts = [0] * 60
        for moment in self.moments(minute):
            counts[moment.at // 1000 % 60] += 1
        return counts

    def group(self, moment: Moment, chance: random.Random) -> int:
        """The number of the group in which it is said. Group n is of grid n modulo the grids; those
        below the number of grids are the leaders'.
        """
        size, outbreak = self.size, moment.outbreak
        if outbreak is None:
            rank = int(_rank(chance.random(), size.head, size.steepness) * size.groups)
            return (min(rank, size.groups - 1) * self._stride + self._offset) % size.groups
        grid = outbreak.first + chance.randrange(outbreak.width)
        rows = (size.groups - grid - 1) // size.grids + 1
        # Neighbours tell each other: leaders' groups only where a grid has no other.
        return grid + size.grids * (chance.randrange(1, rows) if rows > 1 else 0)


def _outbreaks(size: Size, chance: random.Random) -> list[Outbreak]:
    return [
        Outbreak(
            burst=struck.burst,
            begins=float(chance.randrange(_FROM, _TO) if struck.at is None else struck.at),
            first=chance.randrange(size.grids - struck.width + 1),
            width=struck.width,
        )
        for struck in size.struck
        for _ in range(struck.times)
    ]


def _weights(size: Size, chance: random.Random, expected: int) -> list[float]:
    """Of every minute: between the middles of two hours evenly from one to the other."""
    hours = len(size.hours)
    smooth = []
    for minute in range(MINUTES):
        before, share = divmod(minute / 60 - 0.5, 1)
        one, other = (size.hours[(int(before) + n) % hours] for n in (0, 1))
        smooth.append(one * (1 - share) + other * share)
    scale = expected / sum(smooth)
    return [max(0.0, part + chance.gauss(0, 1) * sqrt(part / scale)) for part in smooth]


def _spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in these proportions that make exactly the total."""
    whole = sum(weights)
    marks = [round(total * part / whole) for part in accumulate(weights)]
    return [mark - before for before, mark in zip([0, *marks], marks, strict=False)]


def _stride(groups: int, chance: random.Random) -> int:
    """What carries the order of loudness over all groups, so that loud ones are no neighbours."""
    while True:
        stride = chance.randrange(1, groups + 1)
        if gcd(stride, groups) == 1:
            return stride


def _rank(chance: float, head: float, steepness: float) -> float:
    """The share of groups, the loudest first, up to which this share of everything is said."""
    power = 1 - steepness
    top, bottom = head**power, (1 + head) ** power
    return float((top - chance * (top - bottom)) ** (1 / power) - head)


def _moments(outbreak: Outbreak, minute: int, chance: random.Random) -> list[Moment]:
    number = outbreak.in_minute(minute)
    if not number:
        return []
    until = outbreak.burst.until
    edges = [until(60 * minute + second - outbreak.begins) for second in range(61)]
    weights = [after - before for before, after in pairwise(edges)]
    seconds = chance.choices(range(60), weights=weights, k=number)
    return [
        Moment(
            at=minute * _MILLISECONDS + second * 1000 + int(chance.random() * 1000),
            outbreak=outbreak,
        )
        for second in seconds
    ]
