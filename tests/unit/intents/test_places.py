"""Places: every example of `intents/rules/places.yaml`, and what holds for all."""

from typing import Any

import pytest

from intents.places import (
    BuildingNames,
    Place,
    PlaceNames,
    answer_place,
    number_key,
    read_place,
)
from tests.unit.intents.examples import NAMES, load, place

EXAMPLES = load("places")
NOTHING_KNOWN = PlaceNames()


def names(example: dict[str, Any]) -> PlaceNames:
    return NAMES if example.get("known") else NOTHING_KNOWN


@pytest.mark.parametrize("example", EXAMPLES["stated"], ids=lambda example: example["text"])
def test_stated(example: dict[str, Any]) -> None:
    assert read_place(example["text"], names(example)) == place(example["place"])


@pytest.mark.parametrize("text", EXAMPLES["none"])
def test_no_place(text: str) -> None:
    assert read_place(text, NOTHING_KNOWN) is None


@pytest.mark.parametrize("text", EXAMPLES["known_none"])
def test_a_building_that_does_not_exist_is_no_place(text: str) -> None:
    assert read_place(text, NAMES) is None


@pytest.mark.parametrize("example", EXAMPLES["answers"], ids=lambda example: example["text"])
def test_answer_to_which_building(example: dict[str, Any]) -> None:
    wanted = place(example["place"]) if example["place"] else None
    assert answer_place(example["text"], names(example)) == wanted


def test_empty_place() -> None:
    assert Place().is_empty
    assert not Place(spot="电梯").is_empty


@pytest.mark.parametrize(
    ("one", "other"),
    [("3栋", "三号楼"), ("03#", "叁幢"), ("B座", "b栋"), ("23号", "二十三栋"), ("红楼", "红楼")],
)
def test_names_of_one_building(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_names_of_two_buildings() -> None:
    assert number_key("3栋") != number_key("13栋")


ODD_UNITS = PlaceNames(
    buildings=(
        BuildingNames(name="9幢", units=("东梯", "西梯")),
        BuildingNames(name="D栋", units=("左单元", "右单元")),
        BuildingNames(name="5号楼", units=("1梯", "2梯")),
        BuildingNames(name="3栋", units=("1单元", "2单元")),
    )
)


@pytest.mark.parametrize(
    ("text", "building", "unit", "floor"),
    [
        ("也是9幢西梯 三楼", "9幢", "西梯", "3楼"),
        ("D栋左单元 16楼", "D栋", "左单元", "16楼"),
        ("5号楼二梯漏水", "5号楼", "2梯", None),
        ("西梯二楼 敲三下", None, "西梯", "2楼"),
        ("不是东梯 是西梯", None, "西梯", None),
        ("3栋二单元没水", "3栋", "2单元", None),
        ("3栋左单元没水", "3栋", None, None),
    ],
)
def test_units_are_called_as_the_register_calls_them(text, building, unit, floor) -> None:
    found = read_place(text, ODD_UNITS)
    assert found is not None
    assert (found.building, found.unit, found.floor) == (building, unit, floor)


@pytest.mark.parametrize("text", ["志愿者第一梯队先上", "爬了二十一梯"])
def test_a_number_that_goes_on_is_no_unit(text: str) -> None:
    assert read_place(text, ODD_UNITS) is None
