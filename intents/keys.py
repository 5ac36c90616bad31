"""What must occur in a text before a pattern can match: the cheap look that spares the pattern.

Comes in: a regular expression in the dialect of the lexicon (groups, alternatives, sets, counted
gaps). Goes out: its keys, of which at least one occurs in every text that it matches: single
characters, pairs of neighbours, or `DIGIT`. Does not: match anything. A pattern without such keys
gets None and has to be tried on every text.
"""

import re
from dataclasses import dataclass, field
from itertools import chain
from operator import add

DIGIT = "\x00digit"
_SET_LIMIT = 40
_MOST = 3
_ANY_DIGIT = re.compile(r"\d")
_OPENED = re.compile(r"\((?:\?(?:(?P<look><?[!=])|:|P<\w+>|P=\w+))?")
_REPEAT = re.compile(r"\{(\d*)(?:,\d*)?\}")


def grams(text: str) -> frozenset[str]:
    """The characters of a text, its pairs of neighbours, and `DIGIT` if it has a digit."""
    digit = (DIGIT,) if _ANY_DIGIT.search(text) else ()
    return frozenset(chain(text, map(add, text, text[1:]), digit))


Way = tuple[frozenset[str], ...]
"""One way in which a pattern may match: of each of these sets a key occurs; none of them says that
anything might do.
"""


def ways_of(pattern: str) -> tuple[Way, ...]:
    """The ways in which a pattern may match, one for each of its alternatives."""
    return _Parser(pattern).alternatives()


def united(ways: tuple[Way, ...]) -> frozenset[str] | None:
    """Keys of which every match has at least one, the most telling of each way; None where
    anything might match.
    """
    if not all(ways):
        return None
    return frozenset().union(*(way[0] for way in ways))


@dataclass(slots=True)
class _Sequence:
    """One alternative while it is read: its sets of keys, the run of plain letters before, and the
    alternatives of a group as long as there is nothing beside it.
    """

    sets: list[frozenset[str]] = field(default_factory=list)
    run: str = ""
    alone: tuple[Way, ...] | None = None
    length: int = 0

    def offer(self, keys: frozenset[str] | None) -> None:
        """One more set of which a key has to occur."""
        if keys:
            self.sets.append(keys)

    def end_run(self) -> None:
        if len(self.run) > 1:
            for pair in map(str.__add__, self.run, self.run[1:]):
                self.offer(frozenset({pair}))
        elif self.run:
            self.offer(frozenset({self.run}))
        self.run = ""

    def ways(self) -> tuple[Way, ...]:
        """The alternatives of a group that stands alone, or the one way of the sequence: its most
        telling sets, pairs before single letters, few before many.
        """
        if self.length == 1 and self.alone is not None:
            return self.alone
        return (tuple(sorted(self.sets, key=_worth, reverse=True)[:_MOST]),)


def _worth(keys: frozenset[str]) -> tuple[int, int]:
    single = sum(len(key) == 1 or key == DIGIT for key in keys)
    return -single, -len(keys)


class _Parser:
    """Reads a pattern once from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> tuple[Way, ...]:
        """Everything up to the closing bracket or the end."""
        ways: tuple[Way, ...] = ()
        while True:
            ways += self._sequence()
            if self._peek() != "|":
                return ways
            self._at += 1

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> tuple[Way, ...]:
        sequence = _Sequence()
        while (letter := self._peek()) not in ("", "|", ")"):
            sequence.length += 1
            group: tuple[Way, ...] | None = None
            plain, keys = "", None
            if letter == "(":
                group = self._group()
                keys = united(group) if group else None
            else:
                plain, keys = self._element(letter)
            if self._optional():
                sequence.end_run()
            elif plain:
                sequence.run += plain
            else:
                sequence.end_run()
                sequence.offer(keys)
                sequence.alone = group
        sequence.end_run()
        return sequence.ways()

    def _element(self, letter: str) -> tuple[str, frozenset[str] | None]:
        """The next element: a plain letter, or the keys of a set."""
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

    def _group(self) -> tuple[Way, ...] | None:
        """The alternatives of a group; None of one that looks for what must not be there, or that
        looks back; nothing of one that repeats what an earlier one matched."""
        mark = _OPENED.match(self._pattern, self._at)
        assert mark is not None
        self._at = mark.end()
        ways = self.alternatives()
        self._at += 1
        return ways if mark["look"] in (None, "=") else None

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
