"""Texts into sparse vectors: single characters, pairs, and words of the dictionary.

In: texts. Out: a CSR matrix, one row of unit length a text, one column a kept bucket. Runs of
characters are hashed over whole batches at once with numpy, so there is no loop over characters
and no segmentation: a word of the dictionary counts wherever its characters stand. Runs of one
or two characters are kept if the training texts have them `min_df` times, words always (what a
word unseen in training means is inferred from its neighbours, see `classifiers.semantics`).
It does not know labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifiers.text import BREAK, SPACE, Folded, fold

BITS = 22  # 4 million buckets; 100,000 kept runs then catch a stranger in 2% of cases
LONGEST = 4
LONG = 400  # characters; a longer text is not a surer request
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0x100000001B3)
_SHIFT = np.uint64(29)

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Sparse = Any  # scipy.sparse.csr_matrix; scipy ships no types


def run_hashes(folded: Folded, *, longest: int = LONGEST) -> tuple[Integers, Integers, Integers]:
    """(bucket, text, size) of each run of up to `longest` characters within one text.

    A run of two may begin or end at the border of its text, so that first and last characters
    can be told; longer runs never touch a border.
    """
    codes = folded.codes.astype(np.uint64)
    border = folded.codes == BREAK
    text_of = (np.cumsum(border) - 1).astype(np.int32)
    running, inside = codes, ~border
    buckets, texts = [_bucket(running[inside], 1)], [text_of[inside]]
    for size in range(2, longest + 1):
        running = running[:-1] * _STEP + codes[size - 1 :]
        inside = inside[:-1] & ~border[size - 1 :]
        good = inside if size > 2 else ~(border[:-1] & border[1:])
        buckets.append(_bucket(running[good], size))
        texts.append(np.maximum(text_of[: len(good)], 0)[good])
    sizes = np.repeat(np.arange(1, longest + 1, dtype=np.int32), [len(b) for b in buckets])
    return np.concatenate(buckets), np.concatenate(texts), sizes


def _bucket(hashes: npt.NDArray[np.uint64], size: int) -> Integers:
    mixed = (hashes + np.uint64(size)) * _MULTIPLIER
    mixed ^= mixed >> _SHIFT
    return ((mixed * _MULTIPLIER) >> np.uint64(64 - BITS)).astype(np.int32)


def word_buckets(words: Sequence[str]) -> Integers:
    """The bucket of each word, -1 for one that is no single run of up to four characters."""
    buckets = np.full(len(words), -1, dtype=np.int32)
    lengths = np.array([len(word) for word in words])
    for size in range(1, LONGEST + 1):
        chosen = np.flatnonzero(lengths == size)
        codes = fold([words[int(k)] for k in chosen]).codes
        table = codes[codes != BREAK].astype(np.uint64)
        if len(table) != size * len(chosen) or SPACE in table:
            raise ValueError("words must be folded text without spaces")
        hashes = np.zeros(len(chosen), dtype=np.uint64)
        for position in range(size):
            hashes = hashes * _STEP + table[position::size]
        buckets[chosen] = _bucket(hashes, size)
    return buckets


def log_lengths(texts: Sequence[str]) -> Floats:
    """The logarithm of each text's length in characters, up to `LONG` of them."""
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    return np.asarray(np.log1p(np.minimum(lengths, LONG)))


class Vectoriser:
    """Learns which buckets to keep and their weights; then turns texts into rows."""

    def __init__(self, *, min_df: int = 2, word_weight: float = 1.5) -> None:
        self.min_df = min_df
        self.word_weight = word_weight

    def fit(self, texts: Sequence[str], words: Sequence[str]) -> Vectoriser:
        buckets, rows, sizes = run_hashes(fold(texts))
        pairs = rows.astype(np.int64) << BITS | buckets
        pairs.sort()  # numpy's own `unique` takes six times as long
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
        count = np.bincount(pairs & ((1 << BITS) - 1), minlength=1 << BITS)
        kept = np.zeros(1 << BITS, dtype=bool)
        kept[buckets[sizes <= 2]] = True
        kept &= count >= self.min_df
        weight = np.log((1.0 + len(texts)) / (1.0 + count)) + 1.0
        found = word_buckets(words)
        found = found[found >= 0]
        kept[found] = True
        long_words = word_buckets([word for word in words if len(word) > 1])
        weight[long_words[long_words >= 0]] *= self.word_weight
        chosen = np.flatnonzero(kept).astype(np.int32)
        return self.restore(chosen, weight[chosen].astype(np.float32))

    def restore(self, buckets: Integers, weights: Floats) -> Vectoriser:
        """Take over what an earlier fit learnt."""
        self.buckets_ = buckets
        self.weights_ = weights
        self.column_ = np.full(1 << BITS, -1, dtype=np.int32)
        self.column_[buckets] = np.arange(len(buckets), dtype=np.int32)
        return self

    def transform(self, texts: Sequence[str]) -> Sparse:
        """One row of unit length for each text; a text without a known run is a row of zeros."""
        buckets, rows, _ = run_hashes(fold(texts))
        columns = self.column_[buckets]
        known = columns >= 0
        width = len(self.buckets_)
        keys = rows[known].astype(np.int64) * width + columns[known]
        keys.sort()
        first = np.empty(len(keys), dtype=bool)
        first[:1] = True
        np.not_equal(keys[1:], keys[:-1], out=first[1:])
        starts = np.flatnonzero(first)
        counts = np.diff(starts, append=len(keys))
        keys = keys[starts]
        row_of = keys // width
        indices = (keys - row_of * width).astype(np.int32)
        values = self.weights_[indices]
        many = np.flatnonzero(counts > 1)
        values[many] *= (1.0 + np.log(counts[many])).astype(np.float32)
        squares = np.bincount(row_of, weights=values * values, minlength=len(texts))
        values /= np.sqrt(squares).astype(np.float32)[row_of]
        pointers = np.searchsorted(row_of, np.arange(len(texts) + 1)).astype(np.int32)
        return sparse.csr_matrix((values, indices, pointers), shape=(len(texts), width))
