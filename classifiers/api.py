"""What the rest of the program may know of the model: the answer and the port.

A `Classifier` takes texts and gives one `Prediction` for each, in order. It does not decide
urgency, places or what the bot says, and it never raises on odd text: empty or unreadable text
is simply no request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from classifiers.labels import Gate, Talk

__all__ = ["Classifier", "Gate", "Prediction", "Talk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the model thinks of one text."""

    gate: Gate
    request_probability: float  # calibrated probability that the text is not NEITHER
    item: str | None  # never XX-00
    category: str | None
    top3: tuple[str, ...]
    confidence: float  # calibrated probability that `category` is right
    model: str  # version of the model that answered
    emergency: float | None = None  # calibrated probability of a live emergency; None: not asked
    emergency_code: str | None = None  # EM01..EM22, the likeliest; None where there is hardly one
    talk: tuple[float, ...] = (0.0,) * len(Talk)
    """Calibrated probability of each kind of `classifiers.labels.Talk`, in its order: the linear
    model's, whatever encoder there is.
    """


class Classifier(Protocol):
    """A loaded model."""

    version: str
    encoder: str

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One answer for each text; item, category and top3 are empty where the gate says N."""
        ...

    def rank(self, texts: Sequence[str]) -> list[Prediction]:
        """As `predict`, but item, category and top3 are filled even where the gate says N."""
        ...
