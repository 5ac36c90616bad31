"""When rounds of digests are due."""

from datetime import datetime, time, timedelta

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.domain.digest import DigestKind, DigestRules

DAILY, WEEKLY = DigestKind.DAILY, DigestKind.WEEKLY
RULES = DigestRules(week_day=5, week_time=time(17, 30), owners_day=0, community_day=0)
MONDAY = datetime(2026, 3, 2, tzinfo=SHANGHAI)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        (at(8, 29), (at(17, 30, day=-1), DAILY), (at(8, 30), DAILY)),
        (at(8, 30), (at(8, 30), DAILY), (at(17, 30), DAILY)),
        (at(23), (at(17, 30), DAILY), (at(8, 30, day=1), DAILY)),
        (at(12, day=4), (at(8, 30, day=4), DAILY), (at(17, 30, day=4), WEEKLY)),
        (at(18, day=4), (at(17, 30, day=4), WEEKLY), (at(8, 30, day=5), DAILY)),
    ],
)
def test_the_last_round_and_the_next(now, last, following):
    assert RULES.last_slot(now) == last
    assert RULES.next_slot(now) == following


def test_without_times_there_are_no_rounds():
    rules = DigestRules(times=(), week_day=0, owners_day=0, community_day=0)
    assert rules.last_slot(at(9)) is None
    assert rules.next_slot(at(9)) is None


@pytest.mark.parametrize(
    ("slot", "kind", "since"),
    [
        (at(8, 30), DAILY, at(17, 30, day=-1)),
        (at(17, 30), DAILY, at(8, 30)),
        (at(8, 30, day=5), DAILY, at(8, 30, day=4)),  # the weekly one had the evening
        (at(17, 30, day=4), WEEKLY, at(17, 30, day=-3)),
    ],
)
def test_it_tells_since_the_one_before(slot, kind, since):
    assert RULES.since(slot, kind) == since


def test_with_one_time_a_day_it_tells_of_a_day():
    rules = DigestRules(times=(time(9),))
    assert rules.since(at(9), DAILY) == at(9, day=-1)


def test_owners_are_told_on_their_evening():
    rules = DigestRules()
    assert rules.next_slot(at(18, day=6)) == (at(19, 30, day=6), DigestKind.OWNERS)
    assert rules.since(at(19, 30, day=6), DigestKind.OWNERS) == at(19, 30, day=-1)


@pytest.mark.parametrize(
    ("since", "now", "due"),
    [
        (at(8, 30), at(8, 30), [at(8, 30)]),
        (at(8, 30), at(11, 30), [at(8, 30)]),
        (at(8, 30), at(11, 31), []),
        (at(17, 30, day=-1), at(8, 30), [at(8, 30)]),
        (at(17, 30), at(17, 30), [at(17, 30)]),
    ],
)
def test_what_is_due_and_not_too_late(since, now, due):
    assert DigestRules(owners_day=0, community_day=0).due(since, now) == [
        (one, DAILY) for one in due
    ]


def test_two_kinds_that_were_missed_are_both_due():
    rules = DigestRules(times=(time(18, 30), time(19)))
    assert rules.due(at(18, 30, day=6), at(20, day=6)) == [
        (at(19, day=6), DAILY),
        (at(19, 30, day=6), DigestKind.OWNERS),
    ]


def test_on_the_day_of_a_joint_meeting_everybody_is_told_of_the_week():
    rules = DigestRules(owners_day=0, community_day=0, meetings=(at(0, day=3).date(),))
    assert rules.next_slot(at(18, day=2)) == (at(8, 30, day=3), WEEKLY)
    assert rules.next_slot(at(8, 30, day=3)) == (at(8, 45, day=3), DigestKind.COMMUNITY)
    assert rules.next_slot(at(8, 45, day=3)) == (at(17, 30, day=3), DAILY)
    assert rules.since(at(8, 30, day=3), WEEKLY) == at(8, 30, day=-4)
