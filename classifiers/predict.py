"""The loaded model at work: texts in, predictions out.

The gate, the alarm and what neighbours give are asked of every text; categories and items only of
those that pass, or of all when ranking; the kind of an emergency only where there may be one. Pure
arithmetic on arrays; safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from classifiers.api import Prediction
from classifiers.features import Floats, Sparse, Vectoriser, log_lengths
from classifiers.labels import Gate
from classifiers.ranking import CATEGORIES, categories_of, confidence, rank
from classifiers.weights import Weights

WORTH_NAMING = 0.02  # least probability of an emergency at which its kind is told


class LinearClassifier:
    """A `Classifier` without an encoder."""

    encoder = "none"

    def __init__(self, weights: Weights, *, version: str) -> None:
        self.version = version
        self.weights = replace(
            weights, shared=weights.shared[:0].copy(), by_kind=weights.by_kind[:0].copy()
        )
        self.vectoriser = Vectoriser().restore(weights.buckets, weights.bucket_weights)
        self.shared = weights.shared.astype(np.float32)
        self.shared *= weights.shared_scale[:, None]
        self.by_kind = weights.by_kind.astype(np.float32)
        self.by_kind *= weights.by_kind_scale[:, None]
        self._owner = categories_of(weights.items)

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, everything=False)

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, everything=True)

    def log_odds(self, rows: Sparse, texts: Sequence[str]) -> Floats:
        """Of the gate's questions and the alarm, one column each."""
        return self._odds(rows, texts)[:, :3]

    def _odds(self, rows: Sparse, texts: Sequence[str]) -> Floats:
        """Of these three, then of offer, need and volunteer."""
        slope, offset, length = self.weights.gate_scale.T
        lengths = log_lengths(texts)[:, None]
        odds = rows @ self.weights.gate * slope + lengths * length + offset
        odds[:, 0] += self.weights.written / (1.0 + np.exp(-np.clip(odds[:, -1], -30.0, 30.0)))
        return np.asarray(odds[:, :-1])

    def scores(self, rows: Sparse) -> Floats:
        """Of all categories, then all items; not yet on any scale."""
        return np.asarray((rows @ self.shared) @ self.weights.outputs + self.weights.intercepts)

    def _answer(self, texts: Sequence[str], *, everything: bool) -> list[Prediction]:
        if not texts:
            return []
        rows = self.vectoriser.transform(texts)
        margins = np.clip(self._odds(rows, texts), -30.0, 30.0)
        chances = np.float32(1.0) / (np.float32(1.0) + np.exp(-margins))
        chances[np.diff(rows.indptr) == 0] = 0.0
        request, alarm = chances[:, 0], chances[:, 2]
        passed = request >= max(self.weights.threshold, 1e-9)
        if everything or passed.all():
            details = iter(self._details(rows))
        else:
            details = iter(self._details(rows[np.flatnonzero(passed)]))
        gates = np.where(passed, np.where(chances[:, 1] >= 0.5, 1, 2), 0)
        kinds = self.kinds(rows, alarm)
        return [
            Prediction(
                gate=_GATES[gate],
                request_probability=probability,
                item=top3[0] if top3 else None,
                category=category,
                top3=top3,
                confidence=sure,
                model=self.version,
                emergency=danger,
                emergency_code=kinds.get(number),
                talk=tuple(talk),
            )
            for number, (gate, probability, danger, talk) in enumerate(
                zip(
                    gates.tolist(),
                    request.tolist(),
                    alarm.tolist(),
                    chances[:, 3:].tolist(),
                    strict=True,
                )
            )
            for category, top3, sure in (next(details) if gate or everything else _NOTHING,)
        ]

    def kinds(self, rows: Sparse, alarm: Floats) -> dict[int, str]:
        """By the numbers of the rows that may tell of an emergency: of which kind."""
        weights = self.weights
        alarming = np.flatnonzero(alarm >= WORTH_NAMING)
        if not len(alarming) or not weights.kinds:
            return {}
        scores = rows[alarming] @ self.by_kind + weights.by_kind_intercepts
        said = [weights.kinds[place] for place in scores.argmax(axis=1).tolist()]
        return dict(zip(alarming.tolist(), said, strict=True))

    def _details(self, rows: Sparse) -> Iterator[tuple[str | None, tuple[str, ...], float]]:
        if rows.shape[0] == 0:
            return
        weights = self.weights
        ranking = rank(self.scores(rows), self._owner, weights.scales)
        sure = confidence(ranking, weights.scales)
        items = weights.items
        for best, order, chance in zip(
            ranking.best.tolist(), ranking.order.tolist(), sure.tolist(), strict=True
        ):
            yield _CODES[best], tuple([items[place] for place in order]), chance


_GATES = (Gate.NEITHER, Gate.QUESTION, Gate.REQUEST)
_CODES = tuple(category.value for category in CATEGORIES)
_NOTHING: tuple[str | None, tuple[str, ...], float] = (None, (), 0.0)
