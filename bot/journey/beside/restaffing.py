"""Beside the stations: what the office has changed at the desk about people, duty and goods is
known in every process.

Comes in: the histories of people and of goods in rows. Goes out: the office with them, without a
restart. Does not: change anything.
"""

import logging
from collections.abc import Callable, Sequence

from bot.domain.case import CaseEvent
from bot.domain.goods import as_good
from bot.domain.records import of_goods, of_people
from bot.domain.staffing import as_change
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)

Refresh = Callable[[Sequence[CaseEvent]], bool]


class Restaffing:
    """Reads a history again when it has grown."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._last: dict[str, CaseEvent] = {}

    async def run_once(self) -> int:
        """How many of the histories tell something new."""
        people = await self._refresh(of_people(), self._people)
        return people + await self._refresh(of_goods(), self._goods)

    async def _refresh(self, record: str, refresh: Refresh) -> int:
        async def look(unit: UnitOfWork) -> list[CaseEvent] | None:
            last = await unit.cases.last_event(record)
            if last == self._last.get(record):
                return None
            return await unit.cases.history(record)

        lines = await self._store.look(look)
        if not lines:
            return 0
        self._last[record] = lines[-1]
        changed = refresh(lines)
        if changed:
            log.info("office_changed", extra={"record": record, "changes": len(lines)})
        return int(changed)

    def _people(self, lines: Sequence[CaseEvent]) -> bool:
        return self._office.staffing.refresh(as_change(line.detail) for line in lines)

    def _goods(self, lines: Sequence[CaseEvent]) -> bool:
        return self._office.stock.refresh(as_good(line.detail) for line in lines)
