"""Options of meetings: their days, when what lies before them is told, and how what they decide is
watched.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time

from pydantic import Field

from bot.options.parts import Day, Part, TimeOfDay


class MeetingsPart(Part):
    """The meetings of a community; days of joint ones stand with the digests."""

    leaders: list[Day] = Field(default=[], description="days of the grid leaders' meetings")
    grids: list[Day] = Field(default=[], description="days of the meetings of each grid")
    days_before: int = Field(
        default=1, ge=0, le=14, description="days before a meeting on which it is told of"
    )
    tell_at: TimeOfDay = Field(default=time(9), description="time of day when it is told of")
    ask_at: TimeOfDay = Field(
        default=time(9),
        description="time of day when whoever sees to something is asked, on its last day",
    )
    again_days: int = Field(
        default=3, ge=1, le=30, description="days after which he is asked again without an answer"
    )
    asked_most: int = Field(default=3, ge=1, le=10, description="how often he is asked in all")
    confirm_minutes: int = Field(
        default=30,
        ge=1,
        le=720,
        description="minutes in which it is confirmed how something was understood",
    )
