"""What every piece of a training run looks at: the lines, their vectors and the settings.

In: lines, sparse rows of their texts, and an encoder's rows where there are any. Out: one value
that can be sent to another process. It does not know who learns what from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy import sparse

from classifiers.data import Line
from classifiers.features import Floats, Sparse, log_lengths
from classifiers.linear import Smoother
from classifiers.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All lines in order; a line is named by its number."""

    lines: Sequence[Line]
    rows: Sparse
    means: Floats  # the mean vectors of their words
    wide: Sparse  # both side by side
    lengths: Floats  # logarithms
    settings: Settings
    seed: int
    encoded: Floats | None = None  # short rows of an encoder's vectors


def material(
    lines: Sequence[Line], rows: Sparse, smoother: Smoother, *, settings: Settings, seed: int
) -> Material:
    """Of these lines and their rows."""
    means = smoother.means(rows)
    return Material(
        lines=lines,
        rows=rows,
        means=means,
        wide=sparse.hstack([rows, sparse.csr_matrix(means)]).tocsr(),
        lengths=log_lengths([line.text for line in lines]),
        settings=settings,
        seed=seed,
    )
