"""Answers to a digest: which of its lines are meant, and what is said of them.

Comes in: the text as received. Goes out: numbers of lines and the words that follow them. Does not:
know the digest, or whether the number is that of a case; what follows is read as ever, with the
number of the case in its place.
"""

import re
from dataclasses import dataclass
from functools import cache

from intents.numbers import chinese_number
from intents.text import normalise
from intents.words import data

_NUMERAL = re.compile(r"\d+|[^\W\d_]+")
_AND = re.compile(r"[\u7b2c\u548c\u53ca\s,\u3001]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Lines in the order in which they were named. `marked` where the words say that lines are
    meant; `rest` is what is said of them, empty where nothing is; `acts` where it is what one does
    with a line.
    """

    numbers: tuple[int, ...]
    rest: str
    marked: bool
    acts: bool = False

    @property
    def wants_details(self) -> bool:
        """Whether more is to be told of them."""
        return not self.rest or _pattern("details").search(self.rest) is not None


def answer_of(text: str) -> Answer | None:
    """What a text says of lines; None where it begins with no number of a line."""
    words = normalise(text)
    for name in ("marked", "shown", "spoken", "bare"):
        if match := _pattern(name).match(words):
            runs = [run for run in _AND.split(match[1]) if _NUMERAL.fullmatch(run)]
            return Answer(
                numbers=tuple(dict.fromkeys(map(chinese_number, runs))),
                rest=match[2],
                marked=name in ("marked", "shown"),
                acts=name == "spoken" or _pattern("act").match(match[2]) is not None,
            )
    return None


def takes_back(text: str) -> bool:
    """Whether nothing is said but that the last is to be taken back."""
    return _pattern("take_back").search(normalise(text)) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    shapes: dict[str, str] = data("digest")
    parts = {key[1:]: shape for key, shape in shapes.items() if key[0] == "_"}
    shape = shapes.get(name) or parts[name]
    for part, words in parts.items():
        shape = shape.replace(f"{{{part}}}", words)
    return re.compile(shape, re.DOTALL)
