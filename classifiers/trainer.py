"""One training run: the learners over the lines that concern them, and the held-out answers.

In: vectors of all lines and the settings. Out: coefficients, scales and what models that had not
seen a line said of it. How texts become vectors and where models are stored is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.calibration import log_odds, platt
from classifiers.data import Line, group_of
from classifiers.features import Floats, Sparse
from classifiers.labels import ADVERTISING, Category, Gate, category_of, is_open
from classifiers.linear import (
    Doubles,
    Linear,
    Smoother,
    complement_bayes,
    even_weights,
    ridge,
    support_vectors,
)
from classifiers.ranking import CATEGORIES, Ranking, Scales, categories_of, rank


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
    category_scale: float = 3.0
    item_scale: float = 4.0
    vote: float = 0.25
    rank: int = 96
    folds: int = 4
    recall: float = 0.96  # share of held-out requests that the threshold of the gate lets through


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLearnt:
    """Coefficients of both gate questions, their scales, and what held-out models said."""

    coefficients: Floats
    scale: Floats
    threshold: float
    lines: npt.NDArray[np.int64]
    held_out: Doubles


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

    def gate(self) -> GateLearnt:
        """Both gate questions, learnt from all lines but advertisements (see `ADVERTISING`)."""
        chosen = np.array([k for k, x in enumerate(self.lines) if x.item != ADVERTISING])
        gates = np.array([self.lines[k].gate.value for k in chosen])
        passed = gates != Gate.NEITHER
        desk, scale, held_out = self._yes_or_no(chosen, passed)
        question, question_scale, _ = self._yes_or_no(
            chosen[passed], gates[passed] == Gate.QUESTION
        )
        coefficients = np.hstack([desk.coefficients, question.coefficients])
        return GateLearnt(
            coefficients=coefficients.astype(np.float32),
            scale=np.array([scale, question_scale], dtype=np.float32),
            threshold=float(np.quantile(held_out[passed], 1 - self.settings.recall)),
            lines=chosen,
            held_out=held_out,
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

    def scales(
        self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]
    ) -> tuple[Scales, Ranking]:
        """Scales of the ranking, borne out by held-out lines, and the ranking of those."""
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
        return replace(raw, slope=slope, offset=offset), ranking

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
