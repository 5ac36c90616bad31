"""What is learnt: labelled lines in, a bundle of plain arrays out.

Three linear questions are asked of one vector: is it for the desk at all (and if so, is it only
a question), which category, which item. `Weights` holds nothing but numpy arrays and strings,
so that it can be stored without code and used without scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.calibration import log_odds, platt
from classifiers.data import Line, group_of
from classifiers.features import Floats, Integers, Sparse, Vectoriser
from classifiers.labels import ADVERTISING, Category, Gate, category_of, is_open
from classifiers.linear import (
    Doubles,
    Linear,
    Smoother,
    complement_bayes,
    even_weights,
    ridge,
    smoother,
    support_vectors,
)
from classifiers.ranking import CATEGORIES, Scales, categories_of, rank
from classifiers.semantics import WordTable

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What may be chosen about training; each default was found by experiment (model card)."""

    min_df: int = 2
    word_weight: float = 2.0
    smoothing: float = 0.5
    gate_c: float = 0.5
    ridge_alpha: float = 1.0
    bayes_alpha: float = 0.5
    category_bayes: float = 0.7
    item_c: float = 1.0
    item_bayes: float = 3.0
    category_scale: float = 6.0
    item_scale: float = 4.0
    vote: float = 0.25
    rank: int = 96
    folds: int = 4
    recall: float = 0.96  # share of held-out requests that the threshold of the gate lets through


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained model as arrays."""

    buckets: Integers
    bucket_weights: Floats
    gate: Floats  # columns x 2: is it for the desk; is it only a question
    gate_scale: Floats  # 2 x 2: slope and offset of each
    threshold: float
    shared: npt.NDArray[np.int8]  # columns x rank, to be multiplied by shared_scale
    shared_scale: Floats  # one a column
    outputs: Floats  # rank x (categories + items)
    intercepts: Floats
    scales: Scales
    items: tuple[str, ...]


def fit_weights(
    lines: Sequence[Line], table: WordTable, *, settings: Settings, seed: int, progress: Progress
) -> Weights:
    """Train on these lines. The same lines, table, settings and seed give the same arrays."""
    progress("vectors", 0.0)
    texts = [line.text for line in lines]
    vectoriser = Vectoriser(min_df=settings.min_df, word_weight=settings.word_weight)
    rows = vectoriser.fit(texts, table.words).transform(texts)
    vectors = table.aligned(vectoriser.column_, rows.shape[1])
    trainer = Trainer(
        lines=lines,
        rows=rows,
        smoother=smoother(vectors, rows, settings.smoothing),
        settings=settings,
        seed=seed,
    )
    progress("gate", 0.05)
    gate, gate_scale, threshold = trainer.gate()
    progress("categories and items", 0.25)
    items = trainer.items()
    labels = trainer.labelled()
    learnt = trainer.sorter(labels, items)
    progress("calibration", 0.6)
    scales = trainer.scales(labels, items)
    progress("compression", 0.95)
    shared, shared_scale, outputs = compress(learnt.coefficients, settings.rank)
    progress("done", 1.0)
    return Weights(
        buckets=vectoriser.buckets_,
        bucket_weights=vectoriser.weights_,
        gate=gate,
        gate_scale=gate_scale,
        threshold=threshold,
        shared=shared,
        shared_scale=shared_scale,
        outputs=outputs,
        intercepts=learnt.intercepts.astype(np.float32),
        scales=scales,
        items=items,
    )


def compress(coefficients: Doubles, rank: int) -> tuple[npt.NDArray[np.int8], Floats, Floats]:
    """The best product of a tall and a wide matrix, the tall one in whole numbers to 127."""
    _, vectors = np.linalg.eigh(coefficients.T @ coefficients)
    basis = vectors[:, ::-1][:, :rank]
    tall = coefficients @ basis
    scale = np.maximum(np.abs(tall).max(axis=1), 1e-12) / 127.0
    whole = np.round(tall / scale[:, None]).astype(np.int8)
    return whole, scale.astype(np.float32), basis.T.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainer:
    """One training run: the rows of all lines, and the learners over parts of them."""

    lines: Sequence[Line]
    rows: Sparse
    smoother: Smoother
    settings: Settings
    seed: int

    def labelled(self) -> npt.NDArray[np.int64]:
        """The lines that have a category."""
        return np.array([k for k, line in enumerate(self.lines) if line.item], dtype=np.int64)

    def items(self) -> tuple[str, ...]:
        """All items with a line of their own, in order."""
        return tuple(sorted({x.item for x in self.lines if x.item and not is_open(x.item)}))

    def gate(self) -> tuple[Floats, Floats, float]:
        """Coefficients of both gate questions, their scales, and the threshold of the first."""
        chosen = np.array([k for k, x in enumerate(self.lines) if x.item != ADVERTISING])
        gates = np.array([self.lines[k].gate.value for k in chosen])
        desk, scale, held_out = self._yes_or_no(chosen, gates != Gate.NEITHER)
        passed = gates != Gate.NEITHER
        threshold = float(np.quantile(held_out[passed], 1 - self.settings.recall))
        question, question_scale, _ = self._yes_or_no(
            chosen[passed], gates[passed] == Gate.QUESTION
        )
        coefficients = np.hstack([desk.coefficients, question.coefficients])
        return (
            coefficients.astype(np.float32),
            np.array([scale, question_scale], dtype=np.float32),
            threshold,
        )

    def _yes_or_no(
        self, chosen: npt.NDArray[np.int64], truth: npt.NDArray[np.bool_]
    ) -> tuple[Linear, tuple[float, float], Doubles]:
        answers = [str(value) for value in truth]
        weights = even_weights(answers, answers, fine_power=0.0, coarse_power=1.0)
        rows = self.smoother.widen(self.rows[chosen])
        labels = truth.astype(np.int64)

        def fit(part: npt.NDArray[np.int64]) -> Linear:
            return support_vectors(
                rows[part], labels[part], weights[part], c=self.settings.gate_c, seed=self.seed
            )

        scores = np.zeros(len(chosen))
        for train, test in self._folds(chosen):
            fold = fit(train)
            scores[test] = (rows[test] @ fold.coefficients)[:, 0] + fold.intercepts[0]
        slope, offset = platt(scores, truth, weights)
        whole = fit(np.arange(len(chosen)))
        narrow = Linear(
            coefficients=self.smoother.narrow(whole.coefficients), intercepts=whole.intercepts
        )
        chances = 1.0 / (1.0 + np.exp(-np.clip(slope * scores + offset, -30, 30)))
        return narrow, (slope, offset + slope * float(whole.intercepts[0])), chances

    def sorter(self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]) -> Linear:
        """Coefficients for all categories, then all items, learnt from the chosen lines."""
        categories = self._categories(chosen)
        codes = [self.lines[k].item or "" for k in chosen]
        fine = self._items(chosen[[not is_open(code) for code in codes]], items)
        return Linear(
            coefficients=np.hstack([categories.coefficients, fine.coefficients]),
            intercepts=np.concatenate([categories.intercepts, fine.intercepts]),
        )

    def _categories(self, chosen: npt.NDArray[np.int64]) -> Linear:
        codes = [self.lines[k].item or "" for k in chosen]
        coarse = [category_of(code) for code in codes]
        weights = even_weights(codes, coarse, fine_power=0.5, coarse_power=1.0)
        labels = np.array([CATEGORIES.index(Category(code)) for code in coarse])
        rows = self.rows[chosen]
        first = ridge(self.smoother.widen(rows), labels, weights, alpha=self.settings.ridge_alpha)
        narrow = Linear(
            coefficients=self.smoother.narrow(first.coefficients), intercepts=first.intercepts
        )
        second = complement_bayes(rows, labels, weights, alpha=self.settings.bayes_alpha)
        return _spread(
            narrow.plus(second, self.settings.category_bayes), np.unique(labels), len(CATEGORIES)
        )

    def _items(self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]) -> Linear:
        """Each item against the others of its category, plus naive Bayes against all items."""
        codes = [self.lines[k].item or "" for k in chosen]
        owners = np.array([category_of(code) for code in codes])
        weights = even_weights(codes, codes, fine_power=0.0, coarse_power=0.3)
        place = {item: number for number, item in enumerate(items)}
        labels = np.array([place[code] for code in codes])
        rows = self.rows[chosen]
        bayes = complement_bayes(rows, labels, weights, alpha=self.settings.bayes_alpha)
        learnt = _spread(bayes, np.unique(labels), len(items))
        wide = self.smoother.widen(rows)
        coefficients = self.settings.item_bayes * learnt.coefficients
        for owner in sorted(set(owners)):
            part = np.flatnonzero(owners == owner)
            inner = support_vectors(
                wide[part], labels[part], weights[part], c=self.settings.item_c, seed=self.seed
            )
            inner = _spread(inner, np.unique(labels[part]), len(items))
            coefficients += self.smoother.narrow(inner.coefficients)
            learnt.intercepts[np.unique(labels[part])] += inner.intercepts[np.unique(labels[part])]
        return Linear(coefficients=coefficients, intercepts=learnt.intercepts)

    def scales(self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]) -> Scales:
        """Scales of the ranking; slope and offset such that held-out lines bear them out."""
        raw = Scales(
            category=self.settings.category_scale,
            item=self.settings.item_scale,
            vote=self.settings.vote,
            slope=1.0,
            offset=0.0,
        )
        scores = np.zeros((len(chosen), len(CATEGORIES) + len(items)), dtype=np.float32)
        for train, test in self._folds(chosen):
            fold = self.sorter(chosen[train], items)
            scores[test] = self.rows[chosen[test]] @ fold.coefficients + fold.intercepts
        ranking = rank(scores, categories_of(items), raw)
        codes = [CATEGORIES.index(Category(self.lines[k].category or "")) for k in chosen]
        right = ranking.best == np.array(codes)
        slope, offset = platt(log_odds(ranking.chance), right)
        return Scales(
            category=raw.category, item=raw.item, vote=raw.vote, slope=slope, offset=offset
        )

    def _folds(
        self, chosen: npt.NDArray[np.int64]
    ) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        groups = [group_of(self.lines[k]) for k in chosen]
        kinds = [self.lines[k].category or "" for k in chosen]
        folds = min(self.settings.folds, len(set(groups)))
        splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=self.seed)
        return list(splitter.split(chosen, kinds, groups))


def _spread(learnt: Linear, classes: npt.NDArray[np.int64], width: int) -> Linear:
    """Columns of the classes that were seen, put among all classes."""
    if len(classes) == 2 and learnt.coefficients.shape[1] == 1:
        learnt = Linear(
            coefficients=np.hstack([-learnt.coefficients, learnt.coefficients]),
            intercepts=np.concatenate([-learnt.intercepts, learnt.intercepts]),
        )
    coefficients = np.zeros((len(learnt.coefficients), width))
    intercepts = np.full(width, -9.0)
    coefficients[:, classes] = learnt.coefficients
    intercepts[classes] = learnt.intercepts
    return Linear(coefficients=coefficients, intercepts=intercepts)
