"""Case numbers and Chinese numerals."""

from typing import Any

import pytest

from intents.numbers import case_numbers, chinese_number
from intents.text import normalise
from tests.unit.intents.examples import load


@pytest.mark.parametrize("example", load("numbers"), ids=lambda example: str(example["text"]))
def test_case_numbers(example: dict[str, Any]) -> None:
    found = case_numbers(normalise(str(example["text"])), set(example["open"]))
    assert found == tuple(example["numbers"])


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("一百零五", 105),
        ("叁", 3),
        ("一〇二", 102),
        ("三一二", 312),
        ("42", 42),
        ("两", 2),
        ("三百一十二", 312),
    ],
)
def test_chinese_numerals(said: str, number: int) -> None:
    assert chinese_number(said) == number
