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
from classifiers.linear import Doubles, Labels, Linear

TOLERANCE = 1e-3  # of what is left, beside what there was
STEPS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Centred:
    """Weighted rows about their weighted mean, never written out: centred they are not sparse."""

    rows: Sparse
    dense: Doubles
    root: Doubles  # of the weights
    mean: Doubles
    dense_mean: Doubles

    def down(self, lines: Doubles) -> tuple[Doubles, Doubles]:
        """From what lines count to coefficients, of sparse and of dense columns."""
        weighted = lines * self.root[:, None]
        whole = weighted.sum(axis=0)
        return (
            np.asarray(self.rows.T @ weighted) - np.outer(self.mean, whole),
            self.dense.T @ weighted - np.outer(self.dense_mean, whole),
        )

    def up(self, narrow: Doubles, wide: Doubles) -> Doubles:
        """From coefficients to lines."""
        said = np.asarray(self.rows @ narrow) + self.dense @ wide
        said -= self.mean @ narrow + self.dense_mean @ wide
        return np.asarray(said * self.root[:, None])


def ridge(rows: Sparse, dense: Floats, labels: Labels, weights: Doubles, *, alpha: float) -> Linear:
    """Least squares on +-1 targets with shrinkage (of two classes, one column for the second)."""
    classes = np.unique(labels)
    asked = classes[1:] if len(classes) == 2 else classes
    targets = np.where(labels[:, None] == asked, 1.0, -1.0)
    share = weights / weights.sum()
    centred = _Centred(
        rows=rows.astype(np.float64),
        dense=dense.astype(np.float64),
        root=np.sqrt(weights),
        mean=np.asarray(rows.T @ share),
        dense_mean=share @ dense,
    )
    middle = share @ targets
    found = centred.down(_solve(centred, (targets - middle) * centred.root[:, None], alpha))
    coefficients = np.vstack(found)
    offset = np.concatenate([centred.mean, centred.dense_mean]) @ coefficients
    return Linear(coefficients=coefficients, intercepts=middle - offset)


def _solve(centred: _Centred, wanted: Doubles, alpha: float) -> Doubles:
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
        ahead = centred.up(*centred.down(own)) + alpha * own
        step = size[going] / (own * ahead).sum(axis=0)
        found[:, going] += step * own
        left[:, going] -= step * ahead
        after = (left[:, going] ** 2).sum(axis=0)
        way[:, going] = left[:, going] + (after / size[going]) * own
        size[going] = after
    return found
