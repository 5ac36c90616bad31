"""The rates that offices publish, each formula a pure function (domain rules §9).

Comes in: facts as a period saw them. Goes out: parts and wholes; a rate is told in tenths of a
per cent, rounded half up, and not at all of few samples. Does not: query, group, or word anything.

Denominators leave out what was merged, not for the grid, withdrawn or a drill. A case belongs to
the day on which happened what a figure counts: opened, due, sent, rated.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.domain import efforts, samples
from bot.domain.facts import CaseFact, Facts, Outcome, Period, Summons
from bot.domain.samples import answers, counting, due, is_by, opened
from bot.domain.value import FigureRules, Unit, Value

_FAIR = 3


def share(part: Iterable[CaseFact], whole: Iterable[CaseFact]) -> Value:
    """So many of so many."""
    return Value(part=sum(1 for _ in part), whole=sum(1 for _ in whole))


def _settled(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Done of all opened in the period: the office's own way, 1972 of 1976 are 99.8%."""
    return share(*samples.settled(facts, period))


def _settled_due(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Done, however late, of all that had to be done in the period."""
    whole = due(facts, period)
    return share((fact for fact in whole if fact.done_at is not None), whole)


def _settled_in_time(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Done in time of all that had to be done in the period."""
    return share(*samples.settled_in_time(facts, period))


def _accepted_in_time(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Taken on in time of all that had to be taken on in the period."""
    whole = [fact for fact in facts.cases if fact.counts and fact.accept_until in period]
    return share((fact for fact in whole if is_by(fact.accepted_at, fact.accept_until)), whole)


def _solved(facts: Facts, _period: Period, _: FigureRules) -> Value:
    """Residents who say that it is settled of all who answered."""
    whole = answers(facts)
    return share((fact for fact in whole if fact.solved), whole)


def _satisfied(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Satisfied and very satisfied of all who answered."""
    return share(*samples.satisfied(facts, period))


def _fairly(facts: Facts, _period: Period, _: FigureRules) -> Value:
    """Fairly satisfied, told by itself."""
    whole = answers(facts)
    return share((fact for fact in whole if fact.score == _FAIR), whole)


def _satisfied_weighted(facts: Facts, period: Period, rules: FigureRules) -> Value:
    """The same with the fairly satisfied at their weight; to be named as such."""
    good, fair = _satisfied(facts, period, rules), _fairly(facts, period, rules)
    return Value(part=good.part + rules.fair_weight * fair.part, whole=good.whole)


def _summons(facts: Facts, period: Period) -> list[Summons]:
    """Departments that had to report in within the period; an objection that was not granted
    excuses nobody.
    """
    return [
        called
        for whistle in facts.whistles
        if not whistle.drill
        for called in whistle.summons
        if called.until in period and not called.excused
    ]


def _reported_in(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Departments that reported in in time, each whistle times each department."""
    whole = _summons(facts, period)
    part = sum(is_by(called.reported_at, called.until) for called in whole)
    return Value(part=part, whole=len(whole))


def _whistles_done(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Whistles done of those that had to be; without a term of their own, of those begun."""
    whole = [
        whistle
        for whistle in facts.whistles
        if not whistle.drill and (whistle.done_until or whistle.whistled_at) in period
    ]
    done = sum(w.done_at is not None and w.done_at < period.end for w in whole)
    return Value(part=done, whole=len(whole))


def _right_at_once(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Sent to the right one: whatever came back was not."""
    back = _returned(facts, period, _)
    return Value(part=back.whole - back.part, whole=back.whole)


def _returned(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Given back of all sent."""
    sent = [one for one in facts.dispatches if one.case.counts and one.at in period]
    return Value(part=sum(one.returned for one in sent), whole=len(sent))


def _reworked(facts: Facts, _period: Period, _: FigureRules) -> Value:
    """To be done again of all handed in."""
    counted = [fact for fact in facts.cases if fact.counts]
    part = sum(min(fact.reworked, fact.handed_in) for fact in counted)
    return Value(part=part, whole=sum(fact.handed_in for fact in counted))


def _on_the_spot(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Settled by the grid itself of all that it may settle on the spot."""
    whole = [fact for fact in counting(facts, period) if fact.on_site]
    spot = (Outcome.DONE, True, False)
    found = ((fact.outcome, fact.settled_by_grid, fact.escalated) for fact in whole)
    return Value(part=sum(one == spot for one in found), whole=len(whole))


def _escalated(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Passed up of all opened."""
    whole = counting(facts, period)
    return share((fact for fact in whole if fact.escalated), whole)


def _repeated(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Reports of what was reported before, of all reports: households that joined and cases that
    were merged, beside the cases themselves.
    """
    merged = sum(fact.outcome is Outcome.MERGED for fact in opened(facts, period))
    again = merged + sum(fact.joined for fact in facts.cases if fact.counts)
    return Value(part=again, whole=again + len(counting(facts, period)))


def _found_by_grid(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Reported by the grid's own people of all opened."""
    whole = counting(facts, period)
    return share((fact for fact in whole if fact.found_by_grid), whole)


def _first_answer(facts: Facts, period: Period, rules: FigureRules) -> Value:
    """Emergencies answered within the promised seconds of their arrival. They count also where
    no item of the grid fits; what was answered late because it arrived late is not told.
    """
    lasted = [
        fact.first_answer
        for fact in opened(facts, period)
        if fact.urgent and fact.outcome is not Outcome.DRILL and fact.first_answer is not None
    ]
    return Value(part=sum(one <= rules.first_answer for one in lasted), whole=len(lasted))


def _in_hand(facts: Facts, period: Period) -> list[CaseFact]:
    return [
        fact
        for fact in facts.cases
        if fact.counts
        and fact.opened_at < period.end
        and (fact.done_at is None or fact.done_at >= period.begin)
    ]


def _yellow(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Cases whose lamp turned yellow in the period, of those in hand."""
    whole = _in_hand(facts, period)
    return share((fact for fact in whole if fact.yellow), whole)


def _red(facts: Facts, period: Period, _: FigureRules) -> Value:
    """Cases whose lamp turned red in the period, of those in hand."""
    whole = _in_hand(facts, period)
    return share((fact for fact in whole if fact.red), whole)


def _lateness(facts: Facts, period: Period, _: FigureRules) -> Value:
    """How late the late ones were, or are at the period's end: hours by the clock on the wall."""
    late = [
        (fact.done_at or period.end) - fact.resolve_until
        for fact in due(facts, period)
        if fact.resolve_until is not None and not is_by(fact.done_at, fact.resolve_until)
    ]
    return Value(part=efforts.hours(sum(late, timedelta(0))), whole=len(late), unit=Unit.HOURS)


Formula = Callable[[Facts, Period, FigureRules], Value]

FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType(
    {
        "settled": _settled,
        "settled_due": _settled_due,
        "settled_in_time": _settled_in_time,
        "accepted_in_time": _accepted_in_time,
        "solved": _solved,
        "satisfied": _satisfied,
        "fairly_satisfied": _fairly,
        "satisfied_weighted": _satisfied_weighted,
        "right_at_once": _right_at_once,
        "returned": _returned,
        "reworked": _reworked,
        "on_the_spot": _on_the_spot,
        "escalated": _escalated,
        "repeated": _repeated,
        "found_by_grid": _found_by_grid,
        "first_answer": _first_answer,
        "reported_in": _reported_in,
        "whistles_done": _whistles_done,
        "offered": efforts.offered,
        "needed": efforts.needed,
        "met": efforts.met,
        "delivered": efforts.delivered,
        "calls_full": efforts.calls_full,
        "calls_filled_in": efforts.calls_filled_in,
        "word_kept": efforts.word_kept,
        "served": efforts.served,
        "resolved": efforts.resolved,
        "duties": efforts.duties,
        "visits": efforts.visits,
        "visited": efforts.visited,
        "yellow": _yellow,
        "red": _red,
        "lateness": _lateness,
    }
)
"""Every row of domain rules §9, and what neighbours, building leaders and meetings do, in the order
in which they are told.
"""


def counts(facts: Facts, period: Period) -> dict[str, int]:
    """How many were opened in the period and what became of them by its end: `opened` is the sum
    of the others.
    """
    found = opened(facts, period)
    return {"opened": len(found)} | {
        outcome.value: sum(fact.outcome is outcome for fact in found) for outcome in Outcome
    }


def rates(facts: Facts, period: Period, rules: FigureRules) -> dict[str, Value]:
    """Every rate of these facts."""
    return {name: formula(facts, period, rules) for name, formula in FORMULAS.items()}
