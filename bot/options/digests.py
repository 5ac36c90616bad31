"""Options of what grid leaders are told and when.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time

from pydantic import Field

from bot.options.parts import Day, Part, TimeOfDay


class DigestsPart(Part):
    """One message to each grid leader."""

    times: list[TimeOfDay] = Field(
        default=[time(8, 30), time(17, 30)],
        max_length=6,
        description="times of day when grid leaders are told; empty: never by day",
    )
    week_day: int = Field(
        default=0, ge=0, le=7, description="day of the weekly one, 1 is Monday; 0: none"
    )
    week_time: TimeOfDay = Field(default=time(16, 30), description="its time of day")
    owners_day: int = Field(
        default=7,
        ge=0,
        le=7,
        description="day on which owners' groups are told of their week, 1 is Monday; 0: none",
    )
    owners_time: TimeOfDay = Field(default=time(19, 30), description="its time of day")
    community_day: int = Field(
        default=1,
        ge=0,
        le=7,
        description="day on which the secretary and the street are told of the week before, 1 is "
        "Monday; 0: none",
    )
    community_time: TimeOfDay = Field(default=time(8, 45), description="its time of day")
    meetings: list[Day] = Field(
        default=[],
        description="days of joint meetings, YYYY-MM-DD: that morning grid leaders are told of the "
        "week, and the secretary and the street, too",
    )
    late_hours: float = Field(
        default=3, gt=0, le=12, description="a round that is later than this is left out"
    )
    lines: int = Field(default=12, ge=4, le=12, description="longest in lines")
    characters: int = Field(default=500, ge=120, le=500, description="longest in characters")
    tell_nothing: bool = Field(
        default=True, description="whether one line is said where there is nothing to tell"
    )
    pictures: bool = Field(
        default=True, description="whether a picture comes with it, where the platform carries one"
    )
    a_minute: int = Field(
        default=20, ge=1, le=600, description="so many go out in a minute, over all grids"
    )
    hot_days: int = Field(default=7, ge=1, le=14, description="days looked at for hot spots")
    hot_times: int = Field(
        default=3, ge=2, le=100, description="so many reports of one thing make a hot spot"
    )
    undo_minutes: float = Field(
        default=30,
        ge=0,
        le=1440,
        description="how long what was done by a number of a digest can be taken back",
    )
