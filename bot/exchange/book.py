"""A case for other platforms, as the desk shows it.

Comes in: the store, mappings, who asks. Goes out: blocks to copy; numbers noted. Does not: pass on
what is restricted or complains of somebody, or know requests.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.desk.pages.elsewhere import ExchangeRow, PlatformRow
from bot.domain.case import Case
from bot.domain.exchange import ForeignNumber
from bot.domain.people import is_complaint
from bot.domain.viewing import Viewer
from bot.exchange.mapping import PlatformMapping
from bot.exchange.taking import settle
from bot.exchange.writing import Writer
from bot.ports import Clock, Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchangebook:
    """See `bot.desk.pages.elsewhere.Exchange`; `writer` knows the office as it is today;
    `mappings` are read in a thread."""

    store: Store
    writer: Callable[[], Writer]
    mappings: Callable[[], Sequence[PlatformMapping]]
    clock: Clock

    async def read(self, viewer: Viewer, key: str) -> ExchangeRow | None:
        """The blocks of a case."""
        mappings = await asyncio.to_thread(self.mappings)

        async def work(unit: UnitOfWork) -> ExchangeRow | None:
            case = await unit.cases.get(key)
            if case is None or not _may_pass_on(viewer, case):
                return None
            await settle(unit)
            numbers = await unit.exchange.of_cases([key])
            rows = [self._row(case, one, numbers) for one in mappings]
            return ExchangeRow(number=case.number, platforms=rows)

        return await self.store.work(work)

    async def note(self, viewer: Viewer, key: str, platform: str, number: str) -> bool:
        """The number of a case there."""
        now = self.clock.now()

        async def work(unit: UnitOfWork) -> bool:
            case = await unit.cases.get(key)
            if case is None or not _may_pass_on(viewer, case):
                return False
            known = (await unit.exchange.known(platform, [number])).get(number)
            if known is not None and known.case != key:
                return False
            await unit.exchange.put(
                ForeignNumber(platform=platform, number=number, noted_at=now, case=key)
            )
            return True

        return await self.store.work(work)

    def _row(
        self, case: Case, mapping: PlatformMapping, numbers: Sequence[ForeignNumber]
    ) -> PlatformRow:
        own = tuple(one.number for one in numbers if one.platform == mapping.platform)
        block = self.writer().block(case, mapping, own[0] if own else "")
        return PlatformRow(platform=mapping.platform, name=mapping.name, block=block, numbers=own)


def _may_pass_on(viewer: Viewer, case: Case) -> bool:
    """Whoever works on it, where it may be told openly."""
    is_open = not case.is_restricted and not is_complaint(case)
    return is_open and viewer.person is not None and viewer.sees(case)
