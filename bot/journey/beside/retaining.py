"""Beside the stations: words and people of cases that have been over long enough are taken out
(domain rules §11.4).

Comes in: cases that are over. Goes out: the same cases without words and people; counts of what
went, by day, as proof. Does not: delete cases, their numbers or their histories; erase talk
(erasing does). Doing it twice changes nothing.
"""

import logging
from datetime import timedelta
from typing import Final

from bot.domain.retention import emptied, is_due
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)

CASES, WORDS, SAID, PICTURES = (
    "retired_cases",
    "retired_words",
    "retired_said",
    "retired_pictures",
)
"""Counters of what went, by day."""

_AT_ONCE: Final = 100
_EVERY: Final = timedelta(hours=1)


class Retaining:
    """A batch at a time; when all cases were looked at, again after an hour."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store
        self._after = ""
        self._resting_until = office.clock.now()

    async def run_once(self) -> int:
        """Look at one batch; how many cases were emptied."""
        if self._office.clock.now() < self._resting_until:
            return 0
        looked_at, gone = await self._store.work(self._batch)
        if looked_at < _AT_ONCE:
            self._after = ""
            self._resting_until = self._office.clock.now() + _EVERY
        if gone:
            log.info("retired", extra={"cases": gone})
            self._office.signals.notify("cases")
            await self._store.scrub()
        return gone

    async def _batch(self, unit: UnitOfWork) -> tuple[int, int]:
        """How many were looked at, how many were emptied."""
        rules, now = self._office.retention, self._office.clock.now()
        day = f"{now:%Y-%m-%d}"
        if rules.said:
            said = await unit.retention.drop_said(now - rules.said, self._office.settings.batch)
            await unit.counters.count(SAID, day, said)
        term = self._office.pictures.term
        if term:
            keys = await unit.media.over(now - term, _AT_ONCE)
            await unit.counters.count(PICTURES, day, await unit.media.erase(keys) if keys else 0)
        if rules.shortest is None:
            return 0, 0
        found = await unit.retention.over(now - rules.shortest, self._after, _AT_ONCE)
        self._after = found[-1].key if found else ""
        due = [case for case in found if is_due(case, rules, now)]
        if due:
            for case in due:
                await unit.cases.change(emptied(case))
            keys = [case.key for case in due]
            words, said = await unit.retention.empty(keys)
            pictures = await unit.media.erase(keys)
            gone = (CASES, len(due)), (WORDS, words), (SAID, said), (PICTURES, pictures)
            for name, number in gone:
                await unit.counters.count(name, day, number)
        return len(found), len(due)
