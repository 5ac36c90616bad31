"""Figures of what neighbours, building leaders and meetings do, each formula a pure function.

Comes in: facts as a period saw them. Goes out: parts and wholes. Does not: query, group, word
anything, or tell of one person.
"""

from collections.abc import Sized
from datetime import timedelta
from fractions import Fraction

from bot.domain.facts import Facts, Period
from bot.domain.giving import Side
from bot.domain.value import FigureRules, Unit, Value


def number(of: Sized) -> Value:
    """So many, of however few."""
    return Value(part=len(of), whole=len(of), unit=Unit.NUMBER)


def hours(lasted: timedelta) -> Fraction:
    """By the clock on the wall."""
    return Fraction(lasted // timedelta(seconds=1), 3600)


def offered(facts: Facts, _: Period, __: FigureRules) -> Value:
    """What was held out and listed in the period: the list of resources."""
    return number([fact for fact in facts.givings if fact.side is Side.RESOURCE])


def needed(facts: Facts, _: Period, __: FigureRules) -> Value:
    """What was looked for and listed in the period: the list of needs."""
    return number([fact for fact in facts.givings if fact.side is Side.NEED])


def met(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Needs for which a service was drawn up, of those listed in the period."""
    whole = [fact for fact in facts.givings if fact.side is Side.NEED]
    return Value(part=sum(fact.met for fact in whole), whole=len(whole))


def delivered(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Services delivered, of those drawn up in the period: how the lists of needs, resources and
    services are judged where they were tried.
    """
    done = sum(fact.delivered for fact in facts.services)
    return Value(part=done, whole=len(facts.services))


def calls_full(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Calls for volunteers that were full, of those that began in the period."""
    full = sum(fact.filled_in is not None for fact in facts.calls)
    return Value(part=full, whole=len(facts.calls))


def calls_filled_in(facts: Facts, _: Period, __: FigureRules) -> Value:
    """How long it took until those that were full were so."""
    lasted = [fact.filled_in for fact in facts.calls if fact.filled_in is not None]
    return Value(part=hours(sum(lasted, timedelta(0))), whole=len(lasted), unit=Unit.HOURS)


def word_kept(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Of those who had a place in a call whose attendance was booked, those who came."""
    came, placed = (sum(getattr(fact, name) for fact in facts.calls) for name in ("came", "placed"))
    return Value(part=came, whole=placed)


def served(facts: Facts, _: Period, __: FigureRules) -> Value:
    """All hours that volunteers were booked and that stand; of so many people."""
    minutes = sum(fact.minutes for fact in facts.hours)
    people = {fact.person for fact in facts.hours}
    return Value(part=Fraction(minutes, 60), whole=len(people), unit=Unit.ALL_HOURS)


def resolved(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Resolutions of meetings done in time, of those due in the period."""
    done = sum(fact.in_time for fact in facts.resolutions)
    return Value(part=done, whole=len(facts.resolutions))


def duties(facts: Facts, _: Period, __: FigureRules) -> Value:
    """What building leaders did: told, listened, looked after, reported, helped. A number, and
    none of anybody: leaders have no quotas.
    """
    return number(facts.deeds)


def visits(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Visits to the families that somebody looks after."""
    return number(range(sum(fact.visits for fact in facts.care)))


def visited(facts: Facts, _: Period, __: FigureRules) -> Value:
    """Families that were visited, of those that somebody looks after."""
    return Value(part=sum(fact.visits > 0 for fact in facts.care), whole=len(facts.care))
