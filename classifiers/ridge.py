"""Ridge regression on targets of one and minus one, for all classes at once.

In: sparse rows, the dense ones behind them, labels and weights. Out: `Linear` over both, sparse
columns first. There are more columns than lines, so what is solved for is what each line counts
(the dual problem), by conjugate gradients. All classes take their steps together: rows are read
once for all of them, which is ten times as fast as one class after another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifiers.features import Floats, Sparse
from classifiers.linear import Doubles, Labels, Linear, occurring

TOLERANCE = 1e-3  # of what is left, beside what there was
STEPS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Weighted rows about their weighted mean, never written out: centred they are not sparse."""

    sparse: Sparse
    dense: Floats
    columns: Labels  # which of all sparse columns these are
    root: Doubles  # of the weights
    of_mean: Doubles  # what each row has in common with the mean
    mean: Doubles  # over sparse columns, then dense ones

    def down(self, lines: Doubles) -> Doubles:
        """From what lines count to coefficients, sparse columns first."""
        weighted = lines * self.root[:, None]
        found = self._down(weighted).astype(np.float64)
        found -= np.outer(self.mean, weighted.sum(axis=0))
        return found

    def alike(self, lines: Doubles) -> Doubles:
        """Every line, as like the others as these count."""
        weighted = lines * self.root[:, None]
        found = self._down(weighted)
        width = len(self.columns)
        said = (self.sparse @ found[:width] + self.dense @ found[width:]).astype(np.float64)
        whole = weighted.sum(axis=0)
        said -= np.outer(self.of_mean, whole)
        said -= self.of_mean @ weighted - (self.mean @ self.mean) * whole
        return np.asarray(said * self.root[:, None])

    def _down(self, weighted: Doubles) -> Floats:
        short = weighted.astype(np.float32)
        return np.vstack([self.sparse.T @ short, self.dense.T @ short])


def ridge(rows: Sparse, dense: Floats, labels: Labels, weights: Doubles, *, alpha: float) -> Linear:
    """Least squares on +-1 targets with shrinkage (of two classes, one column for the second)."""
    classes = np.unique(labels)
    asked = classes[1:] if len(classes) == 2 else classes
    targets = np.where(labels[:, None] == asked, 1.0, -1.0)
    share = weights / weights.sum()
    near = _rows(rows, dense, weights, share)
    middle = share @ targets
    found = near.down(_solve(near, (targets - middle) * near.root[:, None], alpha))
    width = rows.shape[1]
    coefficients = np.zeros((width + dense.shape[1], len(asked)))
    coefficients[near.columns] = found[: len(near.columns)]
    coefficients[width:] = found[len(near.columns) :]
    return Linear(coefficients=coefficients, intercepts=middle - near.mean @ found)


def _rows(rows: Sparse, dense: Floats, weights: Doubles, share: Doubles) -> _Rows:
    near, columns = occurring(rows)
    mean = np.concatenate([near.T @ share, share @ dense])
    return _Rows(
        sparse=near,
        dense=dense,
        columns=columns,
        root=np.sqrt(weights),
        of_mean=near @ mean[: len(columns)] + dense @ mean[len(columns) :],
        mean=mean,
    )


def _solve(rows: _Rows, wanted: Doubles, alpha: float) -> Doubles:
    """What each line counts, for each class; a class that is near enough takes no more steps."""
    found = np.zeros_like(wanted)
    left = wanted.copy()
    way = left.copy()
    size = (left**2).sum(axis=0)
    enough = TOLERANCE**2 * size
    for _ in range(STEPS):
        going = np.flatnonzero(size > enough)
        if not len(going):
            break
        own = way[:, going]
        ahead = rows.alike(own) + alpha * own
        step = size[going] / (own * ahead).sum(axis=0)
        found[:, going] += step * own
        left[:, going] -= step * ahead
        after = (left[:, going] ** 2).sum(axis=0)
        way[:, going] = left[:, going] + (after / size[going]) * own
        size[going] = after
    return found
