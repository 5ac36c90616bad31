"""Options of calls, whistles and drafts (domain rules §7).

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class CallsPart(Part):
    """How long each level that was called has to answer."""

    community_hours: float = Field(
        default=2, gt=0, le=70, description="office hours until the community is to answer"
    )
    street_hours: float = Field(
        default=4, gt=0, le=70, description="office hours until the street is to answer"
    )
    department_days: int = Field(
        default=1, ge=1, le=30, description="working days until the department is to answer"
    )
    leaders_days: int = Field(
        default=3, ge=1, le=30, description="working days until it is clear who leads"
    )
    draft_days: float = Field(
        default=3, gt=0, le=30, description="so long may the one person send what was drafted"
    )


class WhistlesPart(Part):
    """Until when departments are to report in."""

    emergency_minutes: float = Field(
        default=30, gt=0, le=1440, description="emergency whistle: minutes, day and night"
    )
    enforcement_days: int = Field(
        default=1, ge=1, le=30, description="enforcement whistle: working days"
    )
    hard_days: int = Field(default=3, ge=1, le=60, description="hard matter: working days")
