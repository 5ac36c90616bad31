"""What is looked for in words before they are heard at all (domain rules §11.1, §11.3): a one-time
code in a group that is not linked, some words in a group that listens to words only.

Comes in: text as received. Goes out: a code, yes or no. Does not: keep or understand anything; what
a text says beside that is nobody's business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intents import emergencies
from intents.contacts import mask
from intents.text import normalise
from intents.words import lists

_LONGEST_CODE: Final = 40
_EIGHT_DIGITS: Final = re.compile(r"\d{4}[\s-]?\d{4}")
_TALK: Final = "trouble"


@dataclass(frozen=True, slots=True)
class CodeSaid:
    """Eight digits; `meant` where the words say that they are to link a group."""

    digits: str
    meant: bool


def prepare() -> None:
    """Read the lists, so that nobody waits for them later; scripts are told apart by one, too, and
    what is masked by another.
    """
    is_watched(chr(0x4E00))
    mask("")


def may_be_code(text: str) -> bool:
    """Whether it is worth looking for a code; needs no lists."""
    return len(text) <= _LONGEST_CODE and _EIGHT_DIGITS.search(text) is not None


def code_in(text: str) -> CodeSaid | None:
    """The code that somebody says, and nothing else."""
    if not may_be_code(text):
        return None
    words, found = normalise(text), lists("overhearing")
    match = found["code"].pattern.match(words)
    if match is None:
        return None
    return CodeSaid(
        "".join(part for part in match.groups() if part),
        found["code_meant"].search(words) is not None,
    )


def is_to_the_bot(text: str) -> bool:
    """Whether a text calls the bot by what it is for ("I report: ...")."""
    return lists("overhearing")["to_the_bot"].search(normalise(text)) is not None


def is_watched(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a text has one of the words for which such a group is heard, those of the lists or
    `more`.
    """
    words = normalise(text)
    if any(normalise(word) in words for word in more):
        return True
    return (
        lists("overhearing")["watched"].search(words) is not None
        or lists("talk")[_TALK].search(words) is not None
        or emergencies.find(text) is not None
    )
