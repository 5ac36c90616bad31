"""The linear learners: weighted rows and labels in, coefficients and intercepts out.

Discriminative learners (support vectors, ridge) see the rows and, behind them, the mean vector
of their words; what they learn about the latter is folded back into the columns, so that a
learnt model is always one matrix over columns. Complement naive Bayes is averaged in because it
travels best from one register to another. Nothing here knows what the labels mean.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from classifiers.features import Floats, Sparse

Doubles = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Scores are `rows @ coefficients + intercepts`, one column a class."""

    coefficients: Doubles
    intercepts: Doubles

    def plus(self, other: Linear, share: float) -> Linear:
        return Linear(
            coefficients=self.coefficients + share * other.coefficients,
            intercepts=self.intercepts + share * other.intercepts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoother:
    """Rows widened by the mean vector of their words, and the way back."""

    vectors: Floats  # columns x dimensions
    strength: float

    def widen(self, rows: Sparse) -> Sparse:
        return sparse.hstack([rows, sparse.csr_matrix(rows @ self.vectors * self.strength)]).tocsr()

    def narrow(self, coefficients: Doubles) -> Doubles:
        columns = len(self.vectors)
        return coefficients[:columns] + self.strength * (self.vectors @ coefficients[columns:])


def smoother(vectors: Floats, rows: Sparse, strength: float) -> Smoother:
    """Scaled so that the dense part of a row has the mean length `strength`."""
    means = rows @ vectors
    length = float(np.sqrt(np.mean(np.sum(means**2, axis=1))))
    return Smoother(vectors=vectors, strength=strength / max(length, 1e-9))


def support_vectors(
    rows: Sparse, labels: Labels, weights: Doubles, *, c: float, seed: int
) -> Linear:
    """One linear support vector machine a class (of two classes, one for the second)."""
    classes = np.unique(labels)
    if len(classes) == 1:
        return Linear(coefficients=np.zeros((rows.shape[1], 1)), intercepts=np.array([1.0]))
    model = LinearSVC(C=c, random_state=seed, max_iter=2000)
    model.fit(rows, labels, sample_weight=weights)
    return Linear(coefficients=model.coef_.T, intercepts=model.intercept_)


def ridge(rows: Sparse, labels: Labels, weights: Doubles, *, alpha: float) -> Linear:
    """Least squares on +-1 targets with shrinkage."""
    model = RidgeClassifier(alpha=alpha, solver="sparse_cg", tol=1e-3)
    model.fit(rows, labels, sample_weight=weights)
    return Linear(coefficients=model.coef_.T, intercepts=model.intercept_)


def complement_bayes(rows: Sparse, labels: Labels, weights: Doubles, *, alpha: float) -> Linear:
    """How unlike the other classes' words a text's words are."""
    logs = ComplementNB(alpha=alpha).fit(rows, labels, sample_weight=weights).feature_log_prob_
    centred = (logs - logs.mean(axis=0)).T
    return Linear(coefficients=centred, intercepts=np.zeros(centred.shape[1]))


def even_weights(
    fine: Sequence[str], coarse: Sequence[str], *, fine_power: float, coarse_power: float
) -> Doubles:
    """Weights with mean one under which frequent labels count less.

    A line counts `n_fine ** -fine_power`, then each coarse label's total is brought to the power
    `1 - coarse_power`: with 1.0 all coarse labels weigh the same however many lines they have.
    """
    counts = Counter(fine)
    weights: Doubles = np.array([float(counts[label]) ** -fine_power for label in fine])
    totals: defaultdict[str, float] = defaultdict(float)
    for label, weight in zip(coarse, weights, strict=True):
        totals[label] += float(weight)
    weights *= np.array([totals[label] ** -coarse_power for label in coarse])
    return np.asarray(weights * (len(weights) / weights.sum()))
