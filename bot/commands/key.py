"""`qunli key`: keys of machines, made and ended on the machine itself.

Comes in: checked configuration, what is wanted. Goes out: a changed key in the store, lines to
print. Does not: keep or show a key a second time.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.commands.whose import not_staff
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.keys import PREFIX, KeyRight, MachineKey, hashed_key
from bot.options.config import Config
from bot.wiring.store import opened

_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A new key."""

    name: str
    right: KeyRight
    person: str | None
    grids: tuple[str, ...]


async def add(config: Config, wanted: Wanted, now: datetime) -> str:
    """A new key, told this once; ConfigError says everything that is wrong with it."""
    problems = [*_problems(config, wanted, now)]
    if problems:
        raise ConfigError(problems)
    secret = PREFIX + secrets.token_urlsafe(32)
    key = MachineKey(
        id=secrets.token_hex(4),
        name=wanted.name.strip(),
        secret=hashed_key(secret),
        right=wanted.right,
        made_at=now,
        person=wanted.person,
        grids=wanted.grids,
    )

    async with opened(config.store.url) as store:
        await store.work(lambda unit: unit.keys.add(key))
        return f"key {key.id} made; it is shown this once:\n{secret}"


async def listed(config: Config) -> str:
    """Every key, a line each."""

    async with opened(config.store.url) as store:
        keys = await store.look(lambda unit: unit.keys.all())
        return "\n".join(map(_line, keys)) or "no keys"


async def end(config: Config, key: str, now: datetime) -> str:
    """It opens nothing any more."""

    async with opened(config.store.url) as store:
        if not await store.work(lambda unit: unit.keys.end(key, now)):
            raise ConfigError([f"key: no key {key} that could be ended"])
        return f"key {key} ended"


def _problems(config: Config, wanted: Wanted, now: datetime) -> list[str]:
    found = []
    if not 1 <= len(wanted.name.strip()) <= _LONGEST_NAME:
        found.append(f"key: a name has 1 to {_LONGEST_NAME} characters")
    known = {grid.id for grid in config.community.grids}
    strange = [grid for grid in wanted.grids if grid not in known]
    found += [f"key: no such grid (got {grid!r})" for grid in strange]
    if wanted.person is not None:
        trouble = not_staff(config, wanted.person, now)
        found += [f"key: {trouble}"] if trouble else []
    return found


def _line(key: MachineKey) -> str:
    marks = [key.right.value, key.person or "-", ",".join(key.grids) or "everywhere"]
    if key.ended_at is not None:
        marks.append(f"ended {key.ended_at.astimezone(SHANGHAI):%Y-%m-%d}")
    return "\t".join([key.id, key.name, *marks])
