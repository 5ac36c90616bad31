"""`qunli qr`: codes on walls that open a report page which knows the place.

Comes in: checked configuration, what is wanted. Goes out: a place in the store, its code as a
picture to print, lines to print. Does not: serve the page.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import segno

from bot.areas import directory_of
from bot.desk.app import Listening
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.visitors import Spot
from bot.options.config import Config
from bot.wiring.store import opened

KINDS: Final = (".svg", ".png")
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A new code. `building` is one of the grid's, `spot` in words; `output` is the picture."""

    grid: str
    building: str
    spot: str
    output: Path


async def add(config: Config, wanted: Wanted, now: datetime) -> str:
    """A new place with its code drawn; ConfigError says everything that is wrong with it."""
    problems = _problems(config, wanted, now)
    if problems:
        raise ConfigError(problems)
    spot = Spot(
        token=secrets.token_urlsafe(9),
        grid=wanted.grid,
        building=wanted.building,
        spot=wanted.spot.strip(),
        made_at=now,
    )
    await asyncio.to_thread(draw, address(config, spot), wanted.output)

    async with opened(config.store.url) as store:
        await store.work(lambda unit: unit.spots.add(spot))
        return f"{address(config, spot)}\n{wanted.output}"


async def listed(config: Config) -> str:
    """Every code, a line each."""

    async with opened(config.store.url) as store:
        spots = await store.look(lambda unit: unit.spots.all())
        return "\n".join(_line(config, spot) for spot in spots) or "no codes"


async def end(config: Config, token: str, now: datetime) -> str:
    """A code opens nothing any more."""

    async with opened(config.store.url) as store:
        if not await store.work(lambda unit: unit.spots.end(token, now)):
            raise ConfigError([f"qr: no code {token} that could be ended"])
        return f"code {token} ended"


def address(config: Config, spot: Spot) -> str:
    """What is in the code."""
    server = Listening(host=config.server.host, port=config.server.port)
    return f"{(config.desk.public_url or server.url).rstrip('/')}/r/{spot.token}"


def draw(text: str, output: Path) -> None:
    """A code that is still read where a fifth of it is scratched off, with the margin it needs."""
    segno.make(text, error="q", micro=False).save(str(output), scale=10, border=4)


def _problems(config: Config, wanted: Wanted, now: datetime) -> list[str]:
    found = []
    grid = directory_of(config, (), day=now.astimezone(SHANGHAI).date()).grid(wanted.grid)
    if grid is None:
        found.append(f"qr: no such grid (got {wanted.grid!r})")
    elif wanted.building and grid.buildings:
        known = {name for one in grid.buildings for name in (one.name, *one.aliases)}
        if wanted.building not in known:
            found.append(f"qr: no such building in {grid.id} (got {wanted.building!r})")
    if len(wanted.spot.strip()) > _LONGEST:
        found.append(f"qr: a spot has {_LONGEST} characters at most")
    if wanted.output.suffix.lower() not in KINDS:
        found.append(f"qr: the picture is one of {', '.join(KINDS)} (got {wanted.output})")
    return found


def _line(config: Config, spot: Spot) -> str:
    marks = [spot.token, spot.grid, spot.place or "-", address(config, spot)]
    if spot.ended_at is not None:
        marks.append(f"ended {spot.ended_at.astimezone(SHANGHAI):%Y-%m-%d}")
    return "\t".join(marks)
