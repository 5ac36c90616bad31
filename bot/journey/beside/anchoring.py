"""Beside the stations: once a day every history is sealed, and the seal is written down outside the
store (the history of a case cannot be altered unnoticed).

Comes in: the clock, the ends of histories. Goes out: an anchor in the store, a line in the file
that the office keeps. Does not: check anything (`qunli audit verify` does). Doing it twice changes
nothing; what could not be written is written later.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.journey.office import Office
from bot.ports import Store
from bot.ports.rows_audit import AnchorFile

log = logging.getLogger(__name__)

_AGAIN: Final = timedelta(hours=1)


class Anchoring:
    """One anchor a day. Without a file it stays in the store."""

    def __init__(self, *, office: Office, store: Store, file: AnchorFile | None) -> None:
        self._office = office
        self._store = store
        self._file = file
        self._done: date | None = None
        self._not_before: datetime | None = None

    async def run_once(self) -> int:
        """Seal what is to be sealed; 1 where a day was."""
        now = self._office.clock.now()
        day = now.astimezone(SHANGHAI).date()
        if self._done == day or (self._not_before is not None and now < self._not_before):
            return 0
        anchor = await self._store.work(lambda unit: unit.audit.take(day, now))
        if await self._write_down():
            self._done = day
        else:
            self._not_before = now + _AGAIN
        return int(anchor is not None)

    async def _write_down(self) -> bool:
        """Add to the file what it has not; False where that cannot be done now."""
        if self._file is None:
            return True
        anchors = await self._store.look(lambda unit: unit.audit.anchors())
        try:
            written = await self._file.read()
            if written is None and len(anchors) > 1:
                log.warning("anchor_file_is_new", extra={"anchors": len(anchors)})
            last = max((line.day for line in written or ()), default=date.min)
            await self._file.append([one.written for one in anchors if one.day > last])
        except OSError as err:
            log.error("anchor_not_written", extra={"error": err.strerror or str(err)})
            return False
        return True
