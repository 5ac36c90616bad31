"""Numbers as people write them, and the case numbers among them.

Comes in: normalised text. Goes out: integers for Chinese numerals, and the case numbers that are
named (bare, marked with a hash or a counter word, several in a row). Does not: know which cases
exist; read rooms, prices or dates as cases.
"""

import re
from collections.abc import Collection
from functools import cache

from intents.keys import grams
from intents.words import Words, compiled, data

_RUN = re.compile(r"\d+")


def chinese_number(run: str) -> int:
    """The value of a run of numerals, Chinese ones or Arabic."""
    digits: dict[str, int] = data("numbers")["digits"]
    tens: dict[str, int] = data("numbers")["tens"]
    if run.isascii():
        return int(run)
    if not any(letter in tens for letter in run):
        return int("".join(str(digits.get(letter, letter)) for letter in run))
    total, digit = 0, 0
    for letter in run:
        if letter in tens:
            total, digit = total + (digit or 1) * tens[letter], 0
        else:
            digit = int(digits.get(letter, letter))
    return total + digit


@cache
def _shapes(kind: str) -> tuple[Words, ...]:
    return tuple(compiled(shape) for shape in data("numbers")[kind])


def listed(text: str) -> tuple[int, ...]:
    """Two numbers or more with which a normalised text begins: "312, 315 I go"."""
    match = compiled(data("numbers")["listed"]).pattern.match(text)
    return tuple(int(run) for run in _RUN.findall(match[0])) if match else ()


def _found(text: str, kind: str, known: frozenset[str]) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for shape in _shapes(kind):
        if shape.rules_out(known):
            continue
        for match in shape.pattern.finditer(text):
            found.setdefault(chinese_number(match[1]), match.start())
    return tuple(sorted(found, key=found.__getitem__))


def case_numbers(
    text: str, open_numbers: Collection[int] = (), known: frozenset[str] | None = None
) -> tuple[int, ...]:
    """Numbers of cases named in a normalised text, in order; `known` are its grams.

    A marked number counts always; a bare one only if such a case is open.
    """
    letters = grams(text) if known is None else known
    marked = _found(text, "said", letters)
    if not open_numbers:
        return marked
    bare = [
        number
        for number in _found(text, "bare", letters)
        if number in open_numbers and number not in marked
    ]
    return (*marked, *bare)
