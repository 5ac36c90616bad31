"""Which days are worked in China, moved days included, with an office's own table on top.

Comes in: a date. Goes out: whether offices are open. Source: the yearly notices of the State
Council, as kept by the chinesecalendar package. Years it does not know are answered by the weekday,
with one warning a year. Does not: count.
"""

import logging
from collections.abc import Collection
from datetime import date

import chinese_calendar

log = logging.getLogger(__name__)

_SATURDAY = 5


class ChineseWorkingDays:
    """See `bot.domain.deadlines.WorkingDays`."""

    def __init__(
        self, *, holidays: Collection[date] = (), working_days: Collection[date] = ()
    ) -> None:
        self._holidays = frozenset(holidays)
        self._working_days = frozenset(working_days)
        self._unknown_years: set[int] = set()
        self._known: dict[date, bool] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on this day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._looked_up(day)
        return known

    def _looked_up(self, day: date) -> bool:
        if day in self._working_days:
            return True
        if day in self._holidays:
            return False
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            if day.year not in self._unknown_years:
                self._unknown_years.add(day.year)
                log.warning("calendar_year_unknown", extra={"year": day.year})
            return day.weekday() < _SATURDAY
