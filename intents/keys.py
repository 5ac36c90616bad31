"""What must occur in a text before a pattern can match: the cheap look that spares the pattern.

Comes in: a regular expression in the dialect of the lexicon (groups, alternatives, sets, counted
gaps). Goes out: its keys, of which at least one occurs in every text that it matches: single
characters, pairs of neighbours, or `DIGIT`. Does not: match anything. A pattern without such keys
gets None and has to be tried on every text.
"""

import re
from dataclasses import dataclass

DIGIT = "\x00digit"
_SET_LIMIT = 40
_ANY_DIGIT = re.compile(r"\d")
_REPEAT = re.compile(r"\{(\d*)(?:,\d*)?\}")


def grams(text: str) -> frozenset[str]:
    """The characters of a text, its pairs of neighbours, and `DIGIT` if it has a digit."""
    found = {*text, *map(str.__add__, text, text[1:])}
    if _ANY_DIGIT.search(text):
        found.add(DIGIT)
    return frozenset(found)


def keys_of(pattern: str) -> frozenset[str] | None:
    """The keys of a pattern, or None where anything might match."""
    parser = _Parser(pattern)
    return parser.alternatives()


@dataclass(slots=True)
class _Sequence:
    """One alternative while it is read: its best keys, and the run of plain letters before."""

    best: frozenset[str] | None = None
    run: str = ""

    def offer(self, keys: frozenset[str] | None) -> None:
        """Keep the more telling of two sets: pairs before single letters, few before many."""
        if keys and (self.best is None or _worth(keys) > _worth(self.best)):
            self.best = keys

    def end_run(self) -> None:
        if len(self.run) > 1:
            self.offer(frozenset({self.run[:2]}))
        elif self.run:
            self.offer(frozenset({self.run}))
        self.run = ""


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    single = sum(len(key) == 1 or key == DIGIT for key in keys)
    return -single, -len(keys)


class _Parser:
    """Reads a pattern once from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> frozenset[str] | None:
        """Everything up to the closing bracket or the end."""
        united: frozenset[str] | None = frozenset()
        while True:
            keys = self._sequence()
            united = None if united is None or keys is None else united | keys
            if self._peek() != "|":
                return united
            self._at += 1

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> frozenset[str] | None:
        sequence = _Sequence()
        while (letter := self._peek()) not in ("", "|", ")"):
            plain, keys = self._element(letter)
            if self._optional():
                sequence.end_run()
            elif plain:
                sequence.run += plain
            else:
                sequence.end_run()
                sequence.offer(keys)
        sequence.end_run()
        return sequence.best

    def _element(self, letter: str) -> tuple[str, frozenset[str] | None]:
        """The next element: a plain letter, or the keys of a group or set."""
        if letter == "(":
            return "", self._group()
        if letter == "[":
            return "", self._set()
        self._at += 1
        if letter == "\\":
            return self._escape()
        return ("", None) if letter in ".^$" else (letter, None)

    def _escape(self) -> tuple[str, frozenset[str] | None]:
        letter = self._peek()
        self._at += 1
        if letter == "d":
            return "", frozenset({DIGIT})
        return ("", None) if letter.isalpha() else (letter, None)

    def _group(self) -> frozenset[str] | None:
        mark = re.compile(r"\((?:\?(?:(?P<look><?[!=])|:|P<\w+>))?").match(self._pattern, self._at)
        assert mark is not None
        self._at = mark.end()
        keys = self.alternatives()
        self._at += 1
        return keys if mark["look"] in (None, "=") else None

    def _set(self) -> frozenset[str] | None:
        end = self._pattern.index("]", self._at + 2)
        while self._pattern[end - 1] == "\\":
            end = self._pattern.index("]", end + 1)
        inside = self._pattern[self._at + 1 : end]
        self._at = end + 1
        if inside in ("0-9", "1-9", "1-6", "2-9", "1-5"):
            return frozenset({DIGIT})
        if inside[0] == "^" or "-" in inside[1:-1] or "\\" in inside or len(inside) > _SET_LIMIT:
            return None
        return frozenset(inside)

    def _optional(self) -> bool:
        """Step over a quantifier; True where the element may be missing."""
        letter = self._peek()
        if letter in ("?", "*"):
            self._at += 1
            optional = True
        elif letter == "{" and (repeat := _REPEAT.match(self._pattern, self._at)):
            self._at = repeat.end()
            optional = repeat[1] in ("", "0")
        else:
            self._at += letter == "+"
            return False
        self._at += self._peek() == "?"
        return optional
