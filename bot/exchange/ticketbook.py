"""Tickets of another platform: what would become of each, and taking them in. The command and the
desk go this way.

Comes in: bytes, a mapping, what the office knows. Goes out: fates; tickets left for the journey.
Does not: know who may, or word a fate.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.exchange.fates import Fate, Judge, said
from bot.exchange.mapping import PlatformMapping
from bot.exchange.reading import Ticket, read_rows
from bot.exchange.taking import known, take_in
from bot.ports import IdFactory, Store, UnitOfWork
from classifiers.api import Classifier, Gate

Items = Callable[[Sequence[str]], Sequence[str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticketbook:
    """`judge` knows the office as it is now; `items` reads many texts off the event loop."""

    store: Store
    judge: Callable[[Items], Judge]
    items: Callable[[Sequence[str]], Awaitable[Sequence[str | None]]]
    community: str
    ids: IdFactory

    async def fates(self, mapping: PlatformMapping, data: bytes) -> list[Fate]:
        """One for each row; nothing is changed. ConfigError where there are no rows to be read."""
        rows = await asyncio.to_thread(read_rows, data, mapping)
        found = await self.store.work(
            lambda unit: known(unit, mapping.platform, rows, self.community)
        )
        texts = [said(row) for row in rows if isinstance(row, Ticket)]
        items = await self.items(texts) if texts else ()
        return await asyncio.to_thread(self.judge(lambda _: items).fates, rows, found)

    async def take(self, mapping: PlatformMapping, fates: Sequence[Fate], now: datetime) -> int:
        """Let it become that, but for numbers that have come in meanwhile; how many tickets go the
        journey."""

        async def work(unit: UnitOfWork) -> int:
            numbers = [fate.number for fate in fates if fate.number]
            there = await unit.exchange.known(mapping.platform, numbers)
            fresh = [fate for fate in fates if fate.number not in there]
            return await take_in(unit, mapping.platform, fresh, self.ids, now)

        return await self.store.work(work)


def likeliest(classifier: Classifier, texts: Sequence[str]) -> list[str | None]:
    """Whoever calls a hotline wants something: the likeliest item, where there is one. Blocks."""
    return [
        found.item if found.gate is not Gate.NEITHER else None
        for found in classifier.predict(texts)
    ]
