"""What a person is to be reminded of, and when reminders may reach him (domain rules §5.3, §5.4).

Comes in: a case's stage, whom it concerns, how many reminders he had that day. Goes out: frozen
values kept in rows until they are said, and instants. Does not: know whether it is still true when
it is said (whoever says it looks again).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.deadlines import SHANGHAI, is_quiet, next_time
from bot.domain.lamps import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """One case that one person is to be reminded of at `due_at`, with whatever else is due then.

    `as_owner`: only as long as he has it in hand.
    """

    person: str
    case: str
    stage: Stage
    as_owner: bool
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """How often a person is reminded. What turns up within `gather` is said together, at most
    `lines` cases by name, at most `a_day` times between `begin` and the night. What presses waits
    for the end of the night only.
    """

    night_begin: time
    night_end: time
    begin: time
    gather: timedelta
    a_day: int
    lines: int

    def due(self, now: datetime, *, had: int, pressing: bool) -> datetime:
        """When a reminder may be said: not before the hour of reminders, the second of a day not
        before half of it is over, unless it is pressing; nothing by night, nothing beyond the
        number.
        """
        at = self.by_day(now + self.gather)
        if not pressing and is_quiet(at, begin=self.night_begin, end=self.begin):
            at = next_time(at, self.begin)
        if had >= self.a_day and _day(at) == _day(now):
            return self.tomorrow(at)
        if pressing or _day(at) != _day(now):
            return at
        begin = datetime.combine(_day(at), self.begin, SHANGHAI)
        return max(at, begin + self._length * had / self.a_day)

    def by_day(self, moment: datetime) -> datetime:
        """The instant itself, or the end of the night it is in."""
        if is_quiet(moment, begin=self.night_begin, end=self.night_end):
            return next_time(moment, self.night_end)
        return moment

    def tomorrow(self, moment: datetime) -> datetime:
        """The next morning when reminders begin again."""
        return datetime.combine(_day(moment) + timedelta(days=1), self.begin, SHANGHAI)

    @property
    def _length(self) -> timedelta:
        day = date.min
        waking = datetime.combine(day, self.night_begin) - datetime.combine(day, self.begin)
        return waking % timedelta(days=1)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def day_of(moment: datetime) -> str:
    """The day by which reminders are counted."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"
