"""The figures an office may want otherwise, with their documented defaults (docs/config.md).

Comes in: values from the configuration. Goes out: one frozen `Settings`. Does not: read files.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.domain.calls import CallPatience
from bot.domain.emergencies import CALL_WAITS
from bot.domain.listening import ListeningRules
from bot.domain.whistle import WhistlePatience


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Durations are timedeltas, times of day are local (Asia/Shanghai)."""

    # assembly: when one person's turn is over
    quiet_window: timedelta = timedelta(seconds=8)
    quiet_window_addressed: timedelta = timedelta(seconds=2)
    longest_wait: timedelta = timedelta(seconds=30)
    # privacy: how long words that are no request may be held as context (at most 900 s)
    context: timedelta = timedelta(seconds=300)
    remember_ids: timedelta = timedelta(days=7)
    parked: timedelta = timedelta(hours=24)
    # linking groups, and listening there
    listening: ListeningRules = field(default_factory=ListeningRules)
    # understanding
    caution: float = 0.0
    alarm: float = 0.5
    alarm_doubt: float = 0.1
    spoken_caution: float = 0.7
    # talk that may be a report, and learning from what staff put right
    doubt_below: float = 1.0
    doubt_above: float = 0.0
    second_thought: float = 0.5
    doubts_a_day: int = 3
    doubts_a_day_in_grid: int = 3
    doubt_hold: timedelta = timedelta(hours=24)
    learning_consent: bool = False
    # casework
    incident_window: timedelta = timedelta(hours=72)
    cases_in_sight: int = 30
    question_patience: timedelta = timedelta(hours=12)
    group_lines_a_day: int = 6
    answer_threshold: float = 0.56
    acknowledge_together: timedelta = timedelta(seconds=60)
    # night rest and callbacks
    night_begin: time = time(22)
    night_end: time = time(7)
    callback_begin: time = time(9)
    callback_end: time = time(20)
    callback_patience: timedelta = timedelta(days=3)
    # side roads: returns, extensions, pauses, reopening
    return_within: timedelta = timedelta(hours=4)
    returns_most: int = 2
    extensions_most: int = 1
    material_days: int = 2
    pause_days: int = 10
    pause_longest: timedelta = timedelta(days=365)
    reopen_within: timedelta = timedelta(days=7)
    reopenings_most: int = 2
    # lamps and emergencies
    yellow_share: float = 0.6
    yellow_left: timedelta = timedelta(hours=4)
    check_time: timedelta = timedelta(hours=7)
    reminder_begin: time = time(9)
    reminder_gather: timedelta = timedelta(minutes=5)
    reminders_a_day: int = 2
    reminder_lines: int = 8
    confirm_patience: timedelta = timedelta(seconds=60)
    live_alarm_limit: timedelta = timedelta(minutes=10)
    call_waits: tuple[timedelta, ...] = CALL_WAITS
    under_way: timedelta = timedelta(minutes=5)
    aftermath_days: int = 1
    drill_limit: timedelta = timedelta(hours=2)
    # calls, whistles, and how long a draft waits for its one person
    calls: CallPatience = field(default_factory=CallPatience)
    whistles: WhistlePatience = field(default_factory=WhistlePatience)
    draft_patience: timedelta = timedelta(days=3)
    # outbox
    delivery_patience: timedelta = timedelta(days=1)
    first_retry: timedelta = timedelta(seconds=5)
    longest_retry: timedelta = timedelta(minutes=10)
    sends_at_once: int = 8
    together_after: timedelta = timedelta(seconds=10)
    # stages
    lease: timedelta = timedelta(seconds=60)
    reading_lease: timedelta = timedelta(seconds=8)
    poll: timedelta = timedelta(seconds=1)
    batch: int = 500
    max_attempts: int = 3
