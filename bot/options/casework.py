"""Options of the case engine: its figures and its times of day.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time
from typing import Annotated

from pydantic import Field

from bot.options.parts import Day, Part, TimeOfDay


class CaseworkPart(Part):
    """Figures of the case engine."""

    incident_hours: float = Field(
        default=72, gt=0, le=720, description="reports this far apart at most can be one incident"
    )
    cases_in_sight: int = Field(
        default=30, ge=5, le=200, description="open cases of a grid that a message may refer to"
    )
    question_hours: float = Field(
        default=12,
        gt=0,
        le=168,
        description="how long the bot waits for an answer to its own question",
    )
    group_lines_a_day: int = Field(default=6, ge=0, le=1000, description="emergencies aside")
    acknowledge_together_seconds: float = Field(
        default=60, ge=0, le=3600, description="reports this close together get one answer"
    )
    callback_patience_days: float = Field(
        default=3,
        gt=0,
        le=30,
        description="patience for an answer to a callback, and again after the reminder",
    )
    return_hours: float = Field(
        default=4, gt=0, le=70, description="office hours after acceptance to give a case back in"
    )
    returns_most: int = Field(
        default=2, ge=1, le=10, description="given back so often, the street decides who has it"
    )
    extensions_most: int = Field(
        default=1, ge=0, le=10, description="how often the time of a case may be extended"
    )
    material_workdays: int = Field(
        default=2, ge=1, le=30, description="working days to wait for what a resident has to bring"
    )
    pause_days: int = Field(
        default=10, ge=1, le=365, description="days set aside where nobody says until when"
    )
    pause_longest_days: int = Field(
        default=365, ge=1, le=3650, description="days that a case may be set aside at most"
    )
    reopen_days: float = Field(
        default=7, gt=0, le=365, description="days after closing within which it is reopened"
    )
    reopenings_most: int = Field(
        default=2, ge=0, le=10, description="reopened so often, it ends as done what could be done"
    )
    yellow_share: float = Field(
        default=0.6, gt=0, lt=1, description="share of a deadline after which the lamp turns yellow"
    )
    yellow_hours: float = Field(
        default=4,
        ge=0,
        le=70,
        description="office hours left at which the lamp of handling is yellow at the latest",
    )
    check_hours: float = Field(
        default=7,
        gt=0,
        le=70,
        description="office hours within which what was handed in is to be checked",
    )
    reminder_gather_minutes: float = Field(
        default=5, ge=0, le=120, description="reminders this close together become one message"
    )
    reminders_a_day: int = Field(
        default=2, ge=1, le=10, description="how often a person is reminded in a day at most"
    )
    reminder_lines: int = Field(
        default=8, ge=1, le=30, description="cases named in one reminder at most"
    )
    confirm_seconds: float = Field(
        default=60,
        gt=0,
        le=600,
        description="within which a person is to look at an uncertain emergency",
    )
    call_minutes: list[Annotated[float, Field(gt=0, le=120)]] = Field(
        default=[2, 4, 7, 10],
        min_length=4,
        max_length=4,
        description="when the next are called in an emergency: grid leader, secretary, duty room, "
        "everybody again",
    )
    under_way_minutes: float = Field(
        default=5,
        ge=0,
        le=60,
        description="so long the next are not called once somebody says that he is on his way",
    )
    aftermath_workdays: int = Field(
        default=1,
        ge=1,
        le=30,
        description="working days to settle what is left once a danger is over",
    )
    drill_hours: float = Field(
        default=2, gt=0, le=12, description="a drill that nobody ends is over after this"
    )
    live_alarm_minutes: float = Field(
        default=10,
        gt=0,
        le=120,
        description="emergencies that arrive later than this go to staff only",
    )


class HoursPart(Part):
    """Local times (Asia/Shanghai)."""

    night_begin: TimeOfDay = Field(
        default=time(22), description="from here on nothing but emergencies is said"
    )
    night_end: TimeOfDay = Field(default=time(7), description="until here")
    reminder_begin: TimeOfDay = Field(
        default=time(9), description="reminders of lamps are said from here on, pressing ones aside"
    )
    callback_begin: TimeOfDay = Field(
        default=time(9), description="callbacks are asked from here on"
    )
    callback_end: TimeOfDay = Field(default=time(20), description="until here")
    office: list[tuple[TimeOfDay, TimeOfDay]] = Field(
        default=[(time(9), time(12)), (time(14), time(18))],
        min_length=1,
        description="office hours of a working day",
    )
    extra_holidays: list[Day] = Field(
        default=[], description="days off beside the official calendar, YYYY-MM-DD"
    )
    extra_working_days: list[Day] = Field(
        default=[], description="working days beside the official calendar, YYYY-MM-DD"
    )
