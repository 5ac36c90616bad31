"""Options of what the program does where it does not know, and of what it learns from people.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from pydantic import Field

from bot.options.parts import Part


class DoubtsPart(Part):
    """Talk that may be a report: one person is asked in private, no group hears of it."""

    below: float = Field(
        default=1.0,
        ge=0,
        le=5,
        description="how far (log-odds) talk may be below a report to be asked about; 0: never",
    )
    above: float = Field(
        default=0.0,
        ge=0,
        le=5,
        description="how far a report may be above it and still be asked about before it opens "
        "a case",
    )
    second_thought: float = Field(
        default=0.5,
        ge=0.3,
        le=1.1,
        description="chance from which a report is taken for more about a case that is open; "
        "above 1: never",
    )
    a_day: int = Field(
        default=3, ge=0, le=20, description="questions to one person a day; 0: all wait on the desk"
    )
    a_day_in_grid: int = Field(default=3, ge=0, le=100, description="questions in a grid a day")
    hold_hours: float = Field(
        default=24,
        gt=0,
        le=72,
        description="how long the words of a doubt are held for an answer; erased then at the "
        "latest",
    )


class LearningPart(Part):
    """What staff put right, as examples to learn from."""

    consent: bool = Field(
        default=False,
        description="whether the office consents to keeping corrected texts, de-identified",
    )
