"""Calls for volunteers: nobody too many comes, the waiting list is fair, instants are decent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.areas.volunteers import musters_of
from bot.domain.muster import (
    Muster,
    MusterRules,
    MusterStep,
    SignUp,
    SignUpState,
    moves_up,
    next_step,
    remind_at,
    waiting,
)
from tests.unit.domain.test_service import config

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""10:00 in Shanghai."""


def call(**fields):
    usual = {
        "id": "m",
        "community": "富善路社区",
        "grid": None,
        "called_by": "he",
        "called_at": MONDAY,
        "matter": "巡堤",
        "place": "",
        "bring": "",
        "wanted": 6,
        "next_at": MONDAY,
    }
    return Muster(**usual | fields)


def entry(number, heads, state=SignUpState.WAITING):
    at = MONDAY + timedelta(minutes=number)
    return SignUp(muster="m", person=f"p{number}", room="own", heads=heads, at=at, state=state)


@given(st.lists(st.integers(1, 5), max_size=12), st.integers(0, 12))
def test_who_moves_up_fits_and_passes_nobody_who_would_fit(heads, free):
    entries = [entry(number, count) for number, count in enumerate(heads)]
    up = moves_up(entries, free)
    assert sum(one.heads for one in up) <= free
    left = free
    for one in waiting(entries):
        assert (one in up) == (one.heads <= left)
        left -= one.heads if one in up else 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.booleans()), max_size=40))
def test_however_people_come_and_go_there_are_never_more_than_wanted(doings):
    """The rule that casework goes by: take where it fits, else wait; who goes makes room."""
    wanted, entries = 6, {}
    for number, heads, comes in doings:
        free = wanted - sum(e.heads for e in entries.values() if e.state is SignUpState.IN)
        if comes and number not in entries:
            state = SignUpState.IN if heads <= free else SignUpState.WAITING
            entries[number] = entry(number, heads, state)
        elif not comes and number in entries:
            gone = entries.pop(number)
            free += gone.heads if gone.state is SignUpState.IN else 0
            for up in moves_up(list(entries.values()), free):
                entries[int(up.person[1:])] = replace(up, state=SignUpState.IN)
        assert sum(e.heads for e in entries.values() if e.state is SignUpState.IN) <= wanted


@pytest.mark.parametrize(
    ("begins_in", "reminded_in"),
    [
        (timedelta(days=3), timedelta(days=2, hours=9)),
        (timedelta(hours=22), timedelta(hours=9)),
        (timedelta(hours=5), timedelta(hours=4)),
        (timedelta(minutes=30), None),
    ],
)
def test_people_are_reminded_the_evening_before_or_shortly_before(begins_in, reminded_in):
    found = remind_at(MONDAY + begins_in, MONDAY, MusterRules())
    assert found == (None if reminded_in is None else MONDAY + reminded_in)


def test_what_begins_at_once_has_no_reminder():
    one, rules = call(starts_at=MONDAY + timedelta(minutes=15)), MusterRules()
    ends = MONDAY + timedelta(hours=2, minutes=15)
    assert next_step(one, MusterStep.CALLED, MONDAY, rules) == ends
    assert next_step(one, MusterStep.REMINDED, MONDAY, rules) == ends
    assert next_step(one, MusterStep.ASKED, MONDAY, rules) == ends + timedelta(days=2)


def test_what_an_office_wants_otherwise():
    part = {"evening": "18:30", "shortly_minutes": 30, "usual_hours": 3, "last_word_days": 1}
    rules = musters_of(config(musters=part))
    starts = MONDAY + timedelta(hours=22)
    assert remind_at(starts, MONDAY, rules) == MONDAY + timedelta(hours=8, minutes=30)
    soon = call(starts_at=MONDAY + timedelta(hours=1))
    assert remind_at(soon.starts_at, MONDAY, rules) == MONDAY + timedelta(minutes=30)
    assert soon.ends_at(rules) == MONDAY + timedelta(hours=4)
    assert next_step(soon, MusterStep.ASKED, MONDAY, rules) == MONDAY + timedelta(hours=28)
    assert soon.takes(MONDAY + timedelta(hours=3), rules)
    assert not soon.takes(MONDAY + timedelta(hours=3), MusterRules())
    assert musters_of(config()) == MusterRules()
