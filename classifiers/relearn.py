"""Learning from what people have put right, and whether that made the model better.

In: corrected texts and the corpus. Out: a new version beside the old one, in use only where it is
no worse. Both are judged on the same fixed lines: the corpus, of which every line is held out once
by models that had not seen it nor its neighbours, and on the corrections, which the new model is
asked about in the same way. The card keeps the digest of the corpus alone, so that versions with
different corrections can be compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifiers.api import Classifier
from classifiers.data import CORRECTIONS, Corpus, Line
from classifiers.errors import ClassifierError, CorpusError
from classifiers.labels import Gate, is_item_code
from classifiers.ranking import CATEGORIES
from classifiers.store import Card, load, read_card, save
from classifiers.train import Learning, corpus_at, learn, make_card
from classifiers.weights import HeldOut, Learnt

WATCHED: Mapping[str, float] = {
    "request_f1": 1.0,
    "false_alarm_chat": -1.0,
    "category_accuracy": 1.0,
    "category_macro_f1": 1.0,
    "item_top1": 1.0,
    "emergency_recall": 1.0,
}
"""The figures that must not get worse; 1 where more is better."""

TOLERANCE = 0.005
"""By so much they may; the lines are divided for holding out as they were without corrections."""

SEEN_FILE = "corrections.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A text, and what it should be taken for: an item, `XX-00`, or None for talk."""

    text: str
    item: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relearnt:
    """Old and new side by side. `right` are corrections answered rightly by either, of those that
    the old one had not learnt from; `worse` names what got worse."""

    old: str
    new: str
    figures: Mapping[str, tuple[float, float]]
    corrections: int
    judged: int
    right: tuple[int, int]
    worse: tuple[str, ...]


def relearn(
    corrected: Sequence[Corrected], learning: Learning, *, corpus: Path | None = None
) -> Relearnt:
    """Train with the corrections; the new version is kept, and in use unless something is worse."""
    lines = lines_of(corrected)
    if not lines:
        raise CorpusError("no corrections to learn from")
    found = corpus_at(corpus)
    before = _before(found, learning)
    learnt = learn((*found.lines, *lines), learning)
    card = _card(found, learnt, len(lines), learning)
    fresh = [k for k, line in enumerate(lines) if digest(line.text) not in before.seen]
    new_right = _held_out_right(learnt.held_out, len(found.lines), lines)
    old_right = [before.model is not None and is_right(before.model, line) for line in lines]
    right = (sum(old_right[k] for k in fresh), sum(new_right[k] for k in fresh))
    figures = {
        name: (before.figures[name], card.figures[name])
        for name in WATCHED
        if name in before.figures and name in card.figures
    }
    worse = [name for name, pair in figures.items() if is_worse(name, *pair)]
    if right[1] < right[0]:
        worse.append(CORRECTIONS)
    save(learnt.weights, card, learning.place, heads=learnt.heads, current=not worse)
    _remember(learning.place / card.version, lines)
    return Relearnt(
        old=before.version,
        new=card.version,
        figures=figures,
        corrections=len(lines),
        judged=len(fresh),
        right=right,
        worse=tuple(worse),
    )


def is_worse(name: str, old: float, new: float) -> bool:
    """Whether a figure got worse by more than is chance."""
    return (new - old) * WATCHED[name] < -TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """The version in use, with figures for these very lines, and what it has learnt from."""

    version: str
    model: Classifier | None
    figures: Mapping[str, float]
    seen: frozenset[str]


def _before(corpus: Corpus, learning: Learning) -> _Before:
    """The version in use. Unless it learnt this very corpus in this very way, its figures are those
    of a model that does so without corrections."""
    try:
        card, model = read_card(learning.place), load(learning.place)
        way, seen = _memory(learning.place / card.version)
    except ClassifierError:
        card, model, way, seen = None, None, "", frozenset()
    figures = card.figures if card else {}
    alike = card is not None and (card.corpus, card.seed) == (corpus.digest, learning.seed)
    if not alike or way != learner():
        figures = make_card(corpus, learn(corpus.lines, learning), seed=learning.seed).figures
    return _Before(version=card.version if card else "-", model=model, figures=figures, seen=seen)


def lines_of(corrected: Sequence[Corrected]) -> tuple[Line, ...]:
    """Corrections as lines of a corpus; the last word on a text counts, odd labels are left out."""
    newest = {one.text: one for one in corrected if one.item is None or is_item_code(one.item)}
    return tuple(
        Line(
            gate=Gate.NEITHER if one.item is None else Gate.REQUEST,
            item=one.item,
            emergency=None,
            register="chat",
            region="general",
            batch=CORRECTIONS,
            text=one.text,
            source=f"{CORRECTIONS}:{number}",
        )
        for number, one in enumerate(newest.values(), start=1)
    )


def _card(corpus: Corpus, learnt: Learnt, corrections: int, learning: Learning) -> Card:
    """As of a model of the corpus alone: figures and digest are about its lines only."""
    count = len(corpus.lines)
    joint = learnt.joint
    own = replace(
        learnt,
        held_out=first_lines(learnt.held_out, count),
        joint=first_lines(joint, count) if joint else None,
    )
    card = make_card(corpus, own, seed=learning.seed)
    figures = {**card.figures, CORRECTIONS: float(corrections)}
    return replace(card, lines=count + corrections, figures=figures)


def first_lines(held_out: HeldOut, count: int) -> HeldOut:
    """What was said of the first lines only."""
    gated, asked = held_out.gated < count, held_out.sorted < count
    ranking = held_out.ranking
    return replace(
        held_out,
        gated=held_out.gated[gated],
        request=held_out.request[gated],
        sorted=held_out.sorted[asked],
        ranking=replace(
            ranking,
            best=ranking.best[asked],
            chance=ranking.chance[asked],
            order=ranking.order[asked],
        ),
        confidence=held_out.confidence[asked],
        emergency=held_out.emergency[:count],
        emergency_kind=held_out.emergency_kind[:count],
        talk=held_out.talk[:count],
    )


def _held_out_right(held_out: HeldOut, count: int, lines: Sequence[Line]) -> list[bool]:
    """Of each correction, whether models that had not seen it said what is right."""
    passed = dict(
        zip(held_out.gated.tolist(), (held_out.request >= held_out.threshold).tolist(), strict=True)
    )
    best = dict(zip(held_out.sorted.tolist(), held_out.ranking.best.tolist(), strict=True))
    return [
        passed.get(count + k, True) == (line.gate is not Gate.NEITHER)
        and (line.category is None or CATEGORIES[best[count + k]].value == line.category)
        for k, line in enumerate(lines)
    ]


def is_right(model: Classifier, line: Line) -> bool:
    """Whether a model takes a line for what it is."""
    (said,) = model.predict([line.text])
    if line.gate is Gate.NEITHER:
        return said.gate is Gate.NEITHER
    return said.gate is not Gate.NEITHER and said.category == line.category


def digest(text: str) -> str:
    """What is kept of a text to know it again."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def learner() -> str:
    """Changes with the program that learns: figures of another one cannot be compared."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _memory(place: Path) -> tuple[str, frozenset[str]]:
    """Which program learnt a version, and from which corrections; nothing where it does not say."""
    try:
        known = json.loads((place / SEEN_FILE).read_text(encoding="utf-8"))
        return str(known["learner"]), frozenset(known["texts"])
    except (OSError, ValueError, TypeError, KeyError):
        return "", frozenset()


def _remember(place: Path, lines: Sequence[Line]) -> None:
    known = {"learner": learner(), "texts": sorted(digest(line.text) for line in lines)}
    (place / SEEN_FILE).write_text(json.dumps(known), encoding="utf-8")
