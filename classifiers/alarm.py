"""Learning the alarm: does a text tell of a live emergency, and of which kind (domain rules §4.2).

In: lines and their vectors. Out: one column of coefficients with the scale that makes its margin a
probability, borne out by held-out lines, and one column a kind. Emergencies are a twentieth of
the corpus and a far smaller part of life, and what only sounds like one is written beside them,
so lines are weighted by what a mistake about them costs. Words that show an emergency by
themselves are not looked for here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.calibration import Doubles, Truth, logistic, platt
from classifiers.data import Line, group_of
from classifiers.features import Floats, Sparse
from classifiers.folds import Places, grouped_folds
from classifiers.labels import Gate
from classifiers.linear import Labels, Linear, Smoother, ridge, support_vectors
from classifiers.settings import Settings

NEAR_MISSES = "emergencies/"  # the folder of lines that are, or only sound like, emergencies
NEVER = (0.0, -30.0)  # slope and offset of an alarm that nothing was learnt about


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLearnt:
    """The alarm, its kinds, and what held-out models said of every line."""

    column: Floats
    scale: tuple[float, float]  # slope, offset
    kinds: tuple[str, ...]
    by_kind: Linear  # which kind, asked of emergencies
    held_out: Doubles
    odds: Doubles  # the same as log-odds
    held_out_kind: npt.NDArray[np.int64]  # index into `kinds`; -1 where there are none


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmTrainer:
    """Learns both questions from all lines."""

    lines: Sequence[Line]
    rows: Sparse
    smoother: Smoother
    settings: Settings
    seed: int

    def learn(self) -> AlarmLearnt:
        truth = np.array([line.emergency is not None for line in self.lines])
        kinds = tuple(sorted({line.emergency for line in self.lines if line.emergency}))
        if not kinds or truth.all():
            return self._nothing()
        labels = np.array([kinds.index(x.emergency) if x.emergency else -1 for x in self.lines])
        weights = self.weights()
        wide = self.smoother.widen(self.rows)
        scores, said = np.zeros(len(truth)), np.full(len(truth), -1)
        for train, test in self.folds():
            if not truth[train].any():
                continue
            scores[test] = self.margins(wide, train, test)
            live = train[truth[train]]
            by_kind = self._kinds(wide[live], labels[live], len(kinds))
            said[test] = (wide[test] @ by_kind.coefficients + by_kind.intercepts).argmax(axis=1)
        slope, offset = platt(scores, truth)
        odds = slope * scores + offset
        whole = self._alarm(wide, truth, weights)
        by_kind = self._kinds(wide[truth], labels[truth], len(kinds))
        return AlarmLearnt(
            column=self.smoother.narrow(whole.coefficients)[:, 0].astype(np.float32),
            scale=(slope, offset + slope * float(whole.intercepts[0])),
            kinds=kinds,
            by_kind=Linear(
                coefficients=self.smoother.narrow(by_kind.coefficients),
                intercepts=by_kind.intercepts,
            ),
            held_out=logistic(odds),
            odds=odds,
            held_out_kind=said,
        )

    def margins(self, wide: Sparse, train: Places, test: Places) -> Doubles:
        """What an alarm learnt from some (widened) rows says of others, on no scale."""
        truth = np.array([line.emergency is not None for line in self.lines])
        fold = self._alarm(wide[train], truth[train], self.weights()[train])
        return np.asarray(wide[test] @ fold.coefficients[:, 0] + fold.intercepts[0])

    def weights(self) -> Doubles:
        """What a line counts: near misses and talk more, requests less, emergencies most."""
        settings = self.settings
        counts = {
            "live": settings.alarm_live,
            "near": settings.alarm_near,
            "talk": settings.alarm_talk,
            "request": settings.alarm_request,
        }
        return np.array([counts[sort_of(line)] for line in self.lines])

    def folds(self) -> list[tuple[Places, Places]]:
        """Folds in which all talk of a file stays together, as the gate's do: what alarms is asked
        of talk by hands that were not seen.
        """
        sorts = [sort_of(line) for line in self.lines]
        files = [line.source.rpartition(":")[0] for line in self.lines]
        talk = {file for file, sort in zip(files, sorts, strict=True) if sort == "talk"}
        apart = len(talk) > 2  # of one or two files there would be nothing left to learn from
        return grouped_folds(
            self.lines,
            np.arange(len(self.lines)),
            count=self.settings.folds,
            seed=self.seed,
            kinds=[x.emergency or sort for x, sort in zip(self.lines, sorts, strict=True)],
            groups=[
                file if apart and sort == "talk" else group_of(line)
                for line, file, sort in zip(self.lines, files, sorts, strict=True)
            ],
        )

    def _alarm(self, wide: Sparse, truth: Truth, weights: Doubles) -> Linear:
        labels = truth.astype(np.int64)
        return support_vectors(wide, labels, weights, c=self.settings.alarm_c, seed=self.seed)

    def _kinds(self, wide: Sparse, labels: Labels, count: int) -> Linear:
        """One column for each kind, also for those that these lines lack."""
        classes = np.unique(labels)
        coefficients = np.zeros((wide.shape[1], count))
        intercepts = np.full(count, -9.0)
        if len(classes) == 1:
            intercepts[classes] = 1.0
            return Linear(coefficients=coefficients, intercepts=intercepts)
        learnt = ridge(wide, labels, np.ones(len(labels)), alpha=self.settings.ridge_alpha)
        columns = learnt.coefficients.reshape(wide.shape[1], -1)
        offsets = np.atleast_1d(learnt.intercepts)
        if len(classes) == 2:
            columns, offsets = np.hstack([-columns, columns]), np.array([-offsets[0], offsets[0]])
        coefficients[:, classes] = columns
        intercepts[classes] = offsets
        return Linear(coefficients=coefficients, intercepts=intercepts)

    def _nothing(self) -> AlarmLearnt:
        columns, count = self.rows.shape[1], len(self.lines)
        return AlarmLearnt(
            column=np.zeros(columns, dtype=np.float32),
            scale=NEVER,
            kinds=(),
            by_kind=Linear(coefficients=np.zeros((columns, 0)), intercepts=np.zeros(0)),
            held_out=np.zeros(count),
            odds=np.full(count, NEVER[1]),
            held_out_kind=np.full(count, -1),
        )


def sort_of(line: Line) -> str:
    """What a line is to the alarm: `live`, `near` a miss, `talk`, or another `request`."""
    if line.emergency is not None:
        return "live"
    if line.source.startswith(NEAR_MISSES):
        return "near"
    return "talk" if line.gate is Gate.NEITHER else "request"
