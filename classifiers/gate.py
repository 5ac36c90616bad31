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

import numpy as np
from scipy import sparse

from classifiers.calibration import Doubles, Truth, logistic, platt
from classifiers.data import Line, group_of
from classifiers.features import Floats, Sparse, log_lengths
from classifiers.folds import Places, grouped_folds
from classifiers.labels import ADVERTISING, Gate
from classifiers.linear import Smoother, complement_bayes, even_weights, support_vectors
from classifiers.settings import Settings

SAID = frozenset({"chat", "voice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLearnt:
    """All questions, the threshold of the first, and what held-out models said to it."""

    coefficients: Floats  # columns x 3: for the desk; only a question; written
    scale: Floats  # 3 x 3: slope, offset, and what the length counts
    threshold: float
    lines: Places
    odds: Doubles  # held-out log-odds that a line is for the desk, before ...
    shift: Doubles  # ... what being written adds
    held_out: Doubles  # probability after it
    asking: Doubles  # of those that are for the desk: held-out log-odds of a mere question


@dataclass(frozen=True, slots=True, kw_only=True)
class _Margin:
    """A learnt question: rows @ column + length * log_length + offset."""

    column: Doubles
    length: float
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTrainer:
    """Learns the questions from all lines but advertisements (see `ADVERTISING`)."""

    lines: Sequence[Line]
    rows: Sparse
    smoother: Smoother
    settings: Settings
    seed: int

    def learn(self) -> GateLearnt:
        chosen = np.array([k for k, x in enumerate(self.lines) if x.item != ADVERTISING])
        gates = np.array([self.lines[k].gate.value for k in chosen])
        passed = gates != Gate.NEITHER
        said = np.array([self.lines[k].register in SAID for k in chosen])
        desk, scale, odds = self._question(chosen, passed, passed)
        written, written_scale, written_odds = self._question(chosen, ~said, said * 2 + passed)
        asks = gates[passed] == Gate.QUESTION
        question, question_scale, asking = self._question(chosen[passed], asks, asks)
        shift = self.settings.written * logistic(written_odds)
        chances = logistic(odds + shift)
        return GateLearnt(
            coefficients=np.stack([desk, question, written], axis=1).astype(np.float32),
            scale=np.array([scale, question_scale, written_scale], dtype=np.float32),
            threshold=best_threshold(
                chances, passed, said, false_alarms=self.settings.false_alarms
            ),
            lines=chosen,
            odds=odds,
            shift=shift,
            asking=asking,
            held_out=chances,
        )

    def _question(
        self, chosen: Places, truth: Truth, cells: Places | Truth
    ) -> tuple[Doubles, tuple[float, float, float], Doubles]:
        """The column, its scale and held-out log-odds; all cells weigh the same."""
        names = [str(value) for value in cells]
        weights = even_weights(names, names, fine_power=0.0, coarse_power=1.0)
        lengths = log_lengths([self.lines[k].text for k in chosen])
        rows = self.rows[chosen]
        scores = np.zeros(len(chosen))
        count = self.settings.gate_folds
        for train, test in gate_folds(self.lines, chosen, count=count, seed=self.seed):
            fold = self._fit(rows[train], lengths[train], truth[train], weights[train])
            scores[test] = rows[test] @ fold.column + fold.length * lengths[test] + fold.offset
        slope, offset = platt(scores, truth, weights)
        whole = self._fit(rows, lengths, truth, weights)
        scale = (slope, offset + slope * whole.offset, slope * whole.length)
        return whole.column, scale, slope * scores + offset

    def _fit(self, rows: Sparse, lengths: Floats, truth: Truth, weights: Doubles) -> _Margin:
        strength = self.settings.gate_length
        extra = sparse.csr_matrix(strength * lengths[:, None])
        wide = sparse.hstack([self.smoother.widen(rows), extra]).tocsr()
        labels = truth.astype(np.int64)
        learnt = support_vectors(wide, labels, weights, c=self.settings.gate_c, seed=self.seed)
        column = self.smoother.narrow(learnt.coefficients[:-1])[:, 0]
        if len(np.unique(labels)) == 2:
            bayes = complement_bayes(rows, labels, weights, alpha=self.settings.bayes_alpha)
            pull = bayes.coefficients[:, 1] - bayes.coefficients[:, 0]
            column = column + self.settings.gate_bayes * pull
        return _Margin(
            column=column,
            length=strength * float(learnt.coefficients[-1, 0]),
            offset=float(learnt.intercepts[0]),
        )


def gate_folds(
    lines: Sequence[Line], chosen: Places, *, count: int, seed: int
) -> list[tuple[Places, Places]]:
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
