"""Supervision lies over a case and leaves its status alone."""

from dataclasses import replace

import pytest

from bot.domain.case import CaseStatus
from bot.domain.supervision import Ground, grounds, is_supervised, released, watched
from tests.builders import T0, after, case

PROCESSING = case(status=CaseStatus.PROCESSING)


def put_on(one, *why, at=T0):
    for ground in why:
        one = replace(one, **watched(one, ground, at))
    return one


def test_a_case_comes_onto_the_list_with_its_grounds():
    listed = put_on(PROCESSING, Ground.LATE)
    again = put_on(listed, Ground.RETURNED, at=after(hours=5))
    assert is_supervised(again)
    assert again.supervised_at == T0
    assert grounds(again) == (Ground.LATE, Ground.RETURNED)
    assert again.status is CaseStatus.PROCESSING


def test_the_same_ground_twice_changes_nothing():
    assert watched(put_on(PROCESSING, Ground.LATE), Ground.LATE, after(hours=1)) == {}


@pytest.mark.parametrize(
    ("status", "listed"),
    [
        (CaseStatus.DISPATCHED, True),
        (CaseStatus.SUSPENDED, True),
        (CaseStatus.REOPENED, True),
        (CaseStatus.PENDING_CHECK, False),
        (CaseStatus.CLOSED, False),
        (CaseStatus.ARCHIVED, False),
        (CaseStatus.CANCELED, False),
    ],
)
def test_what_is_settled_is_on_the_list_no_more(status, listed):
    assert is_supervised(replace(put_on(PROCESSING, Ground.ORDERED), status=status)) is listed


def test_it_ends_when_it_is_taken_off():
    taken = replace(put_on(PROCESSING, Ground.ORDERED), **released())
    assert (is_supervised(taken), grounds(taken)) == (False, ())
