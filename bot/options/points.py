"""Options of points: what they are given for, what they buy, how long they last.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from datetime import time
from typing import Literal

from pydantic import Field

from bot.domain.goods import MOST, NAME_MOST, PARTNER_MOST
from bot.options.parts import Day, Part, TimeOfDay


class ActivityPart(Part):
    """Something that points are given for."""

    names: list[str] = Field(
        min_length=1, max_length=12, description="words for it, the usual one first"
    )
    an_hour: int = Field(ge=1, le=1000, description="points for an hour of it")


class GoodPart(Part):
    """Something that a partner gives for points."""

    id: str = Field(min_length=1, max_length=32, description="id, never used for another good")
    name: str = Field(min_length=1, max_length=NAME_MOST, description="what it is called")
    partner: str = Field(min_length=1, max_length=PARTNER_MOST, description="who gives it")
    points: int = Field(ge=1, le=MOST, description="what it costs")
    stock: int = Field(ge=0, le=MOST, description="how many there were to begin with")
    until: Day | None = Field(default=None, description="last day; none: without end")
    people: list[str] = Field(
        default=[], description="people of the partner who may take codes, beside staff"
    )


class PointsPart(Part):
    """Points for volunteers. Without activities there are none."""

    activities: list[ActivityPart] = Field(
        default=[], max_length=50, description="what points are given for"
    )
    goods: list[GoodPart] = Field(default=[], max_length=200, description="what points buy")
    days: int = Field(
        default=365, ge=30, le=3650, description="days after which earned points run out"
    )
    code_days: int = Field(
        default=14, ge=1, le=90, description="days in which a code has to be shown"
    )
    hours_a_day: float = Field(
        default=10, gt=0, le=24, description="most hours that are believed of a person and day"
    )
    correct_days: int = Field(
        default=7, ge=0, le=90, description="days in which a wrong entry can be taken back"
    )
    honours: Literal["none", "quarter", "year"] = Field(
        default="quarter",
        description="after which time each grid leader is told alone what volunteers did",
    )
    honours_at: TimeOfDay = Field(
        default=time(9), description="time of the first day after it when he is told"
    )
    honours_most: int = Field(default=20, ge=1, le=60, description="people by name in it")
    stars: list[int] = Field(
        default=[100, 300, 600, 1000, 1500],
        max_length=5,
        description="points earned in a year from which there is one star more, rising",
    )
