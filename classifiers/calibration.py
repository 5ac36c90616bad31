"""Scores into probabilities that can be believed, and the measure of how well that worked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Doubles = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def platt(scores: Doubles, truth: Truth, weights: Doubles | None = None) -> tuple[float, float]:
    """Slope and offset under which the logistic of the scores is as sure as it is right."""
    signs = np.where(truth, 1.0, -1.0)
    share = np.ones(len(scores)) if weights is None else weights

    def loss(point: Doubles) -> float:
        margins = (point[0] * scores + point[1]) * signs
        return float(np.average(np.logaddexp(0.0, -margins), weights=share)) + 1e-4 * float(
            point @ point
        )

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def logistic(odds: npt.NDArray[np.floating]) -> Doubles:
    """Of log-odds, the probability."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds.astype(np.float64), -30.0, 30.0))))


def log_odds(shares: npt.NDArray[np.floating]) -> Doubles:
    """Of probabilities, kept away from nought and one."""
    safe = np.clip(shares.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1 - safe)))


def expected_calibration_error(confidence: Doubles, right: Truth, *, bins: int = 10) -> float:
    """Mean distance between what was claimed and what came true, in equal bins."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    claimed = np.bincount(place, weights=confidence, minlength=bins)
    true = np.bincount(place, weights=right.astype(float), minlength=bins)
    return float(np.abs(claimed - true).sum() / max(len(right), 1))
