"""What is learnt: labelled lines in, a bundle of plain arrays out.

Linear questions are asked of one vector: is it for the desk at all (and if so, is it only a
question), is it a live emergency (and of which kind), which category, which item. The
coefficients of the last two are stored as the product of a tall matrix of small whole numbers and
a wide one, which loses next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classifiers.alarm import AlarmLearnt
from classifiers.data import Line
from classifiers.features import Floats, Vectoriser
from classifiers.gate import GateLearnt
from classifiers.heads import HeadTrainer
from classifiers.linear import Doubles, Linear, smoother
from classifiers.ranking import Ranking, Scales, confidence
from classifiers.semantics import WordTable
from classifiers.settings import Progress, Settings
from classifiers.trainer import Trainer, categories_said, fit_scales
from classifiers.vectors import Vectors
from classifiers.weights import HeldOut, Learnt, Weights

_ORDER = [0, 1, 3, 2]  # of the gate's columns: what tells written from said comes last


def fit_weights(
    lines: Sequence[Line],
    table: WordTable,
    *,
    settings: Settings,
    seed: int,
    progress: Progress,
    vectors: Vectors | None = None,
) -> Learnt:
    """Train on these lines, with heads where there are `vectors` of an encoder. The same lines,
    table, settings and seed give the same arrays.
    """
    progress("vectors", 0.0)
    vectoriser, trainer = prepare(lines, table, settings=settings, seed=seed)
    progress("gate", 0.05)
    gate = trainer.gate().learn()
    progress("emergencies", 0.2)
    alarm = trainer.alarm().learn()
    progress("categories and items", 0.3)
    items, labelled = trainer.items(), trainer.labelled()
    learnt = trainer.sorter(labelled, items)
    progress("calibration", 0.45)
    scores = trainer.held_out_scores(labelled, items)
    scales, ranking = fit_scales(scores, categories_said(lines, labelled), items, settings)
    held_out = _held_out(gate, alarm, sorted_lines=labelled, ranking=ranking, scales=scales)
    progress("compression", 0.7)
    parts = Parts(gate=gate, alarm=alarm, sorter=learnt, scales=scales, items=items)
    result = Learnt(weights=pack(vectoriser, parts, settings), held_out=held_out)
    if vectors is not None and vectors.known.any():
        progress("heads of the encoder", 0.75)
        beside = HeadTrainer(lines=lines, vectors=vectors, settings=settings, seed=seed)
        found = beside.learn(gate, items, scores, held_out, alarm=trainer.alarm(), alarmed=alarm)
        result = replace(result, heads=found.heads, joint=found.held_out)
    progress("done", 1.0)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All that was learnt over the columns of one vectoriser."""

    gate: GateLearnt
    alarm: AlarmLearnt
    sorter: Linear
    scales: Scales
    items: tuple[str, ...]


def pack(vectoriser: Vectoriser, parts: Parts, settings: Settings) -> Weights:
    """The columns that matter, in as few numbers as they need."""
    gate, alarm, learnt = parts.gate, parts.alarm, parts.sorter
    alarm_scale = np.array([[*alarm.scale, 0.0]], dtype=np.float32)
    gates = np.hstack([gate.coefficients, alarm.column[:, None]])[:, _ORDER]
    kept = strongest(learnt.coefficients, gates, vectoriser.weights_, settings.columns)
    shared, shared_scale, outputs = compress(learnt.coefficients[kept], settings.rank)
    by_kind, by_kind_scale = whole_numbers(alarm.by_kind.coefficients[kept])
    return Weights(
        buckets=vectoriser.buckets_[kept],
        bucket_weights=vectoriser.weights_[kept],
        gate=gates[kept],
        gate_scale=np.vstack([gate.scale, alarm_scale])[_ORDER, :],
        written=settings.written,
        threshold=gate.threshold,
        shared=shared,
        shared_scale=shared_scale,
        outputs=outputs,
        intercepts=learnt.intercepts.astype(np.float32),
        scales=parts.scales,
        items=parts.items,
        kinds=alarm.kinds,
        by_kind=by_kind,
        by_kind_scale=by_kind_scale,
        by_kind_intercepts=alarm.by_kind.intercepts.astype(np.float32),
    )


def _held_out(
    gate: GateLearnt,
    alarm: AlarmLearnt,
    *,
    sorted_lines: npt.NDArray[np.int64],
    ranking: Ranking,
    scales: Scales,
) -> HeldOut:
    return HeldOut(
        gated=gate.lines,
        request=gate.held_out,
        threshold=gate.threshold,
        sorted=sorted_lines,
        ranking=ranking,
        confidence=confidence(ranking, scales),
        emergency=alarm.held_out,
        emergency_kind=alarm.held_out_kind,
        kinds=alarm.kinds,
    )


def prepare(
    lines: Sequence[Line], table: WordTable, *, settings: Settings, seed: int
) -> tuple[Vectoriser, Trainer]:
    """The vectoriser fitted to these lines, and a trainer over their vectors."""
    texts = [line.text for line in lines]
    vectoriser = Vectoriser(min_df=settings.min_df, word_weight=settings.word_weight)
    rows = vectoriser.fit(texts, table.words).transform(texts)
    vectors = table.aligned(vectoriser.column_, rows.shape[1])
    trainer = Trainer(
        lines=lines,
        rows=rows,
        smoother=smoother(vectors, rows, settings.smoothing),
        settings=settings,
        seed=seed,
    )
    return vectoriser, trainer


def strongest(
    coefficients: Doubles, gate: Floats, weights: Floats, count: int
) -> npt.NDArray[np.int64]:
    """The columns that matter most to either question, in order."""
    sorting = np.linalg.norm(coefficients, axis=1) * weights
    gating = np.linalg.norm(gate, axis=1) * weights
    pull = sorting / max(sorting.mean(), 1e-12) + gating / max(gating.mean(), 1e-12)
    return np.sort(np.argsort(-pull, kind="stable")[:count])


def compress(coefficients: Doubles, rank: int) -> tuple[npt.NDArray[np.int8], Floats, Floats]:
    """The best product of a tall and a wide matrix, the tall one in whole numbers to 127."""
    _, vectors = np.linalg.eigh(coefficients.T @ coefficients)
    basis = vectors[:, ::-1][:, :rank]
    return *whole_numbers(coefficients @ basis), basis.T.astype(np.float32)


def whole_numbers(tall: Doubles) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows as whole numbers to 127, and what each row has to be multiplied by."""
    scale = np.maximum(np.abs(tall).max(axis=1, initial=0.0), 1e-12) / 127.0
    return np.round(tall / scale[:, None]).astype(np.int8), scale.astype(np.float32)
