"""The entry that answers a question: likeness of wording, weighed by how telling each word is.

Comes in: the entries of the office, and a question as it was asked. Goes out: the best entry with
its score. Does not: read files, know cases, or make up an answer: what is said is always an
entry's own text.

A question and every wording of the list are made alike (`words.yaml`) and cut into pairs of
characters; rare ones weigh more. Three things are set against each other: what the question shares
with an entry (its wordings and its answer), what only the question has, and what the nearest
wording of the entry asks for beyond it. Words that an entry demands or refuses decide first. How
the figures below were chosen stands in docs/knowledge.md.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import yaml

from bot.domain.knowledge import Entry, entry_key
from intents.text import normalise

_MENTION: Final = re.compile(r"@\S{1,12}\s*")
_RUN: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_MISSING: Final = 0.25
"""How much of what only the question has counts against an entry: people tell their story."""
_LACKING: Final = 0.8
"""How much of what only the wording has counts against it."""
_UNKNOWN: Final = 0.5
"""What a pair weighs that no wording has, beside the rarest that one has."""
_ENOUGH: Final = 4
"""So many pairs of a wording are no accident."""
_ANOTHER: Final = 0.7
"""What is left of the score for each kind of thing asked that the entry does not speak of."""
_LONGEST: Final = 400
"""A longer text tells a story; its end is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its surroundings: where, and on which day."""

    text: str
    community: str
    grid: str | None
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """The entry that answers, and how well it fits."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An entry with the pairs of each of its wordings, and all of its pairs together."""

    entry: Entry
    wordings: tuple[frozenset[str], ...]
    whole: frozenset[str]
    kinds: frozenset[str]


class Index:
    """Entries ready to be asked. It never changes; another list makes another index.

    A short list takes over from a long one how telling pairs are.
    """

    def __init__(self, entries: Iterable[Entry], *, like: "Index | None" = None) -> None:
        self._known = [_known(entry) for entry in entries]
        self._weights: Mapping[str, float]
        self._unknown: float
        if like is not None and like._known:
            self._weights, self._unknown = like._weights, like._unknown
            return
        counts = Counter(pair for known in self._known for own in known.wordings for pair in own)
        total = sum(len(known.wordings) for known in self._known) + 1
        self._weights = {pair: math.log(total / count) for pair, count in counts.items()}
        self._unknown = math.log(total) * _UNKNOWN

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is in it."""
        return tuple(known.entry for known in self._known)

    def best(self, asked: Asked, replaced: Container[str] = ()) -> Hit | None:
        """The entry that fits best, however badly; None where none fits at all. What something
        else stands in the place of (`entry_key`) is left out.
        """
        plain = normalise(asked.text[:_LONGEST])
        words = alike(plain)
        question, kinds = pairs(words), _kinds(words)
        found: Hit | None = None
        for known in self._known:
            if not _holds(known.entry, asked) or entry_key(known.entry.id) in replaced:
                continue
            if not (_allowed(known.entry, plain) or _said_in_full(known, question)):
                continue
            score = self._score(question, known) * _ANOTHER ** len(kinds - known.kinds)
            if score > 0 and (found is None or score > found.score):
                found = Hit(entry=known.entry, score=score)
        return found

    def _score(self, question: frozenset[str], known: _Known) -> float:
        shared = self._weigh(question & known.whole)
        near = [own for own in known.wordings if own & question]
        if not near:
            return 0.0
        missing = self._weigh(question - known.whole)
        lacking = min(self._weigh(own - question) for own in near)
        return shared / (shared + _MISSING * missing + _LACKING * lacking)

    def _weigh(self, found: frozenset[str]) -> float:
        return sum(self._weights.get(pair, self._unknown) for pair in found)


def _known(entry: Entry) -> _Known:
    texts = [alike(normalise(text)) for text in (entry.answer, *entry.questions)]
    answer, *wordings = map(pairs, texts)
    return _Known(
        entry=entry,
        wordings=tuple(wordings),
        whole=answer.union(*wordings),
        kinds=frozenset().union(*map(_kinds, texts)),
    )


def _holds(entry: Entry, asked: Asked) -> bool:
    """Whether it may be an answer at all, here and on this day."""
    return entry.holds(asked.day) and entry.serves(asked.community, asked.grid)


def _said_in_full(known: _Known, question: frozenset[str]) -> bool:
    """Whether a wording of the list is part of the question: then its own words are enough."""
    return any(len(own) >= _ENOUGH and own <= question for own in known.wordings)


def _allowed(entry: Entry, plain: str) -> bool:
    """Whether the words that the entry asks for and refuses let the question pass."""
    if any(word in plain for word in entry.unless):
        return False
    return all(
        not words or any(word in plain for word in words) for words in (entry.about, entry.must)
    )


def alike(text: str) -> str:
    """A normalised question without empty words, dialect and synonyms made one."""
    words = _words()
    text = _MENTION.sub("", text)
    text = words.others.sub(lambda match: words.same[match[0]], text)
    return words.empty.sub("", text)


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, and whole words of letters and digits."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run[0] <= "z":
            found.add(run)
        else:
            found.update(run[k : k + 2] for k in range(len(run) - 1))
    return frozenset(found)


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind for kind in _words().kinds if kind in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The content of words.yaml."""

    empty: re.Pattern[str]
    others: re.Pattern[str]
    same: Mapping[str, str]
    kinds: tuple[str, ...]


@cache
def _words() -> _Words:
    source = resources.files("bot.knowledge").joinpath("words.yaml")
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    same = {other: word for word, others in content["same"].items() for other in others}
    same |= {word: word for word in content["same"]}
    return _Words(
        empty=_any_of(content["drop"]),
        others=_any_of(same),
        same=same,
        kinds=tuple(content["kinds"]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest first, so that no word is cut out of a longer one."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
