"""Options of building leaders.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class LeadersPart(Part):
    """Building leaders and the families they look after."""

    quiet_days: int = Field(
        default=30,
        ge=7,
        le=365,
        description="a building is silent whose leader has done nothing for so long",
    )
    again_days: int = Field(
        default=3,
        ge=1,
        le=30,
        description="days after which whoever has not told of a visit is reminded once more",
    )
