"""Text as the model sees it: one folding for training and service alike.

In: texts as received. Out: arrays of code points in which width, case, script (traditional to
simplified), digits, control characters, runs of spaces, addresses of web pages and the way a name
was left out ("A3" or "XX" before the word for what is named) no longer make a difference. Nothing
here learns, and what a person wrote is never changed in the stored message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import opencc

HEAD_CHARACTERS = 1500  # of a longer text the beginning and the end are read
TAIL_CHARACTERS = 500

BREAK = 0x0A  # stands between texts and can occur in none
SPACE = 0x20
_DROP = 0xFFFF  # a non-character: folded away
_PLANES = 0x30000
_HAN = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2FFFE))
_OTHER = ((0, 0x3400), (0xD7A4, 0xE000), (0xFB00, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F300))
_WEB = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_PLACE = r"\u5e02\u53bf\u7e23\u9547\u93ae\u4e61\u9109\u6751"  # city, county, town, village
_LEFT_OUT = re.compile(  # begins with one set, which makes it fast
    r"[A-ZXx\u00d7*\uff0a](?<![A-Za-z]{2})"
    rf"(?:(?<=[A-Z])(?:[0-9]{{0,3}}(?=[{_PLACE}])|[0-9]{{1,3}}(?=[\u533a\u5340]))"  # or district
    r"|(?:(?<=\u00d7)\u00d7*|(?<=[Xx])[Xx]+|(?<=[*\uff0a])[*\uff0a]+)(?=[\u4e00-\u9fff]))"
)
_SOME = chr(0x67D0)  # "a certain"

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Texts one after the other, a BREAK before the first and after each."""

    codes: Codes
    breaks: Offsets  # positions of the BREAKs; text i lies between breaks[i] and breaks[i + 1]


@lru_cache(maxsize=1)
def folding_table() -> Codes:
    """For each code point the one it becomes: NFKC (of an expansion the first), lower case,
    simplified script, one digit, one space."""
    table = np.arange(_PLANES, dtype=np.uint32)
    _fold_script(table)
    for point in (p for first, last in _OTHER for p in range(first, last)):
        kind = unicodedata.category(chr(point))
        if kind in ("Zs", "Zl", "Zp") or point in (0x09, 0x0A, 0x0B, 0x0C, 0x0D):
            table[point] = SPACE
        elif kind in ("Cc", "Cf", "Cs", "Mn", "Me"):
            table[point] = _DROP
        elif kind == "Nd":
            table[point] = ord("0")
        elif table[point] == point:
            table[point] = ord(unicodedata.normalize("NFKC", chr(point)).lower()[0])
    table.setflags(write=False)
    return table


def _fold_script(table: Codes) -> None:
    points = [p for first, last in _HAN for p in range(first, last)]
    simple: Any = opencc.OpenCC("t2s")
    folded = simple.convert("\n".join(map(chr, points))).split("\n")
    for point, character in zip(points, folded, strict=True):
        if len(character) == 1:
            table[point] = ord(character)


def shorten(text: str) -> str:
    """The beginning and the end of an overlong text."""
    if len(text) <= HEAD_CHARACTERS + TAIL_CHARACTERS:
        return text
    return f"{text[:HEAD_CHARACTERS]} {text[-TAIL_CHARACTERS:]}"


def fold(texts: Sequence[str]) -> Folded:
    """All texts folded in one go."""
    joined = "\n".join([shorten(t).replace("\n", " ") for t in texts])
    if "://" in joined or "www." in joined:
        joined = _WEB.sub(" ", joined)
    joined = _LEFT_OUT.sub(_SOME, joined)
    raw = np.frombuffer(f"\n{joined}\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = folding_table()[np.minimum(raw, _PLANES - 1)]
    codes[raw == BREAK] = BREAK
    codes = codes[codes != _DROP]
    blank = (codes == SPACE) | (codes == BREAK)
    again = codes == SPACE
    again[1:] &= blank[:-1]  # of blanks in a row only the first is news ...
    codes = codes[~again]
    trailing = codes[:-1] == SPACE
    trailing &= codes[1:] == BREAK  # ... and none at the end of a text
    codes = codes[np.append(~trailing, True)]
    return Folded(codes=codes, breaks=np.flatnonzero(codes == BREAK))


def normalise(text: str) -> str:
    """One text folded, as a string: what the model read."""
    return fold([text]).codes[1:-1].tobytes().decode("utf-32-le", "replace")
