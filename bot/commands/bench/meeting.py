"""Needs and resources of a street brought together.

Comes in: nothing. Goes out: how long it takes. Does not: store anything.
"""

import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.pairing import Area, Held, Wanted
from bot.matching import match

MANY: Final = 10_000
_COMMUNITIES: Final = 12
_GRIDS: Final = 153
_KINDS: Final = 13
_MONDAY: Final = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How many pairs there were in how many seconds, and the seconds of the worst there can be:
    everything of one kind.
    """

    seconds: float
    pairs: int
    one_kind_seconds: float


def bring_together() -> Met:
    """Once as the kinds usually are, once all of one kind."""
    chance = random.Random(1)
    wanted = [_wanted(chance, number) for number in range(MANY)]
    held = [_held(chance, number) for number in range(MANY)]
    begun = time.perf_counter()
    pairs = match(wanted, held)
    seconds = time.perf_counter() - begun
    wanted = [replace(one, kind="0") for one in wanted]
    held = [replace(one, kind="0") for one in held]
    begun = time.perf_counter()
    match(wanted, held)
    return Met(seconds=seconds, pairs=len(pairs), one_kind_seconds=time.perf_counter() - begun)


def _wanted(chance: random.Random, number: int) -> Wanted:
    begin, end = _window(chance)
    return Wanted(
        id=f"n{number:05}",
        person=f"p{number}",
        kind=str(chance.randrange(_KINDS)),
        area=_area(chance),
        begin=begin,
        end=end,
        heads=chance.choice((1, 1, 1, 2)),
        at_home=chance.random() < 0.2,
    )


def _held(chance: random.Random, number: int) -> Held:
    begin, end = _window(chance)
    return Held(
        id=f"r{number:05}",
        person=f"q{number}",
        kind=str(chance.randrange(_KINDS)),
        area=_area(chance),
        begin=begin,
        end=end,
        capacity=chance.choice((1, 1, 2, 3)),
        at_home=chance.random() < 0.5,
    )


def _area(chance: random.Random) -> Area:
    grid = chance.randrange(_GRIDS)
    return Area(street="street", community=str(grid % _COMMUNITIES), grid=str(grid))


def _window(chance: random.Random) -> tuple[datetime, datetime]:
    begin = _MONDAY + timedelta(days=chance.randrange(14))
    return begin, begin + timedelta(days=chance.choice((1, 7, 30)))
