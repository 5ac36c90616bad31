"""Whose time is up, and what is left of a case then."""

from datetime import timedelta

import pytest

from bot.domain.case import CaseStatus
from bot.domain.place import Place
from bot.domain.retention import RetentionRules, emptied, is_due
from tests.builders import T0, case

DAY = timedelta(days=1)
RULES = RetentionRules()


def over(days: float, **fields):
    """A case that ended so many days ago."""
    fields = {"status": CaseStatus.EVALUATED, "closed_at": T0 - days * DAY} | fields
    return case(1, **fields)


@pytest.mark.parametrize(
    ("ended", "due"),
    [
        (over(730), True),
        (over(729.9), False),
        (over(9999, status=CaseStatus.PROCESSING), False),
        (over(9999, status=CaseStatus.PENDING_CHECK), False),
        (over(9999, category="JF"), False),
        (over(30, emergency="EM01"), True),
        (over(29.9, emergency="EM01"), False),
        (over(30, emergency="EM05", category="JF"), True),
        (over(0, status=CaseStatus.REJECTED, closed_at=None, touched_at=T0 - 30 * DAY), True),
        (over(0, status=CaseStatus.MERGED, closed_at=None, touched_at=T0 - 29 * DAY), False),
        (over(30, status=CaseStatus.ARCHIVED), False),
    ],
)
def test_when_the_time_of_a_case_is_up(ended, due):
    assert is_due(ended, RULES, T0) is due


def test_zero_keeps_for_good():
    forever = RetentionRules(case=0 * DAY, emergency=0 * DAY, turned_away=0 * DAY)

    assert not is_due(over(9999), forever, T0)
    assert forever.shortest is None
    assert RULES.shortest == 30 * DAY


def test_what_is_left():
    known = over(
        800,
        concerned="zhao",
        last_speaker="wang",
        supporters=("li", "wu"),
        owner="ming",
        place=Place(building="3栋", unit="2单元", floor="4楼", room="402", spot="王家门口"),
    )
    left = emptied(known)

    assert (left.words, left.reporter, left.concerned, left.last_speaker) == (
        "",
        "forgotten",
        "forgotten",
        "forgotten",
    )
    assert (left.supporters, left.owner) == (("forgotten",) * 2, "ming")
    assert left.place == Place(building="3栋", unit="2单元")
    assert (left.number, left.item, left.grid, left.closed_at) == (
        known.number,
        known.item,
        known.grid,
        known.closed_at,
    )


def test_nobody_is_made_up():
    left = emptied(over(800))

    assert (left.concerned, left.last_speaker, left.supporters) == (None, None, ())
