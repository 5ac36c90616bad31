"""What the configuration says of duty: shifts, and the property companies.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from typing import Literal

from pydantic import Field

from bot.options.parts import Day, Part, TimeOfDay

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "workdays", "restdays"]


class ShiftPart(Part):
    """Somebody is on duty."""

    person: str = Field(description="person on duty")
    days: list[DayName] = Field(
        default=[],
        description="weekdays, working days or days of rest of the calendar; empty: every day",
    )
    begin: TimeOfDay = Field(description="from here on")
    end: TimeOfDay = Field(
        description="until here; earlier than the beginning: over midnight; the same: all day"
    )
    grids: list[str] = Field(default=[], description="for these grids; empty: those of the roles")
    buildings: list[str] = Field(
        default=[], description="buildings looked after; whose they are is asked first"
    )
    since: Day | None = Field(default=None, description="first day; none: from the beginning")
    until: Day | None = Field(default=None, description="last day; none: until further notice")


class CompanyPart(Part):
    """A property company."""

    name: str = Field(description="as `department` of its people")
    grids: list[str] = Field(default=[], description="grids it serves; empty: all")
    estates: list[str] = Field(default=[], description="estates it serves; empty: all of its grids")
    accept_hours: float | None = Field(
        default=None,
        ge=0,
        le=1000,
        description="its own hours to accept what is sent to it; none: those of the item",
    )
