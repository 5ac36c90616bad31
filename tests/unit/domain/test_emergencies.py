"""Emergencies: the item of the case, who stays silent, who is called (domain rules §4)."""

from datetime import timedelta

import pytest

from bot.domain.emergencies import (
    CALLED,
    CODES,
    PURE,
    SILENT,
    SILENT_CALLED,
    call_chain,
    item_of,
)
from bot.domain.people import Role
from bot.domain.reply import ReplyKey
from bot.listing import read_matters


def test_there_are_twenty_two():
    assert (CODES[0], CODES[-1], len(CODES)) == ("EM01", "EM22", 22)


@pytest.mark.parametrize("code", CODES)
def test_every_emergency_has_its_words_and_an_item_of_the_list(code):
    assert ReplyKey(code.lower())
    assert item_of(code, None) in read_matters(None)


@pytest.mark.parametrize(
    ("code", "guessed", "item"),
    [
        ("EM01", None, PURE),
        ("EM01", "AQ-06", PURE),
        ("EM02", "AQ-06", "AQ-06"),
        ("EM02", "WY-01", PURE),
        ("EM07", "AQ-11", "AQ-11"),
        ("EM07", "AQ-10", "AQ-10"),
        ("EM09", "JF-01", "ZZ-04"),
        ("EM09", None, "ZZ-04"),
        ("EM17", "GY-13", "AQ-14"),
        ("EM20", "SC-01", "WJ-07"),
        ("EM21", None, "ZZ-02"),
        ("EM99", "AQ-06", PURE),
    ],
)
def test_the_item_of_an_emergency(code, guessed, item):
    assert item_of(code, guessed) == item


def test_whoever_does_harm_may_sit_in_the_group():
    assert {"EM04", "EM05", "EM15", "EM18", "EM22"} == SILENT
    assert set(CODES) >= SILENT


def test_the_call_chain():
    assert [(step.roles, step.after, step.is_last) for step in call_chain()] == [
        ((Role.GRID_MEMBER,), timedelta(0), False),
        ((Role.GRID_LEADER,), timedelta(minutes=2), False),
        ((Role.COMMUNITY_SECRETARY,), timedelta(minutes=4), False),
        ((Role.DUTY_OFFICER,), timedelta(minutes=7), False),
        (CALLED, timedelta(minutes=10), True),
    ]


def test_an_office_may_set_other_waits_and_a_shorter_chain():
    chain = call_chain([timedelta(minutes=3), timedelta(minutes=1)])
    assert [(step.roles[0], step.after) for step in chain] == [
        (Role.GRID_MEMBER, timedelta(0)),
        (Role.GRID_LEADER, timedelta(minutes=1)),
        (Role.COMMUNITY_SECRETARY, timedelta(minutes=3)),
    ]


def test_few_are_told_of_what_is_silent():
    assert set(SILENT_CALLED) == {Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.DUTY_OFFICER}
