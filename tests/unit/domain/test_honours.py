"""Honours come out of the ledger only, once a quarter or a year has ended."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.areas.points import honours_of
from bot.domain.deadlines import SHANGHAI
from bot.domain.honours import Honour, HonourPeriod, HonourRules, Term, ended, honours
from bot.domain.points import PointRules, taken_back
from tests.contract.test_store_points import NOON, WALL
from tests.unit.domain.test_service import config

RULES = PointRules(stars=(30, 60, 100))
SPRING = Term(date(2026, 1, 1), date(2026, 3, 31))
QUARTERLY, YEARLY = HonourRules(), HonourRules(period=HonourPeriod.YEAR)


def at(*when):
    return datetime(*when, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rules", "now", "term"),
    [
        (QUARTERLY, at(2026, 4, 1, 9), SPRING),
        (QUARTERLY, at(2026, 4, 8, 8, 59), SPRING),
        (QUARTERLY, at(2026, 4, 1, 8, 59), None),
        (QUARTERLY, at(2026, 4, 8, 9), None),
        (QUARTERLY, at(2026, 1, 2, 9), Term(date(2025, 10, 1), date(2025, 12, 31))),
        (YEARLY, at(2026, 1, 1, 9), Term(date(2025, 1, 1), date(2025, 12, 31))),
        (YEARLY, at(2026, 4, 1, 9), None),
        (HonourRules(period=HonourPeriod.NONE), at(2026, 1, 1, 9), None),
        (HonourRules(at=time(18)), at(2026, 4, 1, 17, 59), None),
        (HonourRules(at=time(18)), at(2026, 4, 1, 18), SPRING),
    ],
)
def test_what_has_just_ended(rules, now, term):
    assert ended(rules, now) == term


def test_quarters_have_numbers():
    assert [Term(SPRING.first, date(2026, month, 30)).number for month in (3, 6, 9, 12)] == [
        1,
        2,
        3,
        4,
    ]


def test_only_what_was_done_in_the_term_counts_and_the_year_makes_the_stars():
    earlier = replace(WALL, id="b-2", source="x", day=date(2025, 6, 1))
    later = replace(WALL, id="b-3", source="y", day=date(2026, 4, 1))
    found = honours({"li": [earlier, WALL, later]}, SPRING, RULES)
    assert found == [Honour(person="li", points=30, stars=2)]
    assert honours({"li": [earlier, later]}, SPRING, RULES) == []


def test_what_was_taken_back_is_none():
    wrong = taken_back(WALL, by="he", booking="b-2", now=NOON + timedelta(days=1))
    assert honours({"li": [WALL, wrong]}, SPRING, RULES) == []


def test_most_stars_first():
    earlier = replace(WALL, id="b-2", source="x", day=date(2025, 6, 1))
    booked = {"li": [WALL], "wang": [earlier, WALL], "an": [WALL]}
    assert [one.person for one in honours(booked, SPRING, RULES)] == ["wang", "an", "li"]


def test_what_an_office_wants_otherwise():
    part = {"honours": "year", "honours_at": "10:30", "honours_most": 5}
    rules = HonourRules(period=HonourPeriod.YEAR, at=time(10, 30), most=5)
    assert honours_of(config(points=part)) == rules
    assert honours_of(config()) == HonourRules()
