"""Words of people made fit for the list: without greetings, and without what tells of anybody.

Comes in: what was said, and names that are known. Goes out: the same without every part that holds
a name, a telephone number, a room or a number of a paper; empty where nothing is left. Does not:
decide whether it is an answer beyond its form.
"""

import re
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from intents.contacts import is_personal
from intents.text import normalise

LONGEST: Final = 200
_SHORTEST: Final = 6
_MENTION: Final = re.compile(r"@\S{1,12}\s*")
_PART: Final = re.compile(
    r"[^,.;!?\n\u3002\uff0c\uff1b\uff01\uff1f]+[,.;!?\n\u3002\uff0c\uff1b\uff01\uff1f]*"
)
_STICKER: Final = re.compile(r"\[[^\[\]\d]{1,6}\]")
_NUMBER: Final = re.compile(r"^\W*\d{1,6}\W*")
_MARKS: Final = " .!,~\u3002"
_EDGES: Final = " ,;\n\uff0c\uff1b"


def clean(text: str, names: Collection[str]) -> str:
    """What is left of the text when parts that tell of somebody are taken out."""
    plain = _STICKER.sub("", _MENTION.sub("", text))
    parts = [
        part.strip(" \n")
        for part in _PART.findall(plain)
        if not is_personal(part) and not any(name in part for name in names if len(name) > 1)
    ]
    return "".join(parts).strip(_EDGES)[:LONGEST]


def is_answer(text: str) -> bool:
    """Whether words of staff can be an answer at all: they tell something, and neither ask nor
    promise to find out."""
    words = normalise(text)
    return len(words) >= _SHORTEST and _no_answer().search(words) is None


def verdict(text: str) -> bool | None:
    """Whether words about a proposal take it in (True) or leave it out (False); None for other
    words."""
    words = _NUMBER.sub("", normalise(text)).strip(_MARKS)
    if re.fullmatch(_words()["leave_out"], words):
        return False
    return True if re.fullmatch(_words()["take_in"], words) else None


@cache
def _no_answer() -> re.Pattern[str]:
    return re.compile("|".join(_words()["no_answer"]))


@cache
def _words() -> dict[str, Any]:
    source = resources.files("bot.knowledge").joinpath("words.yaml")
    content: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return content
