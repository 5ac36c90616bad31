"""The desk's board over the cases of a district.

Comes in: nothing. Goes out: how long its lists and its search take to be read. Does not: make pages
of them.
"""

import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.adapters.replay.channel import ReplayChannel
from bot.clock import VirtualClock
from bot.commands.bench.rounds import MORNING, district_office, fill
from bot.desk.books.cases import Casebook
from bot.desk.doorkeeper import HERE
from bot.domain.matters import Matters
from bot.domain.viewing import CaseFilter
from bot.signals import LocalSignals
from bot.wiring.store import opened

CASES: Final = 50_000
_SHOWN: Final = 50
_TIMES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Milliseconds of every look, sorted: at the first view, and at red lamps only."""

    first_ms: list[float]
    red_ms: list[float]


async def look_at_boards() -> Looked:
    """Everything open is looked at, again and again."""
    async with _full_book() as (book, _):
        return Looked(first_ms=await _looks(book, ""), red_ms=await _looks(book, "red"))


async def search_boards() -> list[float]:
    """Milliseconds of searches among all cases, over ones too, sorted: two characters out of the
    names of items in turn with the digits of one case.
    """
    async with _full_book() as (book, matters):
        names = [matter.name for matter in list(matters.values())[:: len(matters) // _TIMES]]
        found = [await _search(book, name[:2]) for name in names]
        found += [await _search(book, str(CASES - n)) for n in range(_TIMES)]
        return sorted(found)


async def _search(book: Casebook, words: str) -> float:
    begun = time.perf_counter()
    await book.cases(HERE, _SHOWN, CaseFilter(words=words))
    return 1000 * (time.perf_counter() - begun)


@asynccontextmanager
async def _full_book() -> AsyncIterator[tuple[Casebook, Matters]]:
    clock = VirtualClock(MORNING)
    office = district_office(clock, ReplayChannel(name="bench", clock=clock))
    with tempfile.TemporaryDirectory() as place:
        async with opened(f"sqlite:///{Path(place) / 'bench.db'}") as store:
            await fill(store, office.matters, CASES)
            book = Casebook(
                store=store,
                directory=lambda: office.directory,
                matters=office.matters,
                words=office.words,
                signals=LocalSignals(),
                lamp=office.lamp,
                clock=clock,
            )
            yield book, office.matters


async def _looks(book: Casebook, lamp: str) -> list[float]:
    times = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        await book.cases(HERE, _SHOWN, CaseFilter(open_only=True), lamp)
        times.append(1000 * (time.perf_counter() - begun))
    return sorted(times)
