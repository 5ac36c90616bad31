"""The report people can look at: one HTML file that needs no network.

In: the corpus. Out: an `Inspection` (held-out figures, learning curve, explained sentences) and
its rendering by `report.html`, which holds all words. It trains models of its own and does not
touch the one in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
import numpy as np

from classifiers.data import Line, default_corpus, group_of, read_corpus
from classifiers.evaluate import Evaluation, evaluate
from classifiers.explain import Pull, explain
from classifiers.labels import is_open
from classifiers.pipeline import fit_weights, prepare
from classifiers.predict import LinearClassifier
from classifiers.ranking import CATEGORIES, Scales, categories_of, rank
from classifiers.semantics import WordTable, default_table, read_table
from classifiers.settings import Method, Progress, Settings, unheard
from classifiers.trainer import items_of

SHARES = (0.125, 0.25, 0.5, 1.0)
HELD_OUT_PART = 5  # every fifth group of lines is kept for the learning curve
EXPLAINED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One point of the learning curve."""

    lines: int
    category: float
    item: float
    item_top3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A sentence, what was said of it, and why."""

    text: str
    wanted: str  # empty where nobody knows
    said: str
    request: float
    pulls: tuple[Pull, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """All that the report shows."""

    lines: int
    digest: str
    evaluation: Evaluation
    curve: tuple[Step, ...]
    explained: tuple[Explained, ...]


def inspect(
    *,
    corpus: Path | None = None,
    words: Path | None = None,
    seed: int = 1,
    sentences: Sequence[str] = (),
    curve: bool = True,
    progress: Progress = unheard,
) -> Inspection:
    """Train, ask held-out models, draw the learning curve. Takes about two trainings, one without
    the curve. `sentences` are explained beside some of the corpus.
    """
    found = read_corpus(corpus or default_corpus())
    table = read_table(words or default_table())
    settings = Settings()
    method = Method(
        settings=settings, seed=seed, progress=lambda stage, share: progress(stage, 0.7 * share)
    )
    learnt = fit_weights(found.lines, table, method)
    evaluation = evaluate(found.lines, learnt.weights.items, learnt.held_out)
    progress("learning curve", 0.7)
    steps = learning_curve(found.lines, table, settings=settings, seed=seed) if curve else ()
    model = LinearClassifier(learnt.weights, version="inspected")
    progress("done", 1.0)
    return Inspection(
        lines=len(found.lines),
        digest=found.digest,
        evaluation=evaluation,
        curve=steps,
        explained=_explained(model, sentences, found.lines),
    )


def learning_curve(
    lines: Sequence[Line], table: WordTable, *, settings: Settings, seed: int
) -> tuple[Step, ...]:
    """Accuracy on the same held-out groups after training on growing shares of the others."""
    labelled = [line for line in lines if line.item]
    groups = sorted({group_of(line) for line in labelled})
    order = np.random.default_rng(seed).permutation(len(groups))
    held = {groups[k] for k in order[: max(1, len(groups) // HELD_OUT_PART)]}
    others = [groups[k] for k in order if groups[k] not in held]
    test = [line for line in labelled if group_of(line) in held]
    return tuple(
        _step([x for x in labelled if group_of(x) in chosen], test, table, settings, seed)
        for share in SHARES
        for chosen in (set(others[: max(1, round(share * len(others)))]),)
    )


def _step(
    train: list[Line], test: list[Line], table: WordTable, settings: Settings, seed: int
) -> Step:
    prepared = prepare(train, table, settings=settings, seed=seed)
    items = items_of(train)
    learnt = prepared.sorter()
    rows = prepared.vectoriser.transform([line.text for line in test])
    scores = (rows @ learnt.coefficients + learnt.intercepts).astype(np.float32)
    scales = Scales(
        category=settings.category_scale,
        item=settings.item_scale,
        vote=settings.vote,
        slope=1.0,
        offset=0.0,
    )
    ranking = rank(scores, categories_of(items), scales)
    right = [
        CATEGORIES[best].value == line.category
        for best, line in zip(ranking.best, test, strict=True)
    ]
    tops = [
        [items[place] for place in order]
        for order, line in zip(ranking.order, test, strict=True)
        if line.item and not is_open(line.item)
    ]
    wanted = [line.item for line in test if line.item and not is_open(line.item)]
    return Step(
        lines=len(train),
        category=float(np.mean(right)),
        item=float(np.mean([top[0] == item for top, item in zip(tops, wanted, strict=True)])),
        item_top3=float(np.mean([item in top for top, item in zip(tops, wanted, strict=True)])),
    )


def _explained(
    model: LinearClassifier, sentences: Sequence[str], lines: Sequence[Line]
) -> tuple[Explained, ...]:
    short = [line for line in lines if line.item and 8 <= len(line.text) <= 40]
    chosen = short[:: max(1, len(short) // EXPLAINED)][:EXPLAINED]
    asked = [(text, "") for text in sentences] + [(x.text, x.item or "") for x in chosen]
    answers = model.rank([text for text, _ in asked])
    return tuple(
        Explained(
            text=text,
            wanted=wanted,
            said=answer.item or "",
            request=answer.request_probability,
            pulls=explain(model, text, limit=8),
        )
        for (text, wanted), answer in zip(asked, answers, strict=True)
    )


def render(inspection: Inspection) -> str:
    """The inspection as one HTML page without outside parts."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    codes = [category.value for category in CATEGORIES]
    return environment.get_template("report.html").render(inspection=inspection, codes=codes)
