"""What is said about admission lists: faults, outcomes, names of columns and values.

Comes in: kinds and facts. Goes out: sentences of `bot/data/listing.yaml`. Does not: find faults.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from bot.domain.listing import Fault


def told(fault: Fault) -> str:
    """A fault in words, with its row and how to mend it."""
    words = str(_words()["faults"][fault.kind]).format(**fault.facts)
    return sentence("row", row=fault.row, told=words) if fault.row else words


def sentence(name: str, **facts: object) -> str:
    """One of the other sentences about lists."""
    return str(_words()[name]).format(**facts)


def load_words() -> None:
    """Read them once, which blocks."""
    _words()


def named(table: str, code: str) -> str:
    """What a column or a value is called, or the code."""
    return str(_words()["names"].get(table, {}).get(code, code))


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("bot.data").joinpath("listing.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words
