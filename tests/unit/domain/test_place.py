"""Stated places: filling, correcting, contradicting."""

import pytest

from bot.domain.place import Place

FULL = Place(building="3栋", unit="2单元", floor="6楼", room="602", spot="电梯")


def test_nothing_stated_is_empty():
    assert Place().is_empty
    assert Place().stated() == {}


@pytest.mark.parametrize("part", ["building", "unit", "floor", "room", "spot"])
def test_one_part_is_something(part):
    place = Place(**{part: "x"})
    assert not place.is_empty
    assert place.stated() == {part: "x"}
    assert Place().filled_from(place) == place
    assert FULL.filled_from(place) == FULL
    assert FULL.corrected_by(place).stated() == FULL.stated() | {part: "x"}


def test_only_missing_parts_are_filled():
    place = Place(building="3栋", spot="门口")
    assert place.filled_from(Place(building="5栋", unit="1单元")) == Place(
        building="3栋", unit="1单元", spot="门口"
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Place(), Place(), False),
        (Place(building="3栋"), Place(building="3栋"), False),
        (Place(building="3栋"), Place(building="5栋"), True),
        (Place(building="3栋"), Place(), False),
        (Place(building="3栋", unit="1单元"), Place(building="3栋", unit="2单元"), True),
        (Place(unit="1单元"), Place(unit="2单元"), True),
        (Place(spot="门口"), Place(spot="后巷"), False),
        (Place(floor="1楼"), Place(floor="2楼"), False),
    ],
)
def test_contradictions(one, other, expected):
    assert one.contradicts(other) is expected
    assert other.contradicts(one) is expected
