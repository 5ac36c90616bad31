"""The four calls: who calls whom, until when, and who has answered (domain rules §7.2)."""

from datetime import UTC, datetime

import pytest

from bot.domain.calls import (
    ANSWERED,
    CallPatience,
    called,
    is_above,
    may_answer,
    may_call,
    senders,
    standing,
)
from bot.domain.case import CaseEvent, EventKind
from bot.domain.deadlines import OfficeHours
from bot.domain.matters import Level
from bot.domain.people import Person, Role
from bot.workdays import ChineseWorkingDays
from tests.builders import after

L, R = Level, Role
HOURS = OfficeHours(days=ChineseWorkingDays())
FRIDAY_AT_FIVE = datetime(2026, 3, 6, 9, tzinfo=UTC)


def person(role: Role, grids=("g1",)) -> Person:
    return Person(id=role.value, name=role.value, roles=(role,), grids=grids)


@pytest.mark.parametrize(
    ("level", "callers"),
    [
        (L.COMMUNITY, {R.GRID_MEMBER, R.GRID_LEADER, R.PROPERTY, R.COMMUNITY_SECRETARY}),
        (L.STREET, {R.GRID_LEADER, R.COMMUNITY_SECRETARY}),
        (L.DEPARTMENT, set()),
        (L.LEADERS, set()),
    ],
)
def test_who_calls(level, callers):
    wanted = callers | {R.STREET, R.DUTY_OFFICER}
    assert {role for role in Role if may_call(person(role), level, "g1")} == wanted


def test_nobody_calls_for_another_grid():
    assert not may_call(person(R.GRID_LEADER), L.COMMUNITY, "g2")
    assert may_call(person(R.COMMUNITY_SECRETARY, grids=()), L.STREET, "g2")


@pytest.mark.parametrize(
    ("level", "answerers"),
    [
        (L.COMMUNITY, {R.COMMUNITY_SECRETARY}),
        (L.STREET, {R.STREET, R.DUTY_OFFICER}),
        (L.DEPARTMENT, {R.DEPARTMENT}),
        (L.LEADERS, {R.STREET, R.DUTY_OFFICER}),
    ],
)
def test_who_answers(level, answerers):
    assert {role for role in Role if may_answer(person(role), level, "g1")} == answerers


@pytest.mark.parametrize("level", [L.STREET, L.DEPARTMENT, L.LEADERS])
def test_above_the_community_somebody_sends_it(level):
    assert set(senders(level)) == {R.COMMUNITY_SECRETARY, R.STREET, R.DUTY_OFFICER}


@pytest.mark.parametrize("level", [L.GRID, L.COMMUNITY])
def test_up_to_the_community_nobody_has_to_send_it(level):
    assert senders(level) == ()


@pytest.mark.parametrize(
    ("level", "until"),
    [
        (L.COMMUNITY, datetime(2026, 3, 9, 2, tzinfo=UTC)),  # an hour on Friday, one on Monday
        (L.STREET, datetime(2026, 3, 9, 4, tzinfo=UTC)),
        (L.DEPARTMENT, datetime(2026, 3, 9, 10, tzinfo=UTC)),
        (L.LEADERS, datetime(2026, 3, 11, 10, tzinfo=UTC)),
    ],
)
def test_until_when_a_level_is_to_answer(level, until):
    found = CallPatience().until(level, FRIDAY_AT_FIVE, HOURS)
    assert found == until


def event(kind: EventKind, at: float, **detail) -> CaseEvent:
    return CaseEvent(case="case-1", at=after(at), kind=kind, actor="liu", detail=detail)


CALL = event(EventKind.ESCALATED, 10, level="community", cause="manual")
ANSWER = event(EventKind.ADDED, 20, note=ANSWERED, level="community")
NEXT = event(EventKind.ESCALATED, 30, level="street", cause="manual")


@pytest.mark.parametrize(
    ("history", "level"),
    [
        ([], None),
        ([event(EventKind.CASE_OPENED, 0)], None),
        ([CALL], L.COMMUNITY),
        ([CALL, event(EventKind.ADDED, 15, note="looked_at")], L.COMMUNITY),
        ([CALL, ANSWER], None),
        ([CALL, ANSWER, NEXT], L.STREET),
        ([CALL, NEXT], L.STREET),
    ],
)
def test_the_call_that_stands(history, level):
    found = standing(history)
    assert (None if found is None else found.level) is level


def test_who_called_and_when():
    found = standing([CALL])
    assert found is not None
    assert (found.at, found.by) == (after(10), "liu")


def test_levels_that_were_called():
    assert called([CALL, ANSWER, NEXT]) == {L.COMMUNITY, L.STREET}


def test_levels_have_an_order():
    assert is_above(L.STREET, L.COMMUNITY)
    assert not is_above(L.GRID, L.GRID)
