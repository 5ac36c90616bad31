"""Lamps: how a stage's deadline stands (domain rules §5.4).

Comes in: when a stage began and is due, by which clock, and now. Goes out: a colour, and the
instant when it turns yellow. Does not: remind anybody.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.case import DONE, FINAL, CaseStatus
from bot.domain.deadlines import OfficeHours
from bot.domain.matters import Urgency

YELLOW_SHARE: Final = 0.6
"""Share of the time used at which a lamp turns yellow; offices may set another."""

YELLOW_LEFT: Final = timedelta(hours=4)
"""Office time left at which the lamp of handling turns yellow at the latest; offices may set
another.
"""

CHECK_TIME: Final = timedelta(hours=7)
"""Office time within which what was handed in is to be checked: a working day; offices may set
another.
"""

_REMEMBERED: Final = 100_000
"""So many stages' instants are held; beyond them it is begun anew."""

_PRESSING: Final = frozenset({Urgency.P0, Urgency.P1})


class Lamp(StrEnum):
    """Colours of domain rules §5.4."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    FLASHING = "flashing"
    GREY = "grey"
    BLUE = "blue"


class Stage(StrEnum):
    """The three stages that have a lamp each."""

    ACCEPT = "accept"
    HANDLE = "handle"
    CHECK = "check"


class Pace(StrEnum):
    """How a deadline's clock runs: all the time, or in office hours."""

    CONTINUOUS = "continuous"
    OFFICE = "office"


class Clocked(Protocol):
    """What of a case decides its lamps."""

    @property
    def status(self) -> CaseStatus: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def accept_from(self) -> datetime | None: ...
    @property
    def accept_until(self) -> datetime | None: ...
    @property
    def resolve_from(self) -> datetime | None: ...
    @property
    def resolve_until(self) -> datetime | None: ...
    @property
    def check_from(self) -> datetime | None: ...
    @property
    def check_until(self) -> datetime | None: ...
    @property
    def lapses(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From when until when a stage has time, and how its clock runs."""

    begun: datetime
    until: datetime
    pace: Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class LampRules:
    """When lamps turn yellow. `yellow_left` holds for handling only, and only where there is at
    least a working day in all (domain rules §5.4).
    """

    hours: OfficeHours
    yellow_share: float = YELLOW_SHARE
    yellow_left: timedelta = YELLOW_LEFT
    check_time: timedelta = CHECK_TIME
    _turns: dict[tuple[Span, Stage], tuple[datetime, datetime | None]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What was worked out: it holds for as long as the rules do, and boards ask again and again."""

    def passed(self, pace: Pace, start: datetime, end: datetime) -> timedelta:
        """How much of a clock's time passes between two instants."""
        return end - start if pace is Pace.CONTINUOUS else self.hours.between(start, end)

    def later(self, pace: Pace, start: datetime, length: timedelta) -> datetime:
        """The instant when so much of a clock's time has passed."""
        if pace is Pace.CONTINUOUS:
            return start + length
        return self.hours.after_time(start, length)

    def yellow_at(self, span: Span, stage: Stage) -> datetime:
        """When the lamp of a stage turns yellow: a share of its time used, or little left,
        whichever comes first.
        """
        length = self.passed(span.pace, span.begun, span.until)
        used = length * self.yellow_share
        if stage is Stage.HANDLE and length >= self.hours.working_day:
            used = min(used, max(length - self.yellow_left, timedelta(0)))
        return min(self.later(span.pace, span.begun, used), span.until)

    def flashing_at(self, span: Span) -> datetime:
        """When a stage that is late begins to flash: late by as much as the time there was."""
        return self.later(span.pace, span.until, self.passed(span.pace, span.begun, span.until))

    def check_until(self, handed_in: datetime) -> datetime:
        """Until when something that was handed in is to be checked."""
        return self.hours.after_time(handed_in, self.check_time)

    def turns(self, span: Span, stage: Stage) -> tuple[datetime, datetime | None]:
        """When the lamp of a stage turns yellow, and when it begins to flash; None: never by
        itself, where there was no time at all."""
        known = self._turns.get((span, stage))
        if known is None:
            if len(self._turns) >= _REMEMBERED:
                self._turns.clear()
            some = self.passed(span.pace, span.begun, span.until) > timedelta(0)
            known = self.yellow_at(span, stage), self.flashing_at(span) if some else None
            self._turns[span, stage] = known
        return known

    def colour(
        self, span: Span, stage: Stage, now: datetime, *, pressing: bool, again: bool = False
    ) -> Lamp:
        """Green, yellow, red when it is up; flashing when it is pressing, late `again`, or late by
        as much as the time there was.
        """
        yellow, flashing = self.turns(span, stage)
        if now < span.until:
            return Lamp.YELLOW if now >= yellow else Lamp.GREEN
        long_late = flashing is not None and now >= flashing
        return Lamp.FLASHING if pressing or again or long_late else Lamp.RED


def stage_of(case: Clocked) -> Stage:
    """Which stage a case is in."""
    if case.status in DONE:
        return Stage.CHECK
    return Stage.ACCEPT if case.accepted_at is None else Stage.HANDLE


def span_of(case: Clocked, stage: Stage) -> Span | None:
    """The time a case has for a stage, None where it has no deadline: pressing cases are accepted
    by the continuous clock, all else runs in office hours (domain rules §2.3, §5.2).
    """
    if stage is Stage.ACCEPT and case.accept_until is not None:
        pace = Pace.CONTINUOUS if case.urgency in _PRESSING else Pace.OFFICE
        begun = case.accept_from or case.opened_at
        return Span(begun=begun, until=case.accept_until, pace=pace)
    if stage is Stage.HANDLE and case.resolve_until is not None:
        begun = case.resolve_from or case.opened_at
        return Span(begun=begun, until=case.resolve_until, pace=Pace.OFFICE)
    if stage is Stage.CHECK and case.check_until is not None:
        begun = case.check_from or case.done_at or case.opened_at
        return Span(begun=begun, until=case.check_until, pace=Pace.OFFICE)
    return None


def runs(case: Clocked, stage: Stage) -> bool:
    """Whether the clock of a stage still runs for a case."""
    if is_paused(case) or not case.is_open:
        return False
    if stage is Stage.CHECK:
        return case.status is CaseStatus.PENDING_CHECK
    if case.status in DONE:
        return False
    return stage is Stage.HANDLE or case.accepted_at is None


def stage_lamp(case: Clocked, stage: Stage, now: datetime, rules: LampRules) -> Lamp:
    """The lamp of one stage of a case whose clock runs; `lapses` counts a stage that is late now,
    too.
    """
    span = span_of(case, stage)
    if span is None:
        return Lamp.GREEN
    pressing = case.urgency in _PRESSING
    return rules.colour(span, stage, now, pressing=pressing, again=case.lapses > 1)


def is_paused(case: Clocked) -> bool:
    """Whether its clocks stand still, or it is over."""
    paused = case.status is CaseStatus.SUSPENDED or case.paused_at is not None
    return paused or case.status in FINAL


def lamp(case: Clocked, now: datetime, rules: LampRules) -> Lamp:
    """The lamp a case shows: grey while it stands still or is over, blue once it is closed and
    people are asked, else its stage's colour.
    """
    if is_paused(case):
        return Lamp.GREY
    checking = case.status is CaseStatus.PENDING_CHECK and case.check_until is not None
    if case.status in DONE and not checking:
        return Lamp.BLUE
    return stage_lamp(case, stage_of(case), now, rules)
