"""What every part of the configuration is made of.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

import ipaddress
import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

RoleName = Literal[
    "resident",
    "building_leader",
    "volunteer",
    "grid_member",
    "grid_leader",
    "property",
    "department",
    "community_secretary",
    "street",
    "duty_officer",
]

_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def _time_of_day(value: object) -> object:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value.zfill(5)
    raise ValueError("must be a time of day such as 07:30")


def _day(value: object) -> object:
    if isinstance(value, str):
        return value
    raise ValueError("must be a date YYYY-MM-DD")


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Day = Annotated[date, BeforeValidator(_day)]


def is_near(host: str) -> bool:
    """Whether a host of an address is this machine or in a private network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".lan"))


class Part(BaseModel):
    """A part of the configuration: unknown options are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
