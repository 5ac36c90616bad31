"""Options of the lists of what is held out and looked for, and of calls for volunteers.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time

from pydantic import Field

from bot.options.parts import Part, TimeOfDay


class GivingsPart(Part):
    """What is held out and looked for."""

    confirm_minutes: int = Field(
        default=30,
        ge=1,
        le=720,
        description="minutes in which it is confirmed how something was understood",
    )
    stands_days: int = Field(
        default=30, ge=1, le=365, description="days it is listed where nobody said until when"
    )
    owners_too: bool = Field(
        default=False,
        description="whether an owners' group reads what its own case lacks, too",
    )
    by_choice: bool = Field(
        default=False,
        description="whether the grid's leader chooses who takes on what a case lacks; otherwise "
        "whoever says so first",
    )


class MustersPart(Part):
    """Calls for volunteers."""

    evening: TimeOfDay = Field(
        default=time(19), description="time on the day before when people are reminded"
    )
    shortly_minutes: int = Field(
        default=60,
        ge=5,
        le=720,
        description="minutes before the beginning, where there is no evening before",
    )
    usual_hours: float = Field(
        default=2, gt=0, le=24, description="how long it is taken to last where nobody said so"
    )
    last_word_days: int = Field(
        default=2, ge=1, le=14, description="days after its end in which it is told who came"
    )
