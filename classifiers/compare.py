"""Two models on the same texts: what the new one says otherwise, and whether it is right more
often.

In: two loaded models and texts, with or without what counts as right. Out: a `Comparison`. It does
not choose between them, and knows nothing of how they are stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from classifiers.api import Classifier, Prediction

FIELDS = ("gate", "category", "item")
NOTHING = "-"  # what is said of a text that is for nobody's desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text, and for each field what counts as right; a field that is not there is not judged."""

    id: str
    text: str
    right: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A text of which the two say different things; `better` and `worse` name fields."""

    id: str
    text: str
    old: Mapping[str, str]
    new: Mapping[str, str]
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryChange:
    """How often a category was said by the old and the new model, how many texts came to it and
    left it, and of those to which it belongs how many each found.
    """

    category: str
    said: tuple[int, int]
    came: int
    left: int
    belong: int
    found: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Old and new over all texts; `right` gives judged texts, then old and new right ones."""

    texts: int
    right: Mapping[str, tuple[int, int, int]]
    categories: tuple[CategoryChange, ...]
    changes: tuple[Change, ...]  # worse ones first, then better ones, then the others


def compare(old: Classifier, new: Classifier, asked: Sequence[Asked]) -> Comparison:
    """Ask both of everything."""
    texts = [one.text for one in asked]
    before = [_said(answer) for answer in old.predict(texts)]
    after = [_said(answer) for answer in new.predict(texts)]
    pairs = list(zip(asked, before, after, strict=True))
    changes = [change for one, was, now in pairs if (change := _change(one, was, now))]
    changes.sort(key=lambda change: (not change.worse, not change.better))
    return Comparison(
        texts=len(asked),
        right={name: _right(pairs, name) for name in FIELDS if any(name in x.right for x in asked)},
        categories=tuple(_categories(pairs)),
        changes=tuple(changes),
    )


Pair = tuple[Asked, Mapping[str, str], Mapping[str, str]]


def _said(answer: Prediction) -> dict[str, str]:
    return {
        "gate": answer.gate.value,
        "category": answer.category or NOTHING,
        "item": answer.item or NOTHING,
    }


def _change(one: Asked, was: Mapping[str, str], now: Mapping[str, str]) -> Change | None:
    if was == now:
        return None
    judged = [name for name in FIELDS if name in one.right and was[name] != now[name]]
    return Change(
        id=one.id,
        text=one.text,
        old=was,
        new=now,
        better=tuple(x for x in judged if now[x] in one.right[x] and was[x] not in one.right[x]),
        worse=tuple(x for x in judged if was[x] in one.right[x] and now[x] not in one.right[x]),
    )


def _right(pairs: Sequence[Pair], name: str) -> tuple[int, int, int]:
    judged = [(one.right[name], was, now) for one, was, now in pairs if name in one.right]
    return (
        len(judged),
        sum(was[name] in right for right, was, _ in judged),
        sum(now[name] in right for right, _, now in judged),
    )


def _categories(pairs: Sequence[Pair]) -> Iterator[CategoryChange]:
    moved = Counter((was["category"], now["category"]) for _, was, now in pairs)
    belonging = {code for one, _, _ in pairs for code in one.right.get("category", ())}
    for code in sorted({code for pair in moved for code in pair} | belonging):
        own = [(was, now) for one, was, now in pairs if code in one.right.get("category", ())]
        yield CategoryChange(
            category=code,
            said=(
                sum(count for (was, _), count in moved.items() if was == code),
                sum(count for (_, now), count in moved.items() if now == code),
            ),
            came=sum(n for (was, now), n in moved.items() if was != code == now),
            left=sum(n for (was, now), n in moved.items() if was == code != now),
            belong=len(own),
            found=(
                sum(was["category"] == code for was, _ in own),
                sum(now["category"] == code for _, now in own),
            ),
        )
