"""The sentence encoder behind the linear model: texts in, better predictions out, at a price.

The linear model is asked first of every text. Only what may be a request (its probability lies
within the span that is encoded) is encoded, which takes a hundred times as long; there gate,
category and items come from linear scores and heads on the encoder's vector together. Outside the
linear model's word stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from classifiers.api import Prediction
from classifiers.calibration import logistic
from classifiers.encoder import Encoder
from classifiers.labels import Gate
from classifiers.predict import LinearClassifier
from classifiers.ranking import CATEGORIES, categories_of, confidence, rank
from classifiers.vectors import as_floats
from classifiers.weights import Heads


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The linear probabilities of a request between which a text is encoded."""

    least: float | None = None  # None: what the model itself found (`Heads.passing`)
    most: float = 1.0  # less spares the encoder what is plainly a request


class CascadeClassifier:
    """A `Classifier` with an encoder for what may be a request."""

    def __init__(
        self, linear: LinearClassifier, heads: Heads, encoder: Encoder, span: Span
    ) -> None:
        self.version = linear.version
        self.encoder = encoder.name
        self.linear = linear
        self.heads = heads
        self.span = span
        self._encoder = encoder
        self._owner = categories_of(linear.weights.items)

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, self.linear.predict(texts), everything=False)

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        return self._answer(texts, self.linear.rank(texts), everything=True)

    def _answer(
        self, texts: Sequence[str], first: list[Prediction], *, everything: bool
    ) -> list[Prediction]:
        least = self.heads.passing if self.span.least is None else self.span.least
        least, most = max(least, 1e-9), self.span.most
        places = [k for k, x in enumerate(first) if least <= x.request_probability <= most]
        if places:
            second = self._second([texts[k] for k in places], [first[k] for k in places])
            for place, answer in zip(places, second, strict=True):
                idle = answer.gate is Gate.NEITHER and not everything
                first[place] = replace(answer, **_NOTHING) if idle else answer
        return first

    def _second(self, texts: list[str], first: list[Prediction]) -> list[Prediction]:
        """The joint answer to each text, filled in completely."""
        heads = self.heads
        rows = self.linear.vectoriser.transform(texts)
        vectors = as_floats(heads.projection.reduce(self._encoder.encode(texts)))
        nets = (heads.request, heads.question, heads.emergency)
        said = np.hstack([net(vectors) for net in nets])
        chances = logistic(self.linear.log_odds(rows, texts) * heads.known + said)
        kinds = self.linear.kinds(rows, chances[:, 2].astype(np.float32))
        scores = self.linear.scores(rows)
        scores += np.hstack([heads.categories(vectors), heads.items(vectors)])
        ranking = rank(scores, self._owner, heads.scales)
        sure = confidence(ranking, heads.scales).tolist()
        items = self.linear.weights.items
        return [
            replace(
                answer,
                gate=_gate(request, question, heads.threshold),
                request_probability=request,
                item=items[order[0]],
                category=CATEGORIES[best].value,
                top3=tuple([items[place] for place in order]),
                confidence=sure[number],
                model=f"{self.version}+{self.encoder}",
                emergency=danger,
                emergency_code=kinds.get(number),
            )
            for number, (answer, (request, question, danger), best, order) in enumerate(
                zip(
                    first,
                    chances.tolist(),
                    ranking.best.tolist(),
                    ranking.order.tolist(),
                    strict=True,
                )
            )
        ]


def _gate(request: float, question: float, threshold: float) -> Gate:
    if request < threshold:
        return Gate.NEITHER
    return Gate.QUESTION if question >= 0.5 else Gate.REQUEST


_NOTHING: dict[str, Any] = {"item": None, "category": None, "top3": (), "confidence": 0.0}
