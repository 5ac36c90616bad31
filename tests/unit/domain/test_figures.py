"""Each formula of domain rules §9 against numbers worked out by hand, and those that offices have
published.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from bot.domain.facts import (
    CaseFact,
    DispatchFact,
    Facts,
    Outcome,
    Period,
    ServiceFact,
    Summons,
    WhistleFact,
)
from bot.domain.figures import FORMULAS, counts, rates
from bot.domain.groups import By, grouped, renamed
from bot.domain.value import FigureRules, Unit, Value

BEGIN = datetime(2026, 2, 28, 16, tzinfo=UTC)
END = datetime(2026, 3, 31, 16, tzinfo=UTC)
MARCH = Period(begin=BEGIN, end=END)
DAY = timedelta(days=1)
RULES = FigureRules()


def fact(number: int = 1, **fields) -> CaseFact:
    fields = {
        "key": f"case-{number}",
        "community": "桥头社区",
        "grids": ("g1",),
        "department": "城管综合执法",
        "item": "CG-01",
        "outcome": Outcome.OPEN,
        "opened_at": BEGIN + DAY,
    } | fields
    return CaseFact(**fields)


def many(*lots: tuple[int, dict]) -> tuple[CaseFact, ...]:
    return tuple(fact(**fields) for count, fields in lots for _ in range(count))


DONE = {"outcome": Outcome.DONE, "done_at": BEGIN + 3 * DAY}
DUE = {"resolve_until": BEGIN + 5 * DAY}


def rate(name: str, facts: Facts, rules: FigureRules = RULES) -> tuple[int | Fraction, int]:
    value = FORMULAS[name](facts, MARCH, rules)
    return value.part, value.whole


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1972, 1976, "99.8"),  # 三水
        (2168, 2195, "98.8"),  # 安庆, 98.77
        (78193, 79119, "98.8"),  # 屯溪, 98.83
        (2013, 2195, "91.7"),  # 安庆, satisfied
        (1, 16, "6.3"),  # 6.25: half up
        (3, 16, "18.8"),  # 18.75: half up
        (9, 80, "11.3"),  # 11.25: half up, where half to even would say 11.2
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (19999, 20000, "100.0"),
    ],
)
def test_rates_are_rounded_half_up_to_one_place(part, whole, shown):
    assert Value(part=part, whole=whole).shown(5) == shown


def test_the_office_s_own_rate_of_what_was_settled():
    cases = many((1972, DONE), (4, {}), (9, {"outcome": Outcome.MERGED}))

    assert FORMULAS["settled"](Facts(cases=cases), MARCH, RULES).shown(5) == "99.8"


@pytest.mark.parametrize(("whole", "shown"), [(0, None), (4, None), (5, "100.0")])
def test_few_samples_give_no_rate(whole, shown):
    assert Value(part=whole, whole=whole).shown(5) == shown


def test_an_office_may_tell_rates_of_fewer():
    assert Value(part=1, whole=2).shown(0) == "50.0"
    assert Value(part=0, whole=0).shown(0) is None


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.counts])
def test_what_does_not_count_is_in_no_denominator(outcome):
    left_out = fact(
        outcome=outcome,
        on_site=True,
        escalated=True,
        found_by_grid=True,
        handed_in=1,
        reworked=1,
        yellow=True,
        red=True,
        accept_until=BEGIN + DAY,
        resolve_until=BEGIN + DAY,
    )
    sent = DispatchFact(case=left_out, at=BEGIN + DAY, department="物业", returned=True)
    found = rates(Facts(cases=(left_out,), dispatches=(sent,)), MARCH, RULES)

    told = {name for name, value in found.items() if value.whole}
    assert told == ({"repeated"} if outcome is Outcome.MERGED else set())


def test_a_case_belongs_to_the_day_it_was_opened():
    cases = (
        fact(1, opened_at=BEGIN),
        fact(2, opened_at=END - timedelta(microseconds=1), **DONE),
        fact(3, opened_at=BEGIN - timedelta(microseconds=1), **DONE),
        fact(4, opened_at=END),
    )

    assert rate("settled", Facts(cases=cases)) == (1, 2)


def test_settled_of_what_was_due_and_in_time():
    late = DUE | {"outcome": Outcome.DONE, "done_at": BEGIN + 9 * DAY}
    exactly = DUE | {"outcome": Outcome.DONE, "done_at": DUE["resolve_until"]}
    elsewhere = {"resolve_until": END} | DONE
    facts = Facts(
        cases=many((3, DUE | DONE), (1, exactly), (2, late), (1, DUE), (5, elsewhere), (1, {}))
    )

    assert rate("settled_due", facts) == (6, 7)
    assert rate("settled_in_time", facts) == (4, 7)


def test_how_late_the_late_ones_are():
    late = DUE | {"outcome": Outcome.DONE, "done_at": DUE["resolve_until"] + timedelta(hours=6)}
    never = {"resolve_until": END - timedelta(hours=1)}
    value = FORMULAS["lateness"](
        Facts(cases=many((4, late), (1, never), (3, DUE | DONE))), MARCH, RULES
    )

    assert (value.part, value.whole, value.unit) == (25, 5, Unit.HOURS)
    assert value.shown(5) == "5.0"


def test_taken_on_in_time():
    until = {"accept_until": BEGIN + 2 * DAY}
    facts = Facts(
        cases=many(
            (2, until | {"accepted_at": BEGIN + 2 * DAY}),
            (1, until | {"accepted_at": BEGIN + 3 * DAY}),
            (1, until),
            (1, {"accepted_at": BEGIN + DAY}),
        )
    )

    assert rate("accepted_in_time", facts) == (2, 4)


def test_what_residents_say():
    facts = Facts(
        cases=many(
            (3, DONE | {"score": 5, "solved": True}),
            (1, {"outcome": Outcome.MERGED, "score": 4, "solved": True}),
            (2, DONE | {"score": 3, "solved": True}),
            (2, {"score": 1, "solved": False}),
            (7, DONE),
            (1, {"outcome": Outcome.DRILL, "score": 5, "solved": True}),
        )
    )

    assert rate("solved", facts) == (6, 8)
    assert rate("satisfied", facts) == (4, 8)
    assert rate("fairly_satisfied", facts) == (2, 8)
    assert rate("satisfied_weighted", facts) == (Fraction("5.2"), 8)
    assert FORMULAS["satisfied_weighted"](facts, MARCH, RULES).shown(5) == "65.0"
    half = replace(RULES, fair_weight=Fraction(1, 2))
    assert rate("satisfied_weighted", facts, half) == (5, 8)


def test_departments_that_report_in():
    until = BEGIN + 2 * DAY

    def called(department: str, **fields) -> Summons:
        return Summons(department=department, until=until, **fields)

    def whistle(**fields) -> WhistleFact:
        fields = {
            "key": "w",
            "community": "桥头社区",
            "grids": ("g1",),
            "items": ("GY-01",),
            "whistled_at": BEGIN + DAY,
            "summons": (),
        } | fields
        return WhistleFact(**fields)

    first = whistle(
        summons=(
            called("供电所", reported_at=until),
            called("城管", reported_at=until + DAY),
            called("住建"),
            called("水务", excused=True),
        ),
        done_at=BEGIN + 4 * DAY,
    )
    drill = whistle(summons=(called("供电所"),), drill=True)
    after = whistle(done_until=BEGIN + 9 * DAY, done_at=END + DAY)
    later = whistle(
        whistled_at=END,
        summons=(Summons(department="供电所", until=END + DAY),),
    )
    facts = Facts(whistles=(first, drill, after, later))

    assert rate("reported_in", facts) == (1, 3)
    assert rate("whistles_done", facts) == (1, 2)


def test_sent_rightly_and_given_back():
    case = fact()
    sent = DispatchFact(case=case, at=BEGIN + DAY, department="物业")
    facts = Facts(
        cases=(case,),
        dispatches=(
            *(sent,) * 8,
            *(replace(sent, returned=True),) * 2,
            replace(sent, at=END),
        ),
    )

    assert rate("right_at_once", facts) == (8, 10)
    assert rate("returned", facts) == (2, 10)


def test_done_again_of_what_was_handed_in():
    facts = Facts(cases=(fact(1, handed_in=3, reworked=1), fact(2, handed_in=1), fact(3)))

    assert rate("reworked", facts) == (1, 4)


def test_settled_on_the_spot():
    spot = {"on_site": True}
    own = spot | DONE | {"settled_by_grid": True}
    facts = Facts(
        cases=many((3, own), (1, own | {"escalated": True}), (1, spot | DONE), (1, spot), (2, DONE))
    )

    assert rate("on_the_spot", facts) == (3, 6)


def test_passed_up_found_by_the_grid_and_reported_again():
    facts = Facts(
        cases=many(
            (2, {"escalated": True}),
            (1, {"found_by_grid": True, "joined": 3}),
            (4, {}),
            (1, {"outcome": Outcome.MERGED}),
        )
    )

    assert rate("escalated", facts) == (2, 7)
    assert rate("found_by_grid", facts) == (1, 7)
    assert rate("repeated", facts) == (4, 11)


def test_emergencies_answered_at_once():
    urgent = {"urgent": True, "outcome": Outcome.NEGATIVE}
    facts = Facts(
        cases=many(
            (5, urgent | {"first_answer": timedelta(seconds=10)}),
            (1, urgent | {"first_answer": timedelta(seconds=11)}),
            (1, urgent),
            (1, urgent | {"outcome": Outcome.DRILL, "first_answer": timedelta(seconds=1)}),
            (1, {"first_answer": timedelta(seconds=1)}),
        )
    )

    assert rate("first_answer", facts) == (5, 6)


def test_lamps_of_what_was_in_hand():
    before = {"opened_at": BEGIN - 9 * DAY, "outcome": Outcome.DONE, "done_at": BEGIN - DAY}
    facts = Facts(
        cases=many(
            (1, {"yellow": True}), (1, {"yellow": True, "red": True}), (2, DONE), (3, before)
        )
    )

    assert rate("yellow", facts) == (2, 4)
    assert rate("red", facts) == (1, 4)


def test_what_was_opened_is_the_sum_of_what_became_of_it():
    lots = [(number, {"outcome": outcome}) for number, outcome in enumerate(Outcome, start=1)]
    found = counts(Facts(cases=many(*lots, (3, {"opened_at": END}))), MARCH)

    assert found == {
        "opened": 21,
        "open": 1,
        "done": 2,
        "merged": 3,
        "negative": 4,
        "withdrawn": 5,
        "drill": 6,
    }


def test_of_nothing_there_are_no_rates():
    assert {value.whole for value in rates(Facts(), MARCH, RULES).values()} == {0}


@pytest.mark.parametrize(("delivered", "shown"), [(203, "91.9"), (204, "92.3"), (221, "100.0")])
def test_services_delivered_of_those_drawn_up(delivered, shown):
    """A street of twelve communities published 221 services and 92%: 203 or 204 of them."""
    services = tuple(
        ServiceFact(community="桥头社区", grid="g1", delivered=number < delivered)
        for number in range(221)
    )
    value = rates(Facts(services=services), MARCH, RULES)["delivered"]
    assert value.shown(RULES.few) == shown
    assert delivered == 221 or round(100 * delivered / 221) == 92


def test_services_stand_in_their_grid_and_their_community():
    services = tuple(
        ServiceFact(community="桥头社区", grid=grid, delivered=grid is not None)
        for grid in ("g1", "g1", None)
    )
    facts = Facts(services=services)
    assert {name: len(of.services) for name, of in grouped(facts, By.GRID).items()} == {
        "": 1,
        "g1": 2,
    }
    assert [*grouped(facts, By.COMMUNITY)] == ["桥头社区"]
    assert grouped(facts, By.ITEM) == {}
    assert len(renamed(facts, str).services) == 3
