"""The words in which fates of tickets are told.

Comes in: the package's words. Goes out: tables of words, a line for a fate. Does not: decide.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from bot.exchange.fates import Fate


@cache
def fate_words() -> Mapping[str, Any]:
    """Reads a file the first time."""
    text = resources.files("bot.exchange").joinpath("words.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def fate_line(fate: Fate) -> str:
    """One row, as the command prints it."""
    words = fate_words()
    case = f" #{fate.case.number}" if fate.case is not None else ""
    return str(
        words["line"].format(
            line=fate.line,
            number=fate.number or "-",
            fate=words["fates"][fate.kind.value],
            case=case,
            detail=words["details"].get(fate.detail, fate.detail),
        )
    )
