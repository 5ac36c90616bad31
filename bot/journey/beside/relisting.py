"""Beside the stations: when the office's admission list has changed, the service uses the new one.

Comes in: the office's file. Goes out: the list in force, without a restart. Does not: change the
file. One that has something wrong is left alone, and the list stays as it is until it is mended.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.errors import ConfigError
from bot.domain.listing import running_of
from bot.domain.matters import Matters
from bot.journey.office import Office
from bot.listing import Stamp, completed
from bot.ports import Store

log = logging.getLogger(__name__)


class ListSource(Protocol):
    """See `bot.listing.ListFile`; it blocks."""

    def stamp(self) -> Stamp:
        """By what the file is known to be another than before."""

    def read(self, running: Mapping[str, Sequence[int]] | None = None) -> Matters:
        """The list, ConfigError where it is wrong."""


class Relisting:
    """`file` None: the office has no list of its own."""

    def __init__(self, *, office: Office, store: Store, file: ListSource | None) -> None:
        self._office = office
        self._store = store
        self._file = file
        self._known: Stamp = None
        self._begun = False

    async def run_once(self) -> int:
        """Whether there is a new list (1) or not (0)."""
        if self._file is None:
            return 0
        stamp = await asyncio.to_thread(self._file.stamp)
        if self._begun and stamp == self._known:
            return 0
        self._begun, self._known = True, stamp
        return await self._read(self._file)

    async def _read(self, file: ListSource) -> int:
        used = await self._store.look(lambda unit: unit.cases.items_in_use())
        running = running_of(used)
        try:
            found = await asyncio.to_thread(file.read, running)
        except ConfigError as err:
            log.warning("list_refused", extra={"problems": len(err.problems)})
            return 0
        matters = completed(found, used)
        if matters.rows == self._office.every_rule.rows:
            return 0
        self._office.edition.take(matters)
        log.info("list_changed", extra={"rows": len(matters.rows)})
        return 1
