"""`qunli qr`: codes on walls that open a report page which knows the place.

Comes in: checked configuration, what is wanted. Goes out: a place in the store, its code as a
picture to print, lines to print. Does not: serve the page.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.areas.directory import directory_of
from bot.desk.books.codes import LONGEST, Codebook, drawn
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory
from bot.domain.visitors import Spot
from bot.options.config import Config
from bot.ports import Clock, Store
from bot.wiring.interfaces import codebook
from bot.wiring.store import opened

KINDS: Final = (".svg", ".png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A new code. `building` is one of the grid's, `spot` in words; `output` is the picture."""

    grid: str
    building: str
    spot: str
    output: Path


async def add(config: Config, wanted: Wanted, clock: Clock) -> str:
    """A new place with its code drawn; ConfigError says everything that is wrong with it."""
    async with opened(config.store.url) as store:
        book = _book(config, store, clock)
        problems = _problems(book, wanted)
        if problems:
            raise ConfigError(problems)
        spot = book.new(wanted.grid, wanted.building, wanted.spot)
        picture = drawn(book.address(spot), wanted.output.suffix.lower().removeprefix("."))
        await asyncio.to_thread(wanted.output.write_bytes, picture)
        await book.add(spot)
        return f"{book.address(spot)}\n{wanted.output}"


async def listed(config: Config, clock: Clock) -> str:
    """Every code, a line each."""
    async with opened(config.store.url) as store:
        book = _book(config, store, clock)
        return "\n".join(_line(book, spot) for spot in await book.all()) or "no codes"


async def end(config: Config, token: str, clock: Clock) -> str:
    """A code opens nothing any more."""
    async with opened(config.store.url) as store:
        if not await _book(config, store, clock).end(token):
            raise ConfigError([f"qr: no code {token} that could be ended"])
        return f"code {token} ended"


def _book(config: Config, store: Store, clock: Clock) -> Codebook:
    return codebook(config, store, _areas(config, clock), clock)


def _areas(config: Config, clock: Clock) -> Callable[[], Directory]:
    return lambda: directory_of(config, (), day=clock.now().astimezone(SHANGHAI).date())


def _problems(book: Codebook, wanted: Wanted) -> list[str]:
    told = {
        "grid": f"qr: no such grid (got {wanted.grid!r})",
        "building": f"qr: no such building in {wanted.grid} (got {wanted.building!r})",
        "spot": f"qr: a spot has {LONGEST} characters at most",
    }
    found = [told[name] for name in book.wrong(wanted.grid, wanted.building, wanted.spot)]
    if wanted.output.suffix.lower() not in KINDS:
        found.append(f"qr: the picture is one of {', '.join(KINDS)} (got {wanted.output})")
    return found


def _line(book: Codebook, spot: Spot) -> str:
    marks = [spot.token, spot.grid, spot.place or "-", book.address(spot)]
    if spot.ended_at is not None:
        marks.append(f"ended {spot.ended_at.astimezone(SHANGHAI):%Y-%m-%d}")
    return "\t".join(marks)
