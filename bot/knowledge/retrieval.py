"""The entry that answers a question: likeness of wording, weighed by how telling each word is.

Comes in: the entries of the office, and a question as it was asked. Goes out: the best entry with
its score, or None below the threshold. Does not: read files, know cases, or make up an answer: what
is said is always an entry's own text.

A question and every wording of the list are made alike (`words.yaml`) and cut into pairs and
triples of characters. Rare ones weigh more. What both have is set against what only one has: a
question that asks for something the wording does not know loses as well as one that lacks what
the wording asks for. Words that an entry demands or refuses decide first; the item that the text
model sees adds a little.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import yaml

from bot.domain.knowledge import Entry
from intents.text import normalise

THRESHOLD: Final = 0.42
"""Default score from which an entry is given as the answer (docs/knowledge.md has the figures)."""

_MENTION: Final = re.compile(r"@\S{1,12}\s*")
_RUN: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_TRIPLE: Final = 0.6
"""What a triple weighs beside its pairs."""
_MISSING: Final = 0.25
"""How much of what only the question has counts against an entry."""
_LACKING: Final = 0.5
"""How much of what only the wording has counts against it."""
_SAME_ITEM: Final = 0.08
_NEAR_ITEM: Final = 0.04
_FOUND_ABOUT: Final = 0.1
"""What a word of `about` adds where it occurs."""
_LONGEST: Final = 400
"""A longer text tells a story; its end is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its surroundings: where, when, and the items the text model sees in it."""

    text: str
    community: str
    grid: str | None
    day: date
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """The entry that answers, and how well it fits."""

    entry: Entry
    score: float


class Index:
    """Entries ready to be asked. It never changes; another list makes another index."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._wordings = [
            (number, grams(alike(wording)))
            for number, entry in enumerate(self.entries)
            for wording in entry.questions
        ]
        self._weights, self._usual = _weights([found for _, found in self._wordings])
        self._sizes = [self._weigh(found) for _, found in self._wordings]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, (_, found) in enumerate(self._wordings):
            for gram in found:
                self._having[gram].append(place)

    def best(self, asked: Asked) -> Hit | None:
        """The entry that fits best, however badly; None where nothing is alike at all."""
        plain = normalise(asked.text[:_LONGEST])
        question = grams(alike(plain))
        size = self._weigh(question)
        common: dict[int, float] = defaultdict(float)
        for gram in question:
            for place in self._having.get(gram, ()):
                common[place] += self._weights[gram]
        found: Hit | None = None
        for place, shared in common.items():
            entry = self.entries[self._wordings[place][0]]
            if not _fits(entry, plain, asked):
                continue
            only_asked, only_listed = size - shared, self._sizes[place] - shared
            score = shared / (shared + _MISSING * only_asked + _LACKING * only_listed)
            score += _added(entry, asked)
            if found is None or score > found.score:
                found = Hit(entry=entry, score=score)
        return found

    def _weigh(self, found: frozenset[str]) -> float:
        return sum(self._weights.get(gram, self._usual) for gram in found)


def _fits(entry: Entry, plain: str, asked: Asked) -> bool:
    """Whether it may be an answer at all, here, today, to these words."""
    if not (entry.holds(asked.day) and entry.serves(asked.community, asked.grid)):
        return False
    if any(word in plain for word in entry.unless):
        return False
    return all(
        not words or any(word in plain for word in words) for words in (entry.about, entry.must)
    )


def _added(entry: Entry, asked: Asked) -> float:
    added = _FOUND_ABOUT if entry.about else 0.0
    if asked.items and entry.item == asked.items[0]:
        return added + _SAME_ITEM
    return added + (_NEAR_ITEM if entry.item in asked.items else 0.0)


def _weights(documents: Sequence[frozenset[str]]) -> tuple[Mapping[str, float], float]:
    """How telling each gram is among the wordings, and what one that none of them has weighs."""
    counts = Counter(gram for found in documents for gram in found)
    total = len(documents) + 1
    weights = {
        gram: math.log(total / count) * (_TRIPLE if len(gram) > 2 else 1.0)
        for gram, count in counts.items()
    }
    return weights, math.log(total) * 0.5


def alike(text: str) -> str:
    """A normalised question without empty words, dialect and synonyms made one."""
    dropped, pattern, same = _words()
    text = _MENTION.sub("", text)
    text = pattern.sub(lambda match: same[match[0]], text)
    return dropped.sub("", text)


def grams(text: str) -> frozenset[str]:
    """Pairs and triples of neighbouring characters, and whole words of letters and digits."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run[0] <= "z":
            found.add(run)
            continue
        for size in (2, 3):
            found.update(run[k : k + size] for k in range(len(run) - size + 1))
    return frozenset(found)


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]]:
    source = resources.files("bot.knowledge").joinpath("words.yaml")
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    same = {other: word for word, others in content["same"].items() for other in others}
    same |= {word: word for word in content["same"]}
    return _any_of(content["drop"]), _any_of(same), same


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest first, so that no word is cut out of a longer one."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
