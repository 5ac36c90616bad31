"""Options of linking groups and of listening there.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from typing import Annotated

from pydantic import Field

from bot.options.parts import Part


class ListeningPart(Part):
    """One-time codes, and when a group is heard less."""

    code_minutes: float = Field(
        default=15, gt=0, le=1440, description="how long a one-time code of `qunli link` is good"
    )
    tries: int = Field(
        default=5, ge=1, le=100, description="wrong codes of a group that are looked at in an hour"
    )
    wrong_share: float = Field(
        default=0.02,
        gt=0,
        le=1,
        description="share of a week's talk taken for reports beyond which a group is heard only "
        "when the bot is addressed",
    )
    talk_least: int = Field(
        default=200, ge=1, le=100_000, description="lines in a week from which that share counts"
    )
    lines_a_minute: int = Field(
        default=60,
        ge=0,
        le=100_000,
        description="lines of one person in a conversation that are looked at in a minute, beside"
        " emergencies; 0: no limit",
    )
    group_lines_a_minute: int = Field(
        default=600, ge=0, le=1_000_000, description="the same of a whole group; 0: no limit"
    )
    few_lines_a_minute: int = Field(
        default=6, ge=1, le=1000, description="lines that each has in a group beyond its limit"
    )
    words: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[], description="words of the office for groups that listen to words"
    )
