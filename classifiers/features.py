"""Texts into sparse vectors: characters in runs of one to four, hashed, weighted by rarity.

In: texts. Out: a CSR matrix, one row a text, one column a kept bucket. A run is hashed over whole
batches at once with numpy; buckets that the training texts filled less than `min_df` times are
dropped, so a column stands for something seen. It does not know labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers.text import BREAK, Folded, fold

BITS = 22  # 4 million buckets; 300,000 different runs then collide in 7% of cases
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0x100000001B3)
_SHIFT = np.uint64(29)

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Sparse = Any  # scipy.sparse.csr_matrix; scipy ships no types


def run_hashes(folded: Folded, sizes: Sequence[int]) -> tuple[Integers, Integers]:
    """(bucket, text) of each run of characters that crosses no border between texts."""
    codes = folded.codes.astype(np.uint64)
    border = folded.codes == BREAK
    text_of = (np.cumsum(border) - 1).astype(np.int32)
    buckets, texts = [], []
    running = codes.copy()
    inner = np.zeros(len(codes), dtype=bool)  # does a BREAK lie inside the run?
    for size in range(1, max(sizes) + 1):
        if size > 1:
            running = running[:-1] * _STEP + codes[size - 1 :]
            inner = inner[:-1] | (border[size - 2 : -1] if size > 2 else False)
        if size in sizes:
            last = border[size - 1 :]
            good = ~inner & ~(border[: len(inner)] & last) if size > 1 else ~border
            mixed = (running[good] + np.uint64(size)) * _MULTIPLIER
            mixed ^= mixed >> _SHIFT
            buckets.append(((mixed * _MULTIPLIER) >> np.uint64(64 - BITS)).astype(np.int32))
            texts.append(text_of[: len(inner)][good])
    return np.concatenate(buckets), np.concatenate(texts)


class Vectoriser:
    """Learns which buckets to keep and their weights; then turns texts into rows."""

    def __init__(self, *, sizes: Sequence[int] = (1, 2, 3, 4), min_df: int = 2) -> None:
        self.sizes = tuple(sizes)
        self.min_df = min_df

    def fit(self, texts: Sequence[str]) -> Vectoriser:
        buckets, rows = run_hashes(fold(texts), self.sizes)
        pairs = np.unique(rows.astype(np.int64) << BITS | buckets)
        count = np.bincount((pairs & ((1 << BITS) - 1)).astype(np.int64), minlength=1 << BITS)
        kept = np.flatnonzero(count >= self.min_df)
        idf = np.log((1.0 + len(texts)) / (1.0 + count[kept])) + 1.0
        return self.restore(kept.astype(np.int32), idf.astype(np.float32))

    def restore(self, buckets: Integers, idf: Floats) -> Vectoriser:
        """Take over what an earlier fit learnt."""
        self.buckets_ = buckets
        self.idf_ = idf
        self.column_ = np.full(1 << BITS, -1, dtype=np.int32)
        self.column_[buckets] = np.arange(len(buckets), dtype=np.int32)
        return self

    def transform(self, texts: Sequence[str]) -> Sparse:
        """One row of unit length for each text; an unknown text is a row of zeros."""
        buckets, rows = run_hashes(fold(texts), self.sizes)
        columns = self.column_[buckets]
        known = columns >= 0
        columns, rows = columns[known], rows[known]
        shape = (len(texts), len(self.buckets_))
        counts = np.ones(len(columns), dtype=np.float32)
        matrix = sparse.csr_matrix((counts, (rows, columns)), shape=shape)
        matrix.data = (1.0 + np.log(matrix.data)) * self.idf_[matrix.indices]
        norm = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        scale = np.repeat(1.0 / np.maximum(norm, 1e-9), np.diff(matrix.indptr))
        matrix.data = (matrix.data * scale).astype(np.float32)
        return matrix
