"""Training: the corpus in, a stored model and its card out.

Takes some two minutes on two idle cores, with heads. The same corpus, tables and seed give the
same model, whatever the machine is called and whenever it runs.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.data import Corpus, Line, default_corpus, read_corpus
from classifiers.encoder import NONE
from classifiers.labels import Category
from classifiers.semantics import default_table, read_table
from classifiers.settings import Method, Progress, unheard
from classifiers.store import (
    FORMAT,
    Card,
    default_directory,
    folding_fingerprint,
    library_versions,
    read_card,
    save,
    version_of,
)
from classifiers.vectors import corpus_vectors
from classifiers.weights import Learnt

log = logging.getLogger(__name__)

WORTHWHILE = 2_000  # lines from which a second process is worth the seconds until it is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """How to learn: where models and vectors are, with which encoder, in how many processes at the
    same time, and who hears of it."""

    place: Path
    words: Path | None = None
    seed: int = 1
    encoder: str = NONE
    processes: int = 1
    progress: Progress = unheard


def train(
    *,
    corpus: Path | None = None,
    directory: Path | None = None,
    words: Path | None = None,
    seed: int = 1,
    encoder: str = NONE,
    progress: Progress = unheard,
) -> Card:
    """As `trained`, in this process alone."""
    place = directory or default_directory()
    learning = Learning(place=place, words=words, seed=seed, encoder=encoder, progress=progress)
    return trained(learning, corpus=corpus)


def trained(learning: Learning, *, corpus: Path | None = None) -> Card:
    """Train on the lines under `corpus`, store the model, make it current."""
    found = corpus_at(corpus)
    learnt = learn(found.lines, learning)
    card = make_card(found, learnt, seed=learning.seed)
    save(learnt.weights, card, learning.place, heads=learnt.heads)
    return read_card(learning.place)


def corpus_at(directory: Path | None) -> Corpus:
    """The lines of a corpus; what is wrong with others is told in the log."""
    found = read_corpus(directory or default_corpus())
    for problem in found.problems:
        log.warning("corpus_line_skipped", extra={"problem": problem})
    return found


def learn(lines: Sequence[Line], learning: Learning) -> Learnt:
    """Learn from these lines; nothing is stored but vectors that had to be made."""
    from classifiers.pipeline import fit_weights  # here: a service that only loads needs no learner

    vectors = corpus_vectors(
        learning.encoder,
        [line.text for line in lines],
        cache=learning.place / "vectors",
        progress=lambda share: learning.progress(f"sentence vectors, {share:.0%}", 0.0),
    )
    if vectors is not None and not vectors.known.all():
        unknown = int((~vectors.known).sum())
        log.warning("lines_without_vector", extra={"lines": unknown, "encoder": vectors.encoder})
    method = Method(
        seed=learning.seed,
        processes=learning.processes if len(lines) >= WORTHWHILE else 1,
        progress=learning.progress,
    )
    table = read_table(learning.words or default_table())
    return fit_weights(lines, table, method, vectors=vectors)


def make_card(corpus: Corpus, learnt: Learnt, *, seed: int) -> Card:
    """What there is to say about a model trained just now on this corpus."""
    from classifiers.evaluate import evaluate

    items, joint = learnt.weights.items, learnt.joint
    return Card(
        format=FORMAT,
        version=version_of(learnt.weights, learnt.heads),
        encoder=learnt.heads.encoder if learnt.heads else NONE,
        categories=tuple(category.value for category in Category),
        items=items,
        checksum="",
        folding=folding_fingerprint(),
        corpus=corpus.digest,
        lines=len(corpus.lines),
        seed=seed,
        python=platform.python_version(),
        libraries=library_versions(),
        figures=evaluate(corpus.lines, items, learnt.held_out).figures,
        figures_with_encoder=evaluate(corpus.lines, items, joint).figures if joint else {},
    )
