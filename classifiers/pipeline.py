"""What is learnt: labelled lines in, a bundle of plain arrays out, and the arithmetic between.

Three linear questions are asked of the same vector: is it for the desk at all (and if so, is it
only a question), which category, which item within it. `Weights` holds nothing but numpy arrays
and strings, so that it can be stored without code and used without scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from classifiers.data import Line
from classifiers.features import Floats, Integers, Sparse, Vectoriser
from classifiers.labels import ADVERTISING, Category, Gate, is_open

Progress = Callable[[str, float], None]
Strings = Sequence[str]

CATEGORIES = tuple(Category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What may be chosen about training; every default was found by experiment."""

    sizes: tuple[int, ...] = (1, 2, 3)
    min_df: int = 2
    gate_c: float = 0.5
    category_c: float = 0.3
    item_c: float = 0.3
    rank: int = 96
    folds: int = 4
    recall: float = 0.96  # share of requests the threshold of the gate has to let through
    max_iter: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained model as arrays."""

    sizes: tuple[int, ...]
    buckets: Integers
    idf: Floats
    gate: Floats  # columns x 2: is it for the desk; is it only a question
    gate_scale: Floats  # 2 x 2: slope and intercept of each
    threshold: float
    shared: Floats  # columns x rank
    outputs: Floats  # rank x (categories + items)
    intercepts: Floats
    temperatures: Floats  # of categories, of items
    items: tuple[str, ...]


def fit_weights(
    lines: Sequence[Line], *, settings: Settings, seed: int, progress: Progress
) -> Weights:
    """Train on these lines. The same lines, settings and seed give the same arrays."""
    progress("vectors", 0.0)
    vectoriser = Vectoriser(sizes=settings.sizes, min_df=settings.min_df)
    texts = [line.text for line in lines]
    rows = vectoriser.fit(texts).transform(texts)
    trainer = _Trainer(lines=lines, rows=rows, settings=settings, seed=seed)
    progress("gate", 0.1)
    gate, gate_scale, threshold = trainer.gate()
    progress("categories", 0.3)
    categories, category_intercepts, category_heat = trainer.categories()
    progress("items", 0.5)
    items, item_coef, item_intercepts, item_heat = trainer.items()
    progress("compress", 0.9)
    shared, outputs = factorise(np.hstack([categories, item_coef]), settings.rank)
    progress("done", 1.0)
    return Weights(
        sizes=settings.sizes,
        buckets=vectoriser.buckets_,
        idf=vectoriser.idf_,
        gate=gate,
        gate_scale=gate_scale,
        threshold=threshold,
        shared=shared,
        outputs=outputs,
        intercepts=np.concatenate([category_intercepts, item_intercepts]).astype(np.float32),
        temperatures=np.array([category_heat, item_heat], dtype=np.float32),
        items=items,
    )


def factorise(coefficients: npt.NDArray[Any], rank: int) -> tuple[Floats, Floats]:
    """The best product of a tall and a wide matrix for the coefficients."""
    _, vectors = np.linalg.eigh(coefficients.T @ coefficients)
    basis = vectors[:, ::-1][:, :rank]
    return (coefficients @ basis).astype(np.float32), basis.T.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trainer:
    lines: Sequence[Line]
    rows: Sparse
    settings: Settings
    seed: int

    def gate(self) -> tuple[Floats, Floats, float]:
        chosen = np.array([k for k, x in enumerate(self.lines) if x.item != ADVERTISING])
        gates = np.array([self.lines[k].gate.value for k in chosen])
        desk = gates != Gate.NEITHER
        question = gates[desk] == Gate.QUESTION
        rows = self.rows[chosen]
        first = self._binary(rows, desk)
        scores = self._held_out(rows, desk)
        scale = platt(scores, desk)
        probability = expit(scale[0] * scores + scale[1])
        threshold = float(np.quantile(probability[desk], 1 - self.settings.recall))
        second = self._binary(rows[desk], question)
        second_scale = platt(self._held_out(rows[desk], question), question)
        coefficients = np.stack([first.coef_[0], second.coef_[0]], axis=1)
        slopes = [
            (scale[0], scale[1] + scale[0] * first.intercept_[0]),
            (second_scale[0], second_scale[1] + second_scale[0] * second.intercept_[0]),
        ]
        return coefficients.astype(np.float32), np.array(slopes, dtype=np.float32), threshold

    def categories(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any], float]:
        chosen = np.array([k for k, x in enumerate(self.lines) if x.category])
        labels = np.array(
            [CATEGORIES.index(Category(self.lines[k].category or "")) for k in chosen]
        )
        rows = self.rows[chosen]
        model = self._machine(self.settings.category_c).fit(rows, labels)
        scores = np.zeros((len(labels), len(CATEGORIES)))
        for train, test in self._folds().split(labels):
            fold = self._machine(self.settings.category_c).fit(rows[train], labels[train])
            scores[np.ix_(test, fold.classes_)] = fold.decision_function(rows[test])
        coefficients = np.zeros((rows.shape[1], len(CATEGORIES)))
        intercepts = np.full(len(CATEGORIES), -9.0)
        coefficients[:, model.classes_] = model.coef_.T
        intercepts[model.classes_] = model.intercept_
        return coefficients, intercepts, temperature(scores, labels)

    def items(self) -> tuple[tuple[str, ...], npt.NDArray[Any], npt.NDArray[Any], float]:
        chosen = [k for k, x in enumerate(self.lines) if x.item and not is_open(x.item)]
        codes = [self.lines[k].item or "" for k in chosen]
        items = tuple(sorted(set(codes)))
        labels = np.array([items.index(code) for code in codes])
        model = self._machine(self.settings.item_c).fit(self.rows[chosen], labels)
        return items, model.coef_.T, model.intercept_, 6.0

    def _machine(self, c: float) -> LinearSVC:
        return LinearSVC(C=c, random_state=self.seed, max_iter=self.settings.max_iter)

    def _binary(self, rows: Sparse, truth: npt.NDArray[Any]) -> LinearSVC:
        return LinearSVC(
            C=self.settings.gate_c,
            class_weight="balanced",
            random_state=self.seed,
            max_iter=self.settings.max_iter,
        ).fit(rows, truth)

    def _held_out(self, rows: Sparse, truth: npt.NDArray[Any]) -> npt.NDArray[Any]:
        scores = np.zeros(len(truth))
        for train, test in self._folds().split(truth):
            scores[test] = self._binary(rows[train], truth[train]).decision_function(rows[test])
        return scores

    def _folds(self) -> KFold:
        return KFold(self.settings.folds, shuffle=True, random_state=self.seed)


def platt(scores: npt.NDArray[Any], truth: npt.NDArray[Any]) -> tuple[float, float]:
    """Slope and intercept that make scores into probabilities."""

    def loss(x: npt.NDArray[Any]) -> float:
        margin = (x[0] * scores + x[1]) * np.where(truth, 1.0, -1.0)
        return float(np.logaddexp(0, -margin).mean())

    found = minimize(loss, np.array([2.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def temperature(scores: npt.NDArray[Any], labels: npt.NDArray[Any]) -> float:
    """The factor under which soft-max of the scores is as sure as it is right."""

    def loss(x: float) -> float:
        logs = log_softmax(x * scores, axis=1)
        return float(-logs[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 50.0), method="bounded").x)
