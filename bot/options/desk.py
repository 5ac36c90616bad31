"""Options of the desk: how long people stay signed in, what stops those who guess, how soon people
are answered about their data.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from typing import Literal

from pydantic import Field

from bot.options.parts import Part


class DeskPart(Part):
    """Accounts are made with `qunli user add`."""

    idle_hours: float = Field(
        default=12, gt=0, le=168, description="a session ends after so long without a request"
    )
    session_days: float = Field(
        default=7, gt=0, le=90, description="a session ends after so long in any case"
    )
    wrong_passwords: int = Field(
        default=5, ge=3, le=100, description="so many in a row lock an account"
    )
    locked_minutes: float = Field(default=15, gt=0, le=1440, description="for so long")
    tries_a_minute: int = Field(
        default=10, ge=1, le=1000, description="attempts to sign in from one address"
    )
    answer_days: int = Field(
        default=15, ge=1, le=60, description="to answer who wants to see or erase his data"
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+(/[^\s]*)?)?$",
        description="how pages are reached from outside, for codes on walls and links in digests",
    )
    dingtalk_login: bool = Field(
        default=False,
        description="whether staff may sign in by DingTalk; takes `public_url`",
    )
    reports_a_minute: int = Field(
        default=5, ge=1, le=1000, description="reports from one address behind a code"
    )
    open311: Literal["off", "keys", "public"] = Field(
        default="off",
        description="Open311 GeoReport v2: not there, for keys only, or readable for everybody",
    )
    key_requests_a_minute: int = Field(
        default=600, ge=1, le=100_000, description="requests of one key to the interface"
    )
