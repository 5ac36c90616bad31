"""Beside the stations: what the office has changed about people and duty is known in every process.

Comes in: the history of people in rows. Goes out: the office with it, without a restart. Does not:
change anything.
"""

import logging

from bot.domain.case import CaseEvent
from bot.domain.records import of_people
from bot.domain.staffing import as_change
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)


class Restaffing:
    """Reads the history again when it has grown."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._last: CaseEvent | None = None

    async def run_once(self) -> int:
        """Whether anything is new (1) or not (0)."""

        async def look(unit: UnitOfWork) -> list[CaseEvent] | None:
            last = await unit.cases.last_event(of_people())
            if last == self._last:
                return None
            return await unit.cases.history(of_people())

        lines = await self._store.look(look)
        if not lines:
            return 0
        self._last = lines[-1]
        changed = self._office.staffing.refresh(as_change(line.detail) for line in lines)
        if changed:
            log.info("people_changed", extra={"changes": len(lines)})
        return int(changed)
