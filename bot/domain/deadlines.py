"""Deadlines by three clocks: continuous, office hours, working days (domain rules §5.3).

Comes in: an instant, a length, and a calendar that knows working days. Goes out: the instant when
it is up, aware UTC. Does not: know holidays itself (a `WorkingDays` does), nor keep timers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, Protocol

from bot.domain.matters import Matter, Urgency

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one time zone and no daylight saving since 1991."""

DEFAULT_SPANS: Final = ((time(9), time(12)), (time(14), time(18)))


class WorkingDays(Protocol):
    """Which days are worked, moved days included."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """The hours of a working day, in order, not overlapping; local time (domain rules §5.3.3: 7
    hours).
    """

    days: WorkingDays
    spans: tuple[tuple[time, time], ...] = DEFAULT_SPANS

    def after_hours(self, start: datetime, hours: float) -> datetime:
        """The instant when `hours` office hours have passed since `start`."""
        return self.after_time(start, timedelta(hours=hours))

    def after_time(self, start: datetime, length: timedelta) -> datetime:
        """The instant when so much office time has passed since `start`."""
        left = length
        moment = start.astimezone(SHANGHAI)
        while True:
            for begin, end in self._spans(moment.date()):
                at = max(moment, begin)
                if at >= end:
                    continue
                if at + left <= end:
                    return (at + left).astimezone(UTC)
                left -= end - at
            moment = _midnight(moment.date() + timedelta(days=1))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much office time passes from `start` to `end`; nothing where `end` is earlier."""
        passed, whole = timedelta(0), self.working_day
        moment, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
        first_day = day = moment.date()
        last_day = last.date()
        while day <= last_day:
            if first_day < day < last_day:
                passed += whole if self.days.is_working_day(day) else timedelta(0)
            else:
                for begin, close in self._spans(day):
                    passed += max(min(last, close) - max(moment, begin), timedelta(0))
            day += timedelta(days=1)
        return passed

    @property
    def working_day(self) -> timedelta:
        """The office time of one working day."""
        lengths = (
            datetime.combine(date.min, end) - datetime.combine(date.min, begin)
            for begin, end in self.spans
        )
        return sum(lengths, timedelta(0))

    def after_days(self, start: datetime, days: int) -> datetime:
        """The close of the `days`-th working day after the day of `start` (Civil Code art. 201,
        203).
        """
        day = start.astimezone(SHANGHAI).date()
        left = days
        while left > 0:
            day += timedelta(days=1)
            if self.days.is_working_day(day):
                left -= 1
        while not self.days.is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, self.spans[-1][1], SHANGHAI).astimezone(UTC)

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.days.is_working_day(day):
            return []
        return [
            (datetime.combine(day, begin, SHANGHAI), datetime.combine(day, end, SHANGHAI))
            for begin, end in self.spans
        ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Until when a case is to be accepted and settled."""

    accept_until: datetime
    resolve_until: datetime


def deadlines(*, matter: Matter, urgency: Urgency, now: datetime, hours: OfficeHours) -> Deadlines:
    """Deadlines of a new case (domain rules §2.3, §5.2): P0 and P1 are accepted by the continuous
    clock.
    """
    if urgency in (Urgency.P0, Urgency.P1):
        accept = now + timedelta(hours=matter.accept_hours)
    else:
        accept = hours.after_hours(now, matter.accept_hours)
    return Deadlines(
        accept_until=accept,
        resolve_until=hours.after_days(now, max(matter.resolve_workdays, 1)),
    )


def is_quiet(moment: datetime, *, begin: time, end: time) -> bool:
    """Whether local time is inside the night rest, which may span midnight (domain rules §5.3)."""
    local = moment.astimezone(SHANGHAI).time()
    if begin <= end:
        return begin <= local < end
    return local >= begin or local < end


def next_time(moment: datetime, at: time) -> datetime:
    """The next instant, not before `moment`, when local clocks show `at`; aware UTC."""
    local = moment.astimezone(SHANGHAI)
    target = datetime.combine(local.date(), at, SHANGHAI)
    if target < local:
        target += timedelta(days=1)
    return target.astimezone(UTC)
