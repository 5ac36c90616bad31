"""A figure as it is told: parts and wholes, rounded, and not told of few samples.

Comes in: a part and a whole. Goes out: tenths, and how people read them. Does not: count.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRules:
    """What an office may want otherwise: below how many samples no rate is told, what a "fairly
    satisfied" is worth in the weighted rate, and how fast an emergency is answered.
    """

    few: int = 5
    fair_weight: Fraction = Fraction(3, 5)
    first_answer: timedelta = timedelta(seconds=10)


class Unit(StrEnum):
    """How a value is told."""

    PERCENT = "percent"
    HOURS = "hours"
    ALL_HOURS = "all_hours"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A part of a whole number of samples, or hours in all of so many samples, of which people
    read how many each took, or (`ALL_HOURS`) all of them, of however few; or (`NUMBER`) only how
    many there are.
    """

    part: Fraction | int
    whole: int
    unit: Unit = Unit.PERCENT

    def tenths(self, few: int) -> int | None:
        """Tenths (of a per cent, of an hour), half up; None of fewer samples than `few`."""
        if self.unit is Unit.NUMBER:
            return 10 * self.whole if self.whole else None
        if self.unit is Unit.ALL_HOURS:
            return (20 * Fraction(self.part) + 1).__floor__() // 2 if self.whole else None
        if self.whole < max(few, 1):
            return None
        scale = 1000 if self.unit is Unit.PERCENT else 10
        return (2 * scale * Fraction(self.part) / self.whole + 1).__floor__() // 2

    def shown(self, few: int) -> str | None:
        """As people read it, such as 99.8; None of fewer samples than `few`."""
        tenths = self.tenths(few)
        if tenths is None:
            return None
        return str(tenths // 10) if self.unit is Unit.NUMBER else f"{tenths // 10}.{tenths % 10}"
