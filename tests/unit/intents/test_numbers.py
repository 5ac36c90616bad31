"""Case numbers and Chinese numerals."""

from typing import Any

import pytest

from intents.numbers import case_numbers, chinese_number, listed
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


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1、3我去看", (1, 3)),
        ("312 315 318都我去", (312, 315, 318)),
        ("#312和#315修好了", (312, 315)),
        ("312我去看", ()),
        ("312修好了 换了5个灯", ()),
        ("我去看312、315", ()),
    ],
)
def test_several_cases_are_listed_before_the_words(text, numbers):
    assert listed(normalise(text)) == numbers
