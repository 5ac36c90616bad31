"""Options of what is counted, kept and proved.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class FiguresPart(Part):
    """The rates of `qunli figures`."""

    few: int = Field(
        default=5, ge=1, le=1000, description="of fewer samples than this no rate is told"
    )
    fair_weight: float = Field(
        default=0.6,
        ge=0,
        le=1,
        description="what a fairly satisfied resident is worth in the weighted rate",
    )
    first_answer_seconds: float = Field(
        default=10, gt=0, le=600, description="how soon an emergency is to be answered"
    )


class AuditPart(Part):
    """What makes a changed history noticeable."""

    anchors: str | None = Field(
        default="auto",
        description="file to which each day's anchor is added; auto: beside the store; none: they "
        "are kept in the store only, where whoever changes it can change them, too",
    )


class RetentionPart(Part):
    """How long what belongs to cases is kept after they are over; 0 days: for good."""

    case_days: int = Field(
        default=730, ge=0, le=36500, description="words and names of an ordinary case"
    )
    dispute_days: int = Field(
        default=0, ge=0, le=36500, description="of a dispute, as its archive demands"
    )
    emergency_days: int = Field(default=30, ge=0, le=36500, description="of an emergency")
    rejected_days: int = Field(
        default=30, ge=0, le=36500, description="of what was turned away, merged or withdrawn"
    )
    said_days: int = Field(
        default=180, ge=0, le=36500, description="sentences of the bot about no case"
    )
