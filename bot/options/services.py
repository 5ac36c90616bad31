"""Options of services: when needs and resources that fit are proposed, how long people are waited
for.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time

from pydantic import Field

from bot.options.parts import Part, TimeOfDay


class ServicesPart(Part):
    """Needs and resources brought together, and what comes of it."""

    propose_at: list[TimeOfDay] = Field(
        default=[time(10), time(16)],
        min_length=1,
        max_length=12,
        description="times of day when grid leaders are told what fits, where something is new",
    )
    lines: int = Field(default=5, ge=1, le=9, description="pairs in one message")
    patience_days: int = Field(
        default=2, ge=1, le=14, description="days in which an answer is waited for"
    )
    ask_after_days: int = Field(
        default=3,
        ge=1,
        le=30,
        description="days after which it is asked whether it was done, where no day was named",
    )
    minutes_each: int = Field(
        default=30, ge=5, le=480, description="minutes of somebody's hours that one need takes"
    )
