"""Which cases a rate counts: those of its whole, and of its part.

Comes in: facts as a period saw them. Goes out: facts. Does not: make a rate of them
(`bot.domain.figures` does), or leave anything out because there is little of it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.domain.facts import CaseFact, Facts, Outcome, Period

_GOOD: Final = 4


class Samples(NamedTuple):
    """Cases of the denominator, and those of them that are in the numerator."""

    part: tuple[CaseFact, ...] = ()
    whole: tuple[CaseFact, ...] = ()

    @property
    def rest(self) -> tuple[CaseFact, ...]:
        """Of the whole, what is not in the part."""
        counted = {fact.key for fact in self.part}
        return tuple(fact for fact in self.whole if fact.key not in counted)


def opened(facts: Facts, period: Period) -> list[CaseFact]:
    """Cases opened in the period, counting or not."""
    return [fact for fact in facts.cases if fact.opened_at in period]


def counting(facts: Facts, period: Period) -> list[CaseFact]:
    """Those of them that stand in denominators."""
    return [fact for fact in opened(facts, period) if fact.counts]


def due(facts: Facts, period: Period) -> list[CaseFact]:
    """Cases that had to be done in the period."""
    return [fact for fact in facts.cases if fact.counts and fact.resolve_until in period]


def answers(facts: Facts) -> list[CaseFact]:
    """What residents said of a case when they were asked. Merged ones are heard, too (§6.4)."""
    heard = (Outcome.OPEN, Outcome.DONE, Outcome.MERGED)
    return [fact for fact in facts.cases if fact.outcome in heard and fact.score is not None]


def is_by(at: object, until: object) -> bool:
    """Whether both are known and the one is not after the other."""
    return at is not None and until is not None and at <= until  # type: ignore[operator]


def _of(whole: list[CaseFact], is_in: Callable[[CaseFact], bool]) -> Samples:
    return Samples(part=tuple(filter(is_in, whole)), whole=tuple(whole))


def settled(facts: Facts, period: Period) -> Samples:
    """Done of all opened in the period: the office's own way, 1972 of 1976 are 99.8%."""
    return _of(counting(facts, period), lambda fact: fact.outcome is Outcome.DONE)


def settled_in_time(facts: Facts, period: Period) -> Samples:
    """Done in time of all that had to be done in the period."""
    return _of(due(facts, period), lambda fact: is_by(fact.done_at, fact.resolve_until))


def satisfied(facts: Facts, _period: Period) -> Samples:
    """Satisfied and very satisfied of all who answered."""
    return _of(answers(facts), lambda fact: (fact.score or 0) >= _GOOD)


SAMPLES: Final[Mapping[str, Callable[[Facts, Period], Samples]]] = MappingProxyType(
    {"settled": settled, "settled_in_time": settled_in_time, "satisfied": satisfied}
)
"""Of the rates whose cases are listed, by the name of the rate."""
