"""The loaded model at work: texts in, predictions out.

The gate is asked of every text; categories and items only of those that pass, or of all when
ranking. Pure arithmetic on arrays; safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.api import Prediction
from classifiers.features import Sparse, Vectoriser
from classifiers.labels import Gate
from classifiers.pipeline import Weights
from classifiers.ranking import CATEGORIES, categories_of, confidence, rank


class LinearClassifier:
    """A `Classifier` without an encoder."""

    encoder = "none"

    def __init__(self, weights: Weights, *, version: str) -> None:
        self.version = version
        self._weights = weights
        self._vectoriser = Vectoriser().restore(weights.buckets, weights.bucket_weights)
        self._shared = weights.shared.astype(np.float32) * weights.shared_scale[:, None]
        self._owner = categories_of(weights.items)

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
        chances[np.diff(rows.indptr) == 0] = 0.0
        passed = chances[:, 0] >= max(weights.threshold, 1e-9)
        asked = np.arange(len(texts)) if everything else np.flatnonzero(passed)
        details = dict(zip(asked.tolist(), self._details(rows[asked]), strict=True))
        return [
            self._prediction(
                _gate(passed=bool(go), question=float(pair[1])), float(pair[0]), details.get(number)
            )
            for number, (go, pair) in enumerate(zip(passed, chances, strict=True))
        ]

    def _prediction(
        self, gate: Gate, probability: float, detail: tuple[str, tuple[str, ...], float] | None
    ) -> Prediction:
        category, top3, sure = detail or (None, (), 0.0)
        return Prediction(
            gate=gate,
            request_probability=probability,
            item=top3[0] if top3 else None,
            category=category,
            top3=top3,
            confidence=sure,
            model=self.version,
        )

    def _details(self, rows: Sparse) -> list[tuple[str, tuple[str, ...], float]]:
        if rows.shape[0] == 0:
            return []
        weights = self._weights
        scores = (rows @ self._shared) @ weights.outputs + weights.intercepts
        ranking = rank(scores, self._owner, weights.scales)
        sure = confidence(ranking, weights.scales)
        return [
            (
                CATEGORIES[best].value,
                tuple(weights.items[place] for place in order),
                float(chance),
            )
            for best, order, chance in zip(ranking.best, ranking.order, sure, strict=True)
        ]


def _gate(*, passed: bool, question: float) -> Gate:
    if not passed:
        return Gate.NEITHER
    return Gate.QUESTION if question >= 0.5 else Gate.REQUEST
