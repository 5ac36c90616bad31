"""Masking: every example of `intents/rules/contacts.yaml`, and what holds for all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.contacts import is_card_number, is_identity_number, mask
from tests.unit.intents.examples import load

EXAMPLES = load("contacts")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"])
def test_masked(example: dict[str, Any]) -> None:
    assert mask(example["text"]) == example["masked"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"])
def test_masking_twice_changes_nothing(example: dict[str, Any]) -> None:
    assert mask(example["masked"]) == example["masked"]


@given(st.from_regex(r"\A1[3-9]\d{9}\Z"), st.sampled_from(["打", "", "，", "号码", "a"]))
def test_no_mobile_number_survives(number: str, before: str) -> None:
    assert number not in mask(f"{before}{number}，谢谢")


@given(st.integers(1, 40), st.integers(1, 6), st.integers(101, 3020))
def test_no_room_survives(building: int, unit: int, room: int) -> None:
    assert str(room) not in mask(f"{building}栋{unit}单元{room}").replace(f"{building}栋", "")


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("1101051949123100", False),
        ("11010519491231002Y", False),
        ("1101051949123100xX", False),
    ],
)
def test_identity_numbers(digits: str, right: bool) -> None:
    assert is_identity_number(digits) is right


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        ("4111111111111111", True),
        ("4111111111111112", False),
        ("4111", False),
        ("411111111111111x", False),
    ],
)
def test_card_numbers(digits: str, right: bool) -> None:
    assert is_card_number(digits) is right
