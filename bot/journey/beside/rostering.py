"""Beside the stations: who works where by the organisation's own directory is asked anew every
night.

Comes in: a way to ask, and the hour for it. Goes out: the office with the people of today, without
a restart. Does not: know platforms; or take anybody's role away because a platform does not answer.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory
from bot.journey.office import Office

log = logging.getLogger(__name__)

_AGAIN: Final = timedelta(hours=1)
"""After so long one that did not answer is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """`ask` gives areas and people as they are now, None where nobody tells; `at` is the time of
    day, by local clocks, from which it is asked once.
    """

    ask: Callable[[], Awaitable[Directory | None]]
    at: time


class Rostering:
    """Once a night in every process; the first answer is that of the start."""

    def __init__(self, *, office: Office, roster: Roster | None) -> None:
        self._office = office
        self._roster = roster
        self._next = self._after(office.clock.now())

    async def run_once(self) -> int:
        """Whether there was an answer (1) or not (0)."""
        now = self._office.clock.now()
        if self._roster is None or self._next is None or now < self._next:
            return 0
        found = await self._roster.ask()
        if found is None:
            log.warning("roster_not_read")
            self._next = now + _AGAIN
            return 0
        self._next = self._after(now)
        if self._office.staffing.rebase(found):
            log.info("roster_changed", extra={"people": len(found.people)})
        return 1

    def _after(self, now: datetime) -> datetime | None:
        """The next time of day at which it is asked."""
        if self._roster is None:
            return None
        local = now.astimezone(SHANGHAI)
        today = datetime.combine(local.date(), self._roster.at, SHANGHAI)
        return today if local < today else today + timedelta(days=1)
