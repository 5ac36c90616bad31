"""Tickets that somebody tries at the desk, and takes in as they were shown to him.

Comes in: who asks, files. Goes out: rows with their fates, in words. Does not: know requests; keep
a file longer than half an hour, or anywhere but in memory; tell of a case that he does not see.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.desk.pages.tickets import FateRow, Tried
from bot.domain.errors import ConfigError
from bot.domain.grid import Directory
from bot.domain.viewing import Viewer
from bot.exchange.fates import Fate
from bot.exchange.mapping import PlatformMapping
from bot.exchange.ticketbook import Ticketbook
from bot.exchange.wording import fate_words
from bot.ports import Clock, IdFactory, Signals

log = logging.getLogger(__name__)

_KEPT: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What was shown to somebody, until when."""

    token: str
    mapping: PlatformMapping
    fates: Sequence[Fate]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktools:
    """`mappings` are read in a thread."""

    mappings: Callable[[], Sequence[PlatformMapping]]
    directory: Callable[[], Directory]
    clock: Clock
    ids: IdFactory
    signals: Signals


class Ticketdesk:
    """See `bot.desk.pages.tickets.Tickets`; of each account the last file is kept."""

    def __init__(self, *, book: Ticketbook, tools: Desktools) -> None:
        self._book = book
        self._tools = tools
        self._kept: dict[str, _Kept] = {}

    def may(self, viewer: Viewer) -> bool:
        """Who leads all of the community: tickets may come from anywhere in it."""
        grids = self._tools.directory().grids
        return viewer.is_trusted and all(viewer.leads(grid.id) for grid in grids)

    async def platforms(self) -> Sequence[tuple[str, str]]:
        """Where tickets come from: names for programs and for people."""
        return [(one.platform, one.name) for one in await self._mappings()]

    async def check(self, viewer: Viewer, platform: str, data: bytes) -> Tried:
        """Every row's fate; ConfigError where the file is none of this platform."""
        mapping = next((m for m in await self._mappings() if m.platform == platform), None)
        if mapping is None:
            raise ConfigError([f"exchange: no platform {platform!r}"])
        words = await asyncio.to_thread(fate_words)
        fates = await self._book.fates(mapping, data)
        now = self._tools.clock.now()
        token = self._tools.ids.new("tickets")
        kept = _Kept(token=token, mapping=mapping, fates=fates, until=now + _KEPT)
        self._kept[viewer.name] = kept
        asyncio.get_running_loop().call_later(
            _KEPT.total_seconds(), self._forget, viewer.name, kept
        )
        counts = Counter(fate.kind for fate in fates)
        return Tried(
            token=token,
            platform=mapping.name,
            counts=[(words["fates"][kind.value], count) for kind, count in counts.items()],
            takes=any(fate.is_taken for fate in fates),
            rows=[_row(fate, viewer, words) for fate in fates],
        )

    async def take(self, viewer: Viewer, token: str) -> int | None:
        """How many go the journey; None where nothing is kept of it any more."""
        now = self._tools.clock.now()
        kept = self._kept.get(viewer.name)
        if kept is None or kept.token != token:
            return None
        self._forget(viewer.name, kept)
        if kept.until < now:
            return None
        taken = await self._book.take(kept.mapping, kept.fates, now)
        self._tools.signals.notify("assembly")
        log.info("tickets_taken", extra={"platform": kept.mapping.platform, "count": taken})
        return taken

    def _forget(self, account: str, kept: _Kept) -> None:
        if self._kept.get(account) is kept:
            del self._kept[account]

    async def _mappings(self) -> Sequence[PlatformMapping]:
        return await asyncio.to_thread(self._tools.mappings)


def _row(fate: Fate, viewer: Viewer, words: Mapping[str, Any]) -> FateRow:
    case = fate.case
    is_shown = case is not None and viewer.sees(case) and not viewer.masks(case)
    return FateRow(
        line=fate.line,
        number=fate.number,
        fate=words["fates"][fate.kind.value],
        key=case.key if case is not None and is_shown else "",
        case=case.number if case is not None and is_shown else None,
        detail=words["details"].get(fate.detail, fate.detail),
    )
