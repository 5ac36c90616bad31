"""The linear learners: weighted rows and labels in, coefficients and intercepts out.

Discriminative learners (support vectors, and `classifiers.ridge`) see the rows and, behind them,
the mean vector of their words; what they learn about the latter is folded back into the columns, so
that a learnt model is always one matrix over columns. Complement naive Bayes is averaged in because
it travels best from one register to another. Nothing here knows what the labels mean.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from classifiers.features import Floats, Sparse

Doubles = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

PIECE = 10_000  # columns that are looked at together, where all would be too much memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Scores are `rows @ coefficients + intercepts`, one column a class."""

    coefficients: npt.NDArray[Any]  # doubles; floats where there is one for each of all labels
    intercepts: Doubles

    def scores(self, rows: Sparse) -> Doubles:
        """What it says of each row, one column a class."""
        return np.asarray(rows @ self.coefficients + self.intercepts)

    def one_each(self, classes: int) -> Linear:
        """A column for each class, also where two classes share one."""
        if classes != 2 or self.coefficients.shape[1] == 2:
            return self
        return Linear(
            coefficients=np.hstack([-self.coefficients, self.coefficients]),
            intercepts=np.concatenate([-self.intercepts, self.intercepts]),
        )


def pieces(columns: int) -> list[slice]:
    """All columns, some at a time."""
    return [slice(start, start + PIECE) for start in range(0, columns, PIECE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoother:
    """The mean vectors of the words of rows, and back from coefficients of rows widened by them."""

    vectors: Floats  # columns x dimensions
    strength: float

    def means(self, rows: Sparse) -> Floats:
        """The mean vectors."""
        return np.asarray(rows @ self.vectors * self.strength)

    def narrow(self, coefficients: Doubles) -> Doubles:
        """Coefficients of the rows alone that say the same."""
        columns = len(self.vectors)
        found = coefficients[:columns].copy()
        for piece in pieces(columns):
            found[piece] += self.fold(coefficients[columns:], piece)
        return found

    def fold(self, of_means: Doubles, piece: slice) -> Doubles:
        """What was learnt about the means, told of a piece of the columns."""
        return np.asarray(self.strength * (self.vectors[piece] @ of_means))


def smoother(vectors: Floats, rows: Sparse, strength: float) -> Smoother:
    """Scaled so that the dense part of a row has the mean length `strength`."""
    means = rows @ vectors
    length = float(np.sqrt(np.mean(np.sum(means**2, axis=1))))
    return Smoother(vectors=vectors, strength=strength / max(length, 1e-9))


def occurring(rows: Sparse) -> tuple[Sparse, Labels]:
    """The same rows with only the columns that occur, and which these are. Frequent ones come
    first, so that most of what is looked up lies close together.
    """
    count = np.bincount(rows.indices, minlength=rows.shape[1])
    columns = np.argsort(-count, kind="stable")[: np.count_nonzero(count)]
    place = np.zeros(rows.shape[1], dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    shape = (rows.shape[0], len(columns))
    near = sparse.csr_matrix((rows.data, place[rows.indices], rows.indptr), shape=shape)
    near.sort_indices()
    return near, columns


def support_vectors(
    rows: Sparse, labels: Labels, weights: Doubles, *, c: float, seed: int
) -> Linear:
    """One linear support vector machine a class (of two classes, one for the second)."""
    classes = np.unique(labels)
    if len(classes) == 1:
        return Linear(coefficients=np.zeros((rows.shape[1], 1)), intercepts=np.array([1.0]))
    near, columns = occurring(rows)
    model = LinearSVC(C=c, random_state=seed, max_iter=2000)
    model.fit(near, labels, sample_weight=weights)
    coefficients = np.zeros((rows.shape[1], len(model.intercept_)))
    coefficients[columns] = model.coef_.T
    return Linear(coefficients=coefficients, intercepts=model.intercept_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bayes:
    """Coefficients of a class are `special` ones of the words it has, plus what a column counts
    for every class, plus what every column counts for the class. Few words are in most classes, so
    that nothing as large as all columns times all classes is needed to ask it.
    """

    special: Sparse  # columns x classes
    columns: Doubles
    classes: Doubles

    def scores(self, rows: Sparse) -> Doubles:
        """What it says of each row, one column a class."""
        said: Doubles = (rows @ self.special).toarray()
        said += np.asarray(rows @ self.columns)[:, None]
        said += np.asarray(rows.sum(axis=1, dtype=np.float64)).reshape(-1, 1) * self.classes
        return said

    def coefficients(self, piece: slice = slice(None)) -> Doubles:
        """The same as one matrix, or a piece of the columns of it."""
        whole: Doubles = self.special[piece].toarray()
        whole += self.columns[piece, None]
        whole += self.classes
        return whole


def complement_bayes(rows: Sparse, labels: Labels, weights: Doubles, *, alpha: float) -> Bayes:
    """How unlike the other classes' words a text's words are, of each class in order."""
    classes, places = np.unique(labels, return_inverse=True)
    ones = sparse.csr_matrix(
        (weights, (places, np.arange(len(labels)))), shape=(len(classes), len(labels))
    )
    counts = (ones @ rows.astype(np.float64)).tocsc()
    total = np.asarray(counts.sum(axis=0)).ravel() + alpha
    per_column = np.repeat(total, np.diff(counts.indptr))
    special = counts.copy()
    special.data = np.log(per_column) - np.log(per_column - counts.data)
    sums = np.log(total.sum() - np.asarray(counts.sum(axis=1)).ravel())
    return Bayes(
        special=special.T.tocsr(),
        columns=-np.asarray(special.sum(axis=0)).ravel() / len(classes),
        classes=sums - sums.mean(),
    )


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
