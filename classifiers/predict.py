"""The loaded model at work: texts in, predictions out.

The gate is asked of every text; categories and items only of those that pass, or of all when
ranking. Pure arithmetic on arrays; safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.api import Prediction
from classifiers.features import Sparse, Vectoriser
from classifiers.labels import Gate, category_of
from classifiers.pipeline import CATEGORIES, Weights


class LinearClassifier:
    """A `Classifier` without an encoder."""

    encoder = "none"

    def __init__(self, weights: Weights, *, version: str) -> None:
        self.version = version
        self._weights = weights
        self._vectoriser = Vectoriser(sizes=weights.sizes).restore(weights.buckets, weights.idf)
        codes = [category.value for category in CATEGORIES]
        self._category_of = np.array([codes.index(category_of(item)) for item in weights.items])

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, everything=False)

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, everything=True)

    def _answer(self, texts: Sequence[str], *, everything: bool) -> list[Prediction]:
        if not texts:
            return []
        weights = self._weights
        rows = self._vectoriser.transform(texts)
        margins = rows @ weights.gate * weights.gate_scale[:, 0] + weights.gate_scale[:, 1]
        chances = 1.0 / (1.0 + np.exp(-np.clip(margins, -30.0, 30.0)))
        empty = np.diff(rows.indptr) == 0
        passed = (chances[:, 0] >= weights.threshold) & ~empty
        asked = np.flatnonzero(passed | everything)
        details = dict(zip(asked.tolist(), self._details(rows[asked]), strict=True))
        return [
            self._prediction(
                gate=_gate(bool(passed[k]), float(chances[k, 1])),
                probability=0.0 if empty[k] else float(chances[k, 0]),
                detail=details.get(k),
            )
            for k in range(len(texts))
        ]

    def _prediction(
        self, *, gate: Gate, probability: float, detail: tuple[tuple[str, ...], float] | None
    ) -> Prediction:
        top3, confidence = detail or ((), 0.0)
        return Prediction(
            gate=gate,
            request_probability=probability,
            item=top3[0] if top3 else None,
            category=category_of(top3[0]) if top3 else None,
            top3=top3,
            confidence=confidence,
            model=self.version,
        )

    def _details(self, rows: Sparse) -> list[tuple[tuple[str, ...], float]]:
        weights = self._weights
        scores = (rows @ weights.shared) @ weights.outputs + weights.intercepts
        split = len(CATEGORIES)
        categories = _log_softmax(weights.temperatures[0] * scores[:, :split])
        items = weights.temperatures[1] * scores[:, split:]
        joint = items + categories[:, self._category_of] - self._spread(items)
        best = categories.argmax(axis=1)
        inside = np.where(self._category_of == best[:, None], joint, -np.inf)
        order = np.argsort(-joint, axis=1, kind="stable")[:, :3]
        sure = np.exp(categories[np.arange(len(best)), best])
        return [
            (self._top(int(first), ranked), float(chance))
            for first, ranked, chance in zip(inside.argmax(axis=1), order, sure, strict=True)
        ]

    def _spread(self, items: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """For each item the log of the sum over all items of its category."""
        powers = np.exp(items - items.max(axis=1, keepdims=True))
        member = self._category_of[:, None] == np.arange(len(CATEGORIES))
        sums = np.log(powers @ member + 1e-30) + items.max(axis=1, keepdims=True)
        return np.asarray(sums[:, self._category_of])

    def _top(self, first: int, ranked: npt.NDArray[Any]) -> tuple[str, ...]:
        rest = [k for k in ranked.tolist() if k != first]
        return tuple(self._weights.items[k] for k in [first, *rest][:3])


def _gate(passed: bool, question: float) -> Gate:
    if not passed:
        return Gate.NEITHER
    return Gate.QUESTION if question >= 0.5 else Gate.REQUEST


def _log_softmax(scores: npt.NDArray[Any]) -> npt.NDArray[Any]:
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True)))
