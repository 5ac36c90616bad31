"""Reading copies of what was said: compatibility forms, script and invisible characters made even.

Comes in: text as received. Goes out: a normalised copy for matching (NFKC, simplified script,
lower case, no control characters), and small helpers that cut it into clauses. Does not: change or
keep the received text; translate dialect words (the lexicon lists them).
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_BLANK = re.compile(r"[\t\n\v\f\r\u0085\u2028\u2029\u3000\xa0]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\u20e3\ufeff]"
)
_CLAUSE_END = re.compile(r"[\s,.;:!?~\u3001\u3002\u2026\u2014]+")
_STICKER = re.compile(r"\[[^\[\]\d]{1,6}\]")
_WORDLESS = re.compile(r"[\W_]*")
_HAN = ("\u3400", "\u9fff")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _traditional() -> re.Pattern[str]:
    """Characters that the conversion changes, found once by asking it about every ideograph."""
    first, last = (ord(end) for end in _HAN)
    letters = [chr(code) for code in range(first, last + 1)]
    simple = _converter().convert("\n".join(letters)).split("\n")
    changed = [a for a, b in zip(letters, simple, strict=True) if a != b]
    return re.compile(f"[{''.join(changed)}\U00020000-\U0002ffff]")


def normalise(text: str) -> str:
    """The copy that patterns are matched against; the same words in any script or width come out
    the same.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if _traditional().search(text):
            text = _converter().convert(text)
    text = _INVISIBLE.sub("", _BLANK.sub(" ", text))
    return text.strip().lower()


def clauses(text: str) -> list[str]:
    """The parts of a normalised text between punctuation or blanks, empty ones left out."""
    return [part for part in _CLAUSE_END.split(text) if part]


def is_wordless(text: str) -> bool:
    """True for pictures, stickers, emoji and punctuation alone."""
    return _WORDLESS.fullmatch(_STICKER.sub("", text)) is not None


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring ideographs or word characters, for likeness of wording."""
    found: set[str] = set()
    for part in re.findall(r"[a-z0-9]+|[\u3400-\u9fff]+", text):
        if part[0] <= "z":
            found.add(part)
        else:
            found.update(part[k : k + 2] for k in range(len(part) - 1))
    return frozenset(found)


def bare(words: str) -> str:
    """Without blanks and marks before and after."""
    return _EDGES.sub("", words)


_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
