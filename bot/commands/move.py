"""`qunli move`: an office that has outgrown its file takes everything along to a database server.

Comes in: two addresses of stores. Goes out: lines for people, whether both stores are the same.
Does not: change the first store but for bringing its schema up to date, or the configuration.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import yaml

from bot.domain.anchors import Verified
from bot.domain.errors import StorageError
from bot.ports import Clock
from bot.storage.engine import make_engine
from bot.storage.moving import Moved, move
from bot.storage.owning import owned
from bot.storage.schema import migrate
from bot.wiring.store import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was moved, and what the histories say of themselves before and after."""

    tables: tuple[Moved, ...]
    histories: Verified


def move_all(source: str, target: str, clock: Clock) -> Proof:
    """Move and prove it; StorageError where anything is not as it was. Blocks."""
    with owned(source, now=clock.now()):
        tables = _copied(source, target)
        before, after = (asyncio.run(_verified(url)) for url in (source, target))
    if before != after:
        raise StorageError("the histories of the new store are not those of the old one")
    return Proof(tables=tuple(tables), histories=after)


def _copied(source: str, target: str) -> list[Moved]:
    engines = [make_engine(url) for url in (source, target)]
    try:
        for engine in engines:
            migrate(engine)
        return move(*engines)
    finally:
        for engine in engines:
            engine.dispose()


async def _verified(url: str) -> Verified:
    async with opened(url) as store:
        return await store.look(lambda unit: unit.audit.verify())


def told(proof: Proof) -> Iterator[str]:
    """Lines for people."""
    text = resources.files("bot.replies").joinpath("move.yaml").read_text(encoding="utf-8")
    words = yaml.safe_load(text)
    for one in proof.tables:
        if one.rows:
            yield words["table"].format(table=one.table, rows=one.rows, digest=one.digest)
    rows = sum(one.rows for one in proof.tables)
    yield words["moved"].format(tables=len(proof.tables), rows=rows)
    found = proof.histories
    yield words["histories"].format(
        cases=found.cases, lines=found.lines, anchors=found.anchors, count=len(found.findings)
    )
    yield words["next"]
