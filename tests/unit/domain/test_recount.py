"""What a history tells the figures."""

from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus, EventKind
from bot.domain.facts import Known, Line, Outcome, Period
from bot.domain.recount import facts_of
from tests.builders import T0

HOUR = timedelta(hours=1)
PERIOD = Period(begin=T0, end=T0 + 100 * HOUR)
STAFF = frozenset({"ming", "he"})


def known(**fields) -> Known:
    fields = {
        "key": "case-1",
        "community": "桥头社区",
        "grids": ("g1",),
        "department": "城管综合执法",
        "item": "CG-01",
        "status": CaseStatus.PROCESSING,
        "opened_at": T0,
        "reporter": "wang",
    } | fields
    return Known(**fields)


def line(hours: float, kind: EventKind, actor: str = "wang", **fields) -> Line:
    return Line(kind=kind, at=T0 + hours * HOUR, actor=actor, **fields)


def fact(*lines: Line, **fields):
    return facts_of(known(**fields), lines, PERIOD, staff=STAFF, of_grid=frozenset({"ming"}))[0]


def sent(*lines: Line):
    found = facts_of(known(), lines, PERIOD)[1]
    return [(one.department, one.returned) for one in found]


RESOLVED = line(2, EventKind.RESOLVED, "ming")
CLOSED = line(3, EventKind.CLOSED, "he")


def test_nothing_happened_yet():
    found = fact()

    assert (found.outcome, found.done_at, found.score) == (Outcome.OPEN, None, None)


def test_done_by_the_grid():
    found = fact(RESOLVED, CLOSED)

    assert (found.outcome, found.done_at) == (Outcome.DONE, RESOLVED.at)
    assert (found.settled_by_grid, found.handed_in, found.reworked) == (True, 1, 0)
    assert found.accepted_at == RESOLVED.at


def test_what_happens_after_the_period_is_not_known_in_it():
    found = fact(
        line(101, EventKind.RESOLVED, "ming"),
        accepted_at=T0 + 101 * HOUR,
        status=CaseStatus.CLOSED,
    )

    assert (found.outcome, found.accepted_at) == (Outcome.OPEN, None)


def test_what_happened_before_it_is_no_count_of_it():
    found = fact(
        line(-9, EventKind.RESOLVED, "ming"),
        line(-8, EventKind.RATED, score=5),
        line(-7, EventKind.JOINED),
        line(-6, EventKind.LAMP, color="red"),
    )

    assert (found.outcome, found.handed_in, found.score, found.joined) == (Outcome.DONE, 0, None, 0)
    assert not found.red


@pytest.mark.parametrize(
    ("score", "solved"), [(5, True), (4, True), (3, True), (2, False), (1, False)]
)
def test_a_rating_is_an_answer(score, solved):
    found = fact(RESOLVED, line(4, EventKind.RATED, score=score))

    assert (found.score, found.solved) == (score, solved)


def test_not_fixed_before_it_was_closed_is_work_again_and_an_answer():
    found = fact(RESOLVED, line(3, EventKind.REOPENED, score=2))

    assert (found.outcome, found.reworked, found.score, found.solved) == (
        Outcome.OPEN,
        1,
        2,
        False,
    )


def test_not_fixed_after_it_was_closed_is_an_answer_only():
    found = fact(RESOLVED, CLOSED, line(4, EventKind.REOPENED))

    assert (found.outcome, found.reworked, found.score) == (Outcome.OPEN, 0, 1)


def test_staff_who_check_give_no_answer():
    found = fact(RESOLVED, line(3, EventKind.REOPENED, "he"), line(9, EventKind.RESOLVED, "ming"))

    assert (found.handed_in, found.reworked, found.score) == (2, 1, None)
    assert found.done_at == T0 + 9 * HOUR


def test_the_last_word_counts():
    found = fact(
        RESOLVED,
        line(3, EventKind.REOPENED, score=1),
        line(5, EventKind.RESOLVED, "ming"),
        line(6, EventKind.RATED, score=4),
    )

    assert (found.score, found.solved, found.outcome) == (4, True, Outcome.DONE)


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        (CaseStatus.MERGED, EventKind.MERGED, Outcome.MERGED),
        (CaseStatus.REJECTED, EventKind.REJECTED, Outcome.NEGATIVE),
        (CaseStatus.CANCELED, EventKind.WITHDRAWN, Outcome.WITHDRAWN),
    ],
)
def test_what_does_not_count(status, kind, outcome):
    assert fact(line(1, kind), status=status).outcome is outcome
    assert fact(line(101, kind), status=status).outcome is Outcome.OPEN
    assert fact(line(1, kind)).outcome is Outcome.OPEN  # it was taken back


def test_not_for_the_grid_and_drills():
    assert fact(item="NEG-05").outcome is Outcome.NEGATIVE
    assert fact(RESOLVED, drill=True).outcome is Outcome.DRILL


def test_what_happened_on_the_way():
    found = fact(
        line(1, EventKind.LAMP, color="yellow"),
        line(2, EventKind.LAMP, color="flashing"),
        line(3, EventKind.ESCALATED),
        line(4, EventKind.JOINED),
        line(5, EventKind.JOINED),
        line(6, EventKind.ADDED),
        reporter="ming",
    )

    assert (found.yellow, found.red, found.escalated, found.joined) == (True, True, True, 2)
    assert found.found_by_grid


@pytest.mark.parametrize(
    ("answered", "expected"),
    [(T0 + 0.5 * HOUR, HOUR / 2), (T0 - HOUR, timedelta(0)), (None, 100 * HOUR)],
)
def test_how_long_an_emergency_waited(answered, expected):
    assert fact(arrived_at=T0, answered_at=answered).first_answer == expected


def test_nobody_knows_when_it_arrived():
    assert fact(answered_at=T0).first_answer is None


def test_each_time_it_was_sent():
    found = sent(
        line(-1, EventKind.DISPATCHED, department="早前"),
        line(1, EventKind.DISPATCHED, department="城管"),
        line(2, EventKind.RETURNED),
        line(3, EventKind.DISPATCHED),
    )

    assert found == [("城管", True), ("城管综合执法", False)]
    assert sent(line(1, EventKind.RETURNED)) == []


def test_the_company_it_was_sent_to():
    found = fact(line(1, EventKind.DISPATCHED, company="富善物业"), line(2, EventKind.DISPATCHED))

    assert found.company == "富善物业"
