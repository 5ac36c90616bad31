"""A trained model as plain values: numpy arrays and strings, nothing that could run.

What is stored, loaded and multiplied; how it came about is the business of `classifiers.pipeline`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classifiers.features import Floats, Integers
from classifiers.ranking import Ranking, Scales
from classifiers.vectors import Projection

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained model as arrays."""

    buckets: Integers
    bucket_weights: Floats
    gate: Floats  # columns x 11: for the desk; only a question; an emergency; the kinds of talk;
    # written, not said
    gate_scale: Floats  # 11 x 3: slope, offset, and what the log of the length counts
    written: float  # log-odds for the desk of what is surely written
    threshold: float
    shared: npt.NDArray[np.int8]  # columns x rank, to be multiplied by shared_scale
    shared_scale: Floats  # one a column
    outputs: Floats  # rank x (categories + items)
    intercepts: Floats
    scales: Scales
    items: tuple[str, ...]
    kinds: tuple[str, ...]  # of emergencies
    by_kind: npt.NDArray[np.int8]  # columns x kinds, to be multiplied by by_kind_scale
    by_kind_scale: Floats  # one a column
    by_kind_intercepts: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """A network with one hidden layer, as plain arrays."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        seen = np.maximum(rows @ self.hidden + self.hidden_bias, 0.0)
        return np.asarray(seen @ self.out + self.out_bias)

    @staticmethod
    def silent(dimensions: int, width: int) -> Net:
        """One that never says anything."""
        return Net(
            hidden=np.zeros((dimensions, 1), dtype=np.float32),
            hidden_bias=np.zeros(1, dtype=np.float32),
            out=np.zeros((1, width), dtype=np.float32),
            out_bias=np.zeros(width, dtype=np.float32),
        )

    def times(self, share: float) -> Net:
        """What it says counts so much."""
        scale = np.float32(share)
        return replace(self, out=self.out * scale, out_bias=self.out_bias * scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What was learnt about an encoder's vectors, as plain arrays."""

    encoder: str  # the name of the encoder they were learnt for
    projection: Projection
    request: Net  # log-odds that are added to the linear model's: is it for the desk
    question: Net  # is it only a question
    emergency: Net  # is it a live emergency
    categories: Net  # scores that are added to the linear model's
    items: Net
    known: Floats  # what the linear log-odds of these three count
    scales: Scales
    passing: float  # linear probability of a request from which a text is encoded
    threshold: float  # joint probability from which it is for the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What models that had not seen a line said of it: the honest half of training."""

    gated: npt.NDArray[np.int64]  # numbers of the lines asked for their gate
    request: Doubles  # calibrated probability that such a line is for the desk
    threshold: float
    sorted: npt.NDArray[np.int64]  # numbers of the lines asked for their category
    ranking: Ranking
    confidence: Floats
    emergency: Doubles  # of all lines: calibrated probability of a live emergency
    emergency_kind: npt.NDArray[np.int64]  # of all lines: index into the kinds, -1 for none
    kinds: tuple[str, ...]  # of emergencies
    talk: Doubles  # of all lines x kinds of talk: calibrated probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The result of a training run."""

    weights: Weights
    held_out: HeldOut
    heads: Heads | None = None  # for an encoder's vectors, if there were any
    joint: HeldOut | None = None  # what linear model and heads said together
