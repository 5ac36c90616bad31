"""A trained model as plain values: numpy arrays and strings, nothing that could run.

What is stored, loaded and multiplied; how it came about is the business of `classifiers.pipeline`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.features import Floats, Integers
from classifiers.ranking import Ranking, Scales

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained model as arrays."""

    buckets: Integers
    bucket_weights: Floats
    gate: Floats  # columns x 2: is it for the desk; is it only a question
    gate_scale: Floats  # 2 x 3: slope, offset, and what the log of the length counts
    threshold: float
    shared: npt.NDArray[np.int8]  # columns x rank, to be multiplied by shared_scale
    shared_scale: Floats  # one a column
    outputs: Floats  # rank x (categories + items)
    intercepts: Floats
    scales: Scales
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What models that had not seen a line said of it: the honest half of training."""

    gated: npt.NDArray[np.int64]  # numbers of the lines asked for their gate
    request: Doubles  # calibrated probability that such a line is for the desk
    threshold: float
    sorted: npt.NDArray[np.int64]  # numbers of the lines asked for their category
    ranking: Ranking
    confidence: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The result of a training run."""

    weights: Weights
    held_out: HeldOut
