"""When two reports are one incident (domain rules §3.2 R2, §6.4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.case import FINAL, CaseStatus
from bot.domain.incidents import (
    NEIGHBOURS,
    WINDOW,
    households,
    is_crowded,
    neighbouring,
    same_incident,
)
from bot.domain.place import Place
from tests.builders import T0, case

LAMP = replace(case(), place=Place(building="3栋", spot="门口"))
NOISE = replace(case(), item="JF-01", category="JF", supporters=("chen",))


def same(known, **fields):
    report = {
        "item": known.item,
        "place": known.place,
        "speaker": "zhao",
        "now": T0 + timedelta(hours=1),
    } | fields
    return same_incident(known, **report)


def test_the_same_thing_at_the_same_place_is_one():
    assert same(LAMP)


@pytest.mark.parametrize(
    ("item", "expected"),
    [("GY-11", True), ("WY-03", True), ("GY-12", False), ("NEG-10", False)],
)
def test_items_that_may_be_mixed_up_are_one(item, expected):
    assert same(LAMP, item=item) is expected


@pytest.mark.parametrize("group", sorted(map(sorted, NEIGHBOURS)), ids="-".join)
def test_neighbours_go_both_ways(group):
    assert all(neighbouring(one, other) for one in group for other in group)


def test_being_neighbours_is_not_handed_on():
    assert neighbouring("JF-02", "WY-02")
    assert neighbouring("WY-02", "GY-03")
    assert not neighbouring("JF-02", "GY-03")


@pytest.mark.parametrize(
    ("age", "expected"),
    [(WINDOW, True), (WINDOW + timedelta(microseconds=1), False), (timedelta(0), True)],
)
def test_only_what_was_touched_lately(age, expected):
    assert same(LAMP, now=T0 + age) is expected


def test_an_office_may_set_another_window():
    assert not same(LAMP, now=T0 + timedelta(hours=2), window=timedelta(hours=1))


@pytest.mark.parametrize("status", CaseStatus)
def test_nothing_joins_what_is_over(status):
    over = FINAL | {CaseStatus.EVALUATED, CaseStatus.CLOSED, CaseStatus.ANSWERED}
    assert same(replace(LAMP, status=status)) is (status not in over)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(), True),
        (Place(building="3栋"), True),
        (Place(building="3栋", spot="后门"), True),
        (Place(building="5栋"), False),
        (Place(building="5栋", spot="门口"), False),
        (Place(spot="大门口"), True),
        (Place(spot="后巷"), False),
    ],
)
def test_places_of_others(place, expected):
    assert same(LAMP, place=place) is expected


def test_the_one_who_reported_it_may_name_another_spot():
    assert same(LAMP, place=Place(spot="后巷"), speaker="wang")


def test_supporters_speak_for_it_too():
    assert same(replace(LAMP, supporters=("zhao",)), place=Place(spot="后巷"))


@pytest.mark.parametrize(("speaker", "expected"), [("wang", True), ("chen", True), ("zhao", False)])
@pytest.mark.parametrize("category", ["JF", "MS", "LD"])
def test_two_households_with_a_quarrel_each_are_two(speaker, expected, category):
    assert same(replace(NOISE, category=category), speaker=speaker) is expected


@pytest.mark.parametrize(
    ("supporters", "age", "expected"),
    [
        ((), timedelta(hours=1), False),
        (("a",), timedelta(hours=1), False),
        (("a", "b"), timedelta(hours=24), True),
        (("a", "b"), timedelta(hours=24, seconds=1), False),
        (("a", "b", "c"), timedelta(hours=1), True),
    ],
)
def test_three_households_within_a_day_are_a_crowd(supporters, age, expected):
    known = replace(LAMP, supporters=supporters)
    assert households(known) == 1 + len(supporters)
    assert is_crowded(known, T0 + age) is expected
