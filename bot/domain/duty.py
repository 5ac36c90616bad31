"""Who is on duty when and where, and who of them is nearest (domain rules §5.2, §6.3).

Comes in: shifts of the configuration, an instant, a grid, a place. Goes out: the shifts that run,
people by how near they are, and when so much time of duty has passed. Does not: know roles' rights,
nor call anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.domain.deadlines import SHANGHAI, WorkingDays

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS: Final = "workdays"
RESTDAYS: Final = "restdays"

_FARTHEST: Final = 62
"""So many days ahead time of duty is looked for; beyond them it counts as if always on duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Somebody is there from `begin` to `end` (over midnight where it ends first; all day where
    both are the same) on some days (empty: every day), for some grids (empty: those of his roles)
    and buildings, between two days.
    """

    person: str
    begin: time
    end: time
    days: frozenset[str] = frozenset()
    grids: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def serves(self, grid: str | None) -> bool:
        """Whether it is for a grid."""
        return grid is None or not self.grids or grid in self.grids

    def span(self, day: date, calendar: WorkingDays) -> tuple[datetime, datetime] | None:
        """From when to when it runs if it begins on a day."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return None
        kind = WORKDAYS if calendar.is_working_day(day) else RESTDAYS
        if self.days and not self.days & {kind, WEEKDAYS[day.weekday()]}:
            return None
        begin = datetime.combine(day, self.begin, SHANGHAI)
        end = datetime.combine(day, self.end, SHANGHAI)
        return begin, end if end > begin else end + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """All shifts, in the order in which people stand in for each other."""

    shifts: tuple[Shift, ...]
    calendar: WorkingDays

    def knows(self, grid: str | None) -> bool:
        """Whether anybody is ever on duty for a grid."""
        return any(shift.serves(grid) for shift in self.shifts)

    def running(self, now: datetime, grid: str | None) -> list[Shift]:
        """The shifts that run, for a grid."""
        today = now.astimezone(SHANGHAI).date()
        days = (today, today - timedelta(days=1))
        return [
            shift
            for shift in self.shifts
            if shift.serves(grid)
            and any(
                span is not None and span[0] <= now < span[1]
                for span in (shift.span(day, self.calendar) for day in days)
            )
        ]

    def after(self, start: datetime, length: timedelta, grid: str | None) -> datetime:
        """When somebody has been on duty for a grid for so long since `start`."""
        left, moment = length, start
        first = start.astimezone(SHANGHAI).date() - timedelta(days=1)
        for begin, end in _together(self._spans(first, grid)):
            since = max(moment, begin)
            if since >= end:
                continue
            if since + left <= end:
                return (since + left).astimezone(UTC)
            left -= end - since
            moment = end
        return start + length

    def _spans(self, first: date, grid: str | None) -> list[tuple[datetime, datetime]]:
        days = [first + timedelta(days=number) for number in range(_FARTHEST)]
        shifts = [shift for shift in self.shifts if shift.serves(grid)]
        spans = (shift.span(day, self.calendar) for day in days for shift in shifts)
        return sorted(span for span in spans if span is not None)


def _together(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans that overlap or touch as one."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What somebody looks after: buildings by name, estates by the buildings in them, grids."""

    person: str
    buildings: Sequence[str] = ()
    own_grid: bool = False


def nearest(reaches: Iterable[Reach], building: str | None, neighbours: Iterable[str]) -> list[str]:
    """People in the order of how near they are: those who look after the building, then after one
    of the same estate (`neighbours`), then after the grid, then after everything; those alike stay
    in order.
    """
    estate = set(neighbours)

    def distance(reach: Reach) -> int:
        if building is not None and building in reach.buildings:
            return 0
        if estate.intersection(reach.buildings):
            return 1
        if reach.buildings:
            return 4
        return 2 if reach.own_grid else 3

    return [reach.person for reach in sorted(reaches, key=distance)]
