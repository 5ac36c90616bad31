"""The three meetings of a community, and when what lies before each is told.

Comes in: what an office has decided, the clock. Goes out: `MeetingRules`, the meetings that are to
be told of. Does not: find out what lies before them, or tell anybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.deadlines import SHANGHAI


class Platform(StrEnum):
    """The joint meeting of each quarter, that of a community's grid leaders, that of a grid."""

    JOINT = "joint"
    LEADERS = "leaders"
    GRID = "grid"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRules:
    """What an office may want otherwise. `leaders` are the days of the grid leaders' meetings,
    `grids` those of each grid's own (the joint ones stand with the digests). What lies before a
    meeting is told `days_before` it at `tell_at`. Who sees to something is asked at `ask_at` on its
    last day, and again every `again` days, `asked_most` times in all. How something was understood
    is to be confirmed within `confirm_within`.
    """

    leaders: tuple[date, ...] = ()
    grids: tuple[date, ...] = ()
    days_before: int = 1
    tell_at: time = time(9)
    ask_at: time = time(9)
    again: int = 3
    asked_most: int = 3
    confirm_within: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """One of them."""

    day: date
    platform: Platform

    @property
    def name(self) -> str:
        """What it is noted under."""
        return f"{self.platform.value}/{self.day.isoformat()}"


def to_tell(rules: MeetingRules, joint: Sequence[date], now: datetime) -> list[Meeting]:
    """The meetings that are to be told of now, if they were not: from its hour on until the meeting
    is held.
    """
    there = now.astimezone(SHANGHAI)
    return sorted(
        meeting
        for meeting in _planned(rules, joint)
        if _told_at(meeting, rules) <= there and there.date() <= meeting.day
    )


def _planned(rules: MeetingRules, joint: Sequence[date]) -> Iterator[Meeting]:
    days = {Platform.JOINT: joint, Platform.LEADERS: rules.leaders, Platform.GRID: rules.grids}
    for platform, dates in days.items():
        yield from (Meeting(day, platform) for day in dates)


def _told_at(meeting: Meeting, rules: MeetingRules) -> datetime:
    day = meeting.day - timedelta(days=rules.days_before)
    return datetime.combine(day, rules.tell_at, SHANGHAI)
