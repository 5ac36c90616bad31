"""Weights of what speaks for a reading, learnt from messages whose right reading is known.

Comes in: for each message the facts of every reading, and which are right. Goes out: one weight a
fact. Does not: know what the facts mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Facts = Mapping[str, float]
Floats = npt.NDArray[np.float64]
Groups = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message: its day, the facts of every reading (the first, "new", has none) and which of
    them are right."""

    day: str
    readings: Sequence[Facts]
    right: Sequence[bool]


def learn(samples: Sequence[Sample], *, softness: float) -> dict[str, float]:
    """A conditional logit: of a message's readings the right ones are to be likeliest. `softness`
    keeps weights small (the inverse variance of a normal prior)."""
    names = sorted({name for one in samples for facts in one.readings for name in facts})
    column = {name: place for place, name in enumerate(names)}
    rows = [facts for one in samples for facts in one.readings]
    matrix = np.zeros((len(rows), len(names)))
    for place, facts in enumerate(rows):
        for name, value in facts.items():
            matrix[place, column[name]] = value
    group = np.repeat(np.arange(len(samples)), [len(one.readings) for one in samples])
    right = np.concatenate([np.asarray(one.right, dtype=float) for one in samples])

    def loss(theta: Floats) -> tuple[float, Floats]:
        chance = _chances(matrix @ theta, group, len(samples))
        hit = chance * right
        mass = np.maximum(np.bincount(group, hit, len(samples)), 1e-12)
        value = -np.log(mass).sum() + 0.5 * softness * theta @ theta
        return value, matrix.T @ (chance - hit / mass[group]) + softness * theta

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, (float(weight) for weight in found.x), strict=True))


def _chances(scores: Floats, group: Groups, count: int) -> Floats:
    """Softmax within each group."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, group, scores)
    odds = np.exp(scores - top[group])
    mass = np.bincount(group, odds, count).astype(np.float64)
    return np.asarray(odds / mass[group], dtype=np.float64)


def chances(sample: Sample, weights: Mapping[str, float]) -> list[float]:
    """The chance of every reading of a message."""
    scores = np.array(
        [
            sum(value * weights.get(name, 0.0) for name, value in facts.items())
            for facts in sample.readings
        ]
    )
    return [float(one) for one in _chances(scores, np.zeros(len(scores), dtype=np.intp), 1)]
