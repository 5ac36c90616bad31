"""What owners are told of a week."""

import pytest

from bot.domain.case import CaseStatus
from bot.domain.facts import Period
from bot.domain.matters import Privacy
from bot.domain.week import week_of
from tests.builders import T0, after, case

S = CaseStatus
PERIOD = Period(begin=T0, end=after(days=7))
DONE = {"done_at": after(days=1)}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"status": S.EVALUATED, "rating": 5} | DONE, "confirmed"),
        ({"status": S.PENDING_CHECK, "rating": 4} | DONE, "confirmed"),
        ({"status": S.ARCHIVED, "rating": 3} | DONE, "confirmed"),
        ({"status": S.EVALUATED, "rating": 5, "done_at": after(days=-1)}, None),
        ({"status": S.EVALUATED, "rating": 1} | DONE, "unsettled"),
        ({"status": S.PENDING_VISIT} | DONE, "unconfirmed"),
        ({"status": S.PENDING_CHECK} | DONE, "unconfirmed"),
        ({"status": S.ARCHIVED} | DONE, "unconfirmed"),
        ({"status": S.DISPATCHED}, "unsettled"),
        ({"status": S.PROCESSING}, "unsettled"),
        ({"status": S.SUSPENDED}, "unsettled"),
        ({"status": S.PROCESSING, "opened_at": after(days=-40)}, "unsettled"),
        ({"status": S.CANCELED}, None),
        ({"status": S.MERGED} | DONE, None),
        ({"status": S.REJECTED}, None),
        ({"status": S.PROCESSING, "drill": True}, None),
        ({"status": S.PROCESSING, "item": "NEG-02"}, None),
        ({"status": S.PROCESSING, "privacy": Privacy.RESTRICTED}, None),
    ],
)
def test_where_a_case_is_counted(fields, where):
    week = week_of([case(1, **fields)], PERIOD)
    counted = [n for n in ("confirmed", "unsettled", "unconfirmed") if getattr(week, n)]
    assert counted == ([] if where is None else [where])
    assert week.count == len(counted)


def test_the_oldest_that_is_not_settled_comes_first():
    cases = [case(n, opened_at=after(days=-n)) for n in (1, 3, 2)]
    assert [one.number for one in week_of(cases, PERIOD).unsettled] == [3, 2, 1]


def test_who_reported_a_restricted_one_is_told_of_it():
    restricted = case(1, privacy=Privacy.SENSITIVE)
    assert week_of([restricted], PERIOD, restricted=True).count == 1
