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
    gate: Floats  # columns x 4: for the desk; only a question; an emergency; written, not said
    gate_scale: Floats  # 4 x 3: slope, offset, and what the log of the length counts
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The result of a training run."""

    weights: Weights
    held_out: HeldOut
