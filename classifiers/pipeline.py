"""What is learnt: labelled lines in, a bundle of plain arrays out.

Linear questions are asked of one vector: is it for the desk at all (and if so, is it only a
question), is it a live emergency (and of which kind), does it hold out or look for something, which
category, which item. The
coefficients of the last two are stored as the product of a tall matrix of small whole numbers and
a wide one, which loses next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.alarm import AlarmLearnt, AlarmTrainer, alarm_trainer
from classifiers.crew import Crew, Job
from classifiers.data import Line
from classifiers.features import Floats, Vectoriser
from classifiers.gate import GateLearnt, GateTrainer, gate_trainer
from classifiers.heads import HeadTrainer, head_trainer
from classifiers.labels import Talk
from classifiers.linear import Doubles, Linear, Smoother, smoother
from classifiers.material import Material, material
from classifiers.ranking import Scales, confidence
from classifiers.semantics import WordTable
from classifiers.settings import Method, Settings
from classifiers.talk import TalkLearnt, TalkTrainer, talk_trainer
from classifiers.trainer import (
    SorterTrainer,
    categories_said,
    fit_scales,
    items_of,
    labelled,
    learn_sorting,
    sorter_trainer,
)
from classifiers.vectors import Vectors
from classifiers.weights import HeldOut, Learnt, Weights

_ORDER = [0, 1, *range(3, 4 + len(Talk)), 2]
"""Of the gate's columns: what tells written from said comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Lines with their vectors, and what is needed to go from vectors to columns and back."""

    vectoriser: Vectoriser
    smoother: Smoother
    material: Material

    def sorter(self) -> Linear:
        """Coefficients for all categories, then all items, learnt from all lines that have one."""
        lines = self.material.lines
        return learn_sorting(self.material, labelled(lines), items_of(lines)).whole(self.smoother)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainers:
    """Whoever asks something of the lines; heads only where there are vectors of an encoder."""

    gate: GateTrainer
    alarm: AlarmTrainer
    talk: TalkTrainer
    sorter: SorterTrainer
    heads: HeadTrainer | None

    def jobs(self) -> list[list[Job]]:
        """The jobs of each."""
        asked = (self.gate, self.alarm, self.talk, self.sorter)
        linear = [trainer.jobs() for trainer in asked]
        return [*linear, self.heads.jobs() if self.heads else []]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All that was learnt over the columns of one vectoriser."""

    gate: GateLearnt
    alarm: AlarmLearnt
    talk: TalkLearnt
    sorter: Linear
    scales: Scales
    items: tuple[str, ...]


def fit_weights(
    lines: Sequence[Line], table: WordTable, method: Method, *, vectors: Vectors | None = None
) -> Learnt:
    """Train on these lines, with heads where there are `vectors` of an encoder. The same lines,
    table, settings and seed give the same arrays, however many processes there are.
    """
    progress = method.progress
    with Crew(method.processes) as crew:
        progress("reading the texts", 0.0)
        prepared = prepare(lines, table, settings=method.settings, seed=method.seed)
        progress("holding lines out", 0.1)
        trainers = make_trainers(prepared.material, vectors)
        jobs = trainers.jobs()
        progress("learning", 0.15)
        encoded = vectors.rows if vectors is not None else None
        answers = iter(
            crew.do(
                replace(prepared.material, encoded=encoded),
                [job for own in jobs for job in own],
                lambda share: progress("learning", 0.15 + 0.8 * share),
            )
        )
        progress("putting together", 0.95)
        found = put_together(prepared, trainers, [[next(answers) for _ in own] for own in jobs])
    progress("done", 1.0)
    return found


def make_trainers(material: Material, vectors: Vectors | None) -> Trainers:
    """Divide the lines for holding out; nothing is learnt yet."""
    gate, alarm, sorter = gate_trainer(material), alarm_trainer(material), sorter_trainer(material)
    heads = None
    if vectors is not None and vectors.known.any():
        heads = head_trainer(material, vectors, gate, alarm, sorter)
    talk = talk_trainer(material)
    return Trainers(gate=gate, alarm=alarm, talk=talk, sorter=sorter, heads=heads)


def put_together(
    prepared: Prepared, trainers: Trainers, answers: Sequence[Sequence[Any]]
) -> Learnt:
    """Everything that was learnt, of the answers to each trainer's jobs."""
    settings, sorter = prepared.material.settings, trainers.sorter
    gate = trainers.gate.learnt(answers[0], prepared.smoother)
    alarm = trainers.alarm.learnt(answers[1], prepared.smoother)
    talk = trainers.talk.learnt(answers[2], prepared.smoother)
    scores = sorter.held_out(answers[3][1:])
    truth = categories_said(prepared.material.lines, sorter.labelled)
    scales, ranking = fit_scales(scores, truth, sorter.items, settings)
    whole = answers[3][0].whole(prepared.smoother)
    parts = Parts(
        gate=gate, alarm=alarm, talk=talk, sorter=whole, scales=scales, items=sorter.items
    )
    first = HeldOut(
        gated=trainers.gate.desk.lines,
        request=gate.held_out,
        threshold=gate.threshold,
        sorted=sorter.labelled,
        ranking=ranking,
        confidence=confidence(ranking, scales),
        emergency=alarm.held_out,
        emergency_kind=alarm.held_out_kind,
        kinds=alarm.kinds,
        talk=talk.held_out,
    )
    result = Learnt(weights=pack(prepared.vectoriser, parts, settings), held_out=first)
    if trainers.heads is None:
        return result
    found = trainers.heads.learnt(answers[4], gate, alarm, scores=scores, first=first)
    return replace(result, heads=found.heads, joint=found.held_out)


def pack(vectoriser: Vectoriser, parts: Parts, settings: Settings) -> Weights:
    """The columns that matter, in as few numbers as they need."""
    gate, alarm, learnt = parts.gate, parts.alarm, parts.sorter
    beside = np.array([alarm.scale, *parts.talk.scale.tolist()], dtype=np.float32)
    beside = np.hstack([beside, np.zeros((len(beside), 1), dtype=np.float32)])
    columns = [gate.coefficients, alarm.column[:, None], parts.talk.columns]
    gates = np.hstack(columns)[:, _ORDER]
    kept = strongest(learnt.coefficients, gates, vectoriser.weights_, settings.columns)
    shared, shared_scale, outputs = compress(learnt.coefficients[kept], settings.rank)
    by_kind, by_kind_scale = whole_numbers(alarm.by_kind.coefficients[kept])
    return Weights(
        buckets=vectoriser.buckets_[kept],
        bucket_weights=vectoriser.weights_[kept],
        gate=gates[kept],
        gate_scale=np.vstack([gate.scale, beside])[_ORDER, :],
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


def prepare(lines: Sequence[Line], table: WordTable, *, settings: Settings, seed: int) -> Prepared:
    """A vectoriser fitted to these lines, and their vectors."""
    texts = [line.text for line in lines]
    vectoriser = Vectoriser(min_df=settings.min_df, word_weight=settings.word_weight)
    rows = vectoriser.fit(texts, table.words).transform(texts)
    vectors = table.aligned(vectoriser.column_, rows.shape[1])
    smoothing = smoother(vectors, rows, settings.smoothing)
    return Prepared(
        vectoriser=vectoriser,
        smoother=smoothing,
        material=material(lines, rows, smoothing, settings=settings, seed=seed),
    )


def strongest(
    coefficients: Doubles, gate: Floats, weights: Floats, count: int
) -> npt.NDArray[np.int64]:
    """The columns that matter most to either question, in order."""
    squares = np.einsum("ij,ij->i", coefficients, coefficients)  # `norm` would copy them all
    sorting = np.sqrt(squares) * weights
    gating = np.linalg.norm(gate, axis=1) * weights
    pull = sorting / max(sorting.mean(), 1e-12) + gating / max(gating.mean(), 1e-12)
    return np.sort(np.argsort(-pull, kind="stable")[:count])


def compress(coefficients: Doubles, rank: int) -> tuple[npt.NDArray[np.int8], Floats, Floats]:
    """The best product of a tall and a wide matrix, the tall one in whole numbers to 127."""
    coefficients = coefficients.astype(np.float64)
    _, vectors = np.linalg.eigh(coefficients.T @ coefficients)
    basis = vectors[:, ::-1][:, :rank]
    return *whole_numbers(coefficients @ basis), basis.T.astype(np.float32)


def whole_numbers(tall: Doubles) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows as whole numbers to 127, and what each row has to be multiplied by."""
    scale = np.maximum(np.abs(tall).max(axis=1, initial=0.0), 1e-12) / 127.0
    return np.round(tall / scale[:, None]).astype(np.int8), scale.astype(np.float32)
