"""Learning the gate: is a text for the desk at all, and if so, is it only a question.

In: lines and their vectors. Out: for each question one column of coefficients and the scale that
makes its margin a probability, borne out by held-out lines. The length of a text is a feature of
its own here: people who want something done write more than people who say good night. A third
question, whether a text is written (a title, letter or post) or said, tells the first one what to
expect: nearly all that is written to an office asks for something, nearly all talk does not, and
the corpus, which has as many requests in chat as it needs to learn them, does not show that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from classifiers.calibration import Doubles, Truth, logistic, platt
from classifiers.crew import Job
from classifiers.data import Line, group_of
from classifiers.features import Floats
from classifiers.folds import Folds, Places, grouped_folds
from classifiers.labels import ADVERTISING, Gate, Talk
from classifiers.linear import Smoother, complement_bayes, even_weights, support_vectors
from classifiers.material import Material
from classifiers.settings import Settings

SAID = frozenset({"chat", "voice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLearnt:
    """All questions, the threshold of the first, and what held-out models said to it."""

    coefficients: Floats  # columns x 3: for the desk; only a question; written
    scale: Floats  # 3 x 3: slope, offset, and what the length counts
    threshold: float
    odds: Doubles  # held-out log-odds that a line is for the desk, before ...
    shift: Doubles  # ... what being written adds
    held_out: Doubles  # probability after it
    asking: Doubles  # of those that are for the desk: held-out log-odds of a mere question


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of which lines, what is right, what each line weighs and how they are divided
    for holding out."""

    lines: Places
    truth: Truth
    weights: Doubles
    folds: Folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A learnt question: wide rows @ wide + rows @ pull + length * log_length + offset."""

    wide: Doubles
    pull: Doubles
    length: float
    offset: float

    def of(self, material: Material, lines: Places) -> Doubles:
        """What it says of these lines."""
        said = material.wide[lines] @ self.wide + material.rows[lines] @ self.pull
        return np.asarray(said + self.length * material.lengths[lines] + self.offset)

    def column(self, smoother: Smoother) -> Doubles:
        """The coefficients of (narrow) rows."""
        return smoother.narrow(self.wide[:, None])[:, 0] + self.pull


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTrainer:
    """Asks the questions of all lines but advertisements (see `ADVERTISING`)."""

    settings: Settings
    said: Truth
    desk: Question
    written: Question
    asking: Question  # of those that are for the desk

    def jobs(self) -> list[Job]:
        """Each question learnt from all its lines, then what is held out."""
        return [job for asked in self._questions() for job in _jobs(asked)]

    def learnt(self, answers: Sequence[Any], smoother: Smoother) -> GateLearnt:
        """The gate, of the answers to the jobs."""
        parts, start = [], 0
        for asked in self._questions():
            count = 1 + len(asked.folds)
            parts.append(_scaled(asked, answers[start : start + count], smoother))
            start += count
        (desk, scale, odds), (written, by_form, form), (asking, by_asking, asks) = parts
        shift = self.settings.written * logistic(form)
        chances = logistic(odds + shift)
        threshold = best_threshold(
            chances, self.desk.truth, self.said, false_alarms=self.settings.false_alarms
        )
        return GateLearnt(
            coefficients=np.stack([desk, asking, written], axis=1).astype(np.float32),
            scale=np.array([scale, by_asking, by_form], dtype=np.float32),
            threshold=threshold,
            odds=odds,
            shift=shift,
            asking=asks,
            held_out=chances,
        )

    def _questions(self) -> tuple[Question, Question, Question]:
        return self.desk, self.written, self.asking


def gate_trainer(material: Material) -> GateTrainer:
    """The gate's questions about these lines."""
    lines, settings = material.lines, material.settings
    chosen = np.array([k for k, x in enumerate(lines) if _is_asked(x)], dtype=np.int64)
    gates = np.array([lines[k].gate.value for k in chosen])
    passed = gates != Gate.NEITHER
    said = np.array([lines[k].register in SAID for k in chosen])
    asks = gates[passed] == Gate.QUESTION
    count, seed = settings.gate_folds, material.seed
    folds = gate_folds(lines, chosen, count=count, seed=seed)
    return GateTrainer(
        settings=settings,
        said=said,
        desk=Question(lines=chosen, truth=passed, weights=_even(passed), folds=folds),
        written=Question(lines=chosen, truth=~said, weights=_even(said * 2 + passed), folds=folds),
        asking=Question(
            lines=chosen[passed],
            truth=asks,
            weights=_even(asks),
            folds=gate_folds(lines, chosen[passed], count=count, seed=seed),
        ),
    )


def _is_asked(line: Line) -> bool:
    """Who looks for a neighbour's hand asks for something and is talk at the same time."""
    return line.item != ADVERTISING and line.talk is not Talk.NEED


def _even(cells: Places | Truth) -> Doubles:
    """All cells weigh the same."""
    names = [str(value) for value in cells]
    return even_weights(names, names, fine_power=0.0, coarse_power=1.0)


def _jobs(asked: Question) -> list[Job]:
    count = len(asked.lines) / 10_000
    everything = (asked.lines, asked.truth, asked.weights)
    return [
        Job(work=learn_margin, arguments=everything, cost=count),
        *(
            Job(
                work=_held_out,
                arguments=(*(of[train] for of in everything), asked.lines[test]),
                cost=count,
            )
            for train, test in asked.folds
        ),
    ]


def learn_margin(material: Material, lines: Places, truth: Truth, weights: Doubles) -> Margin:
    """One question learnt from these lines."""
    settings = material.settings
    extra = sparse.csr_matrix(settings.gate_length * material.lengths[lines][:, None])
    wide = sparse.hstack([material.wide[lines], extra]).tocsr()
    labels = truth.astype(np.int64)
    learnt = support_vectors(wide, labels, weights, c=settings.gate_c, seed=material.seed)
    rows = material.rows[lines]
    pull = np.zeros(rows.shape[1])
    if len(np.unique(labels)) == 2:
        bayes = complement_bayes(rows, labels, weights, alpha=settings.bayes_alpha)
        pull = settings.gate_bayes * (bayes.coefficients() @ np.array([-1.0, 1.0]))
    return Margin(
        wide=learnt.coefficients[:-1, 0],
        pull=pull,
        length=settings.gate_length * float(learnt.coefficients[-1, 0]),
        offset=float(learnt.intercepts[0]),
    )


def _held_out(
    material: Material, lines: Places, truth: Truth, weights: Doubles, others: Places
) -> Doubles:
    return learn_margin(material, lines, truth, weights).of(material, others)


def _scaled(
    asked: Question, answers: Sequence[Any], smoother: Smoother
) -> tuple[Doubles, tuple[float, float, float], Doubles]:
    """The column of a question, its scale and held-out log-odds."""
    whole: Margin = answers[0]
    scores = np.zeros(len(asked.lines))
    for (_, test), said in zip(asked.folds, answers[1:], strict=True):
        scores[test] = said
    slope, offset = platt(scores, asked.truth, asked.weights)
    scale = (slope, offset + slope * whole.offset, slope * whole.length)
    return whole.column(smoother), scale, slope * scores + offset


def gate_folds(lines: Sequence[Line], chosen: Places, *, count: int, seed: int) -> Folds:
    """Folds in which all talk of a file stays together.

    A file of talk is one hand's idea of what people talk about. Somebody else's idea is what the
    gate will meet, so how often it cries wolf is asked of files that it has not seen.
    """
    talk = {lines[k].source.rpartition(":")[0] for k in chosen if lines[k].gate == Gate.NEITHER}
    apart = len(talk) > 2  # of one or two files there would be nothing left to learn from
    groups = [
        lines[k].source.rpartition(":")[0]
        if apart and lines[k].gate == Gate.NEITHER
        else group_of(lines[k])
        for k in chosen
    ]
    kinds = [f"{lines[k].gate} {lines[k].register in SAID}" for k in chosen]
    return grouped_folds(lines, chosen, count=count, seed=seed, kinds=kinds, groups=groups)


def best_threshold(chances: Doubles, truth: Truth, chat: Truth, *, false_alarms: float) -> float:
    """The threshold with the best F1 of requests, raised until few enough of the talk passes."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(truth[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    best = float(chances[order[int(scores.argmax())]])
    idle = chances[chat & ~truth]
    return max(best, float(np.quantile(idle, 1 - false_alarms))) if len(idle) else best
