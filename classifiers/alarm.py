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
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.calibration import Doubles, Truth, logistic, platt
from classifiers.crew import Job
from classifiers.data import Line, group_of
from classifiers.features import Floats
from classifiers.folds import Folds, Places, grouped_folds
from classifiers.labels import Gate
from classifiers.linear import Labels, Linear, Smoother, support_vectors
from classifiers.material import Material
from classifiers.ridge import ridge

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
    """Asks both questions of all lines."""

    columns: int
    truth: Truth
    kinds: tuple[str, ...]
    labels: Labels  # index into `kinds`; -1 where there is none
    weights: Doubles
    folds: Folds

    def jobs(self) -> list[Job]:
        """Both learnt from all lines, then what is held out; nothing where there are none."""
        if not self.kinds or self.truth.all():
            return []
        cost = len(self.truth) / 15_000
        everything = np.arange(len(self.truth))
        whole = Job(work=_learn, arguments=(self, everything), here=True, cost=cost)
        parts = [
            Job(work=_held_out, arguments=(self, train, test), cost=cost)
            for train, test in self.folds
            if self.truth[train].any()
        ]
        return [whole, *parts]

    def learnt(self, answers: Sequence[Any], smoother: Smoother) -> AlarmLearnt:
        """The alarm, of the answers to the jobs."""
        if not answers:
            return self._nothing()
        scores, said = np.zeros(len(self.truth)), np.full(len(self.truth), -1)
        tested = [test for train, test in self.folds if self.truth[train].any()]
        for test, (margins, kinds) in zip(tested, answers[1:], strict=True):
            scores[test], said[test] = margins, kinds
        slope, offset = platt(scores, self.truth)
        odds = slope * scores + offset
        whole, by_kind = answers[0]
        return AlarmLearnt(
            column=smoother.narrow(whole.coefficients)[:, 0].astype(np.float32),
            scale=(slope, offset + slope * float(whole.intercepts[0])),
            kinds=self.kinds,
            by_kind=Linear(
                coefficients=smoother.narrow(by_kind.coefficients), intercepts=by_kind.intercepts
            ),
            held_out=logistic(odds),
            odds=odds,
            held_out_kind=said,
        )

    def _nothing(self) -> AlarmLearnt:
        count = len(self.truth)
        return AlarmLearnt(
            column=np.zeros(self.columns, dtype=np.float32),
            scale=NEVER,
            kinds=(),
            by_kind=Linear(coefficients=np.zeros((self.columns, 0)), intercepts=np.zeros(0)),
            held_out=np.zeros(count),
            odds=np.full(count, NEVER[1]),
            held_out_kind=np.full(count, -1),
        )


def alarm_trainer(material: Material) -> AlarmTrainer:
    """The alarm's questions about these lines."""
    lines, settings = material.lines, material.settings
    kinds = tuple(sorted({line.emergency for line in lines if line.emergency}))
    sorts = [sort_of(line) for line in lines]
    counts = {
        "live": settings.alarm_live,
        "near": settings.alarm_near,
        "talk": settings.alarm_talk,
        "request": settings.alarm_request,
    }
    return AlarmTrainer(
        columns=material.rows.shape[1],
        truth=np.array([line.emergency is not None for line in lines]),
        kinds=kinds,
        labels=np.array([kinds.index(x.emergency) if x.emergency else -1 for x in lines]),
        weights=np.array([counts[sort] for sort in sorts]),
        folds=_folds(material, sorts),
    )


def _folds(material: Material, sorts: Sequence[str]) -> Folds:
    """Folds in which all talk of a file stays together, as the gate's do: what alarms is asked of
    talk by hands that were not seen.
    """
    lines = material.lines
    files = [line.source.rpartition(":")[0] for line in lines]
    talk = {file for file, sort in zip(files, sorts, strict=True) if sort == "talk"}
    apart = len(talk) > 2  # of one or two files there would be nothing left to learn from
    return grouped_folds(
        lines,
        np.arange(len(lines)),
        count=material.settings.folds,
        seed=material.seed,
        kinds=[x.emergency or sort for x, sort in zip(lines, sorts, strict=True)],
        groups=[
            file if apart and sort == "talk" else group_of(line)
            for line, file, sort in zip(lines, files, sorts, strict=True)
        ],
    )


def learn_alarm(material: Material, asked: AlarmTrainer, lines: Places) -> Linear:
    """The alarm learnt from these lines; of wide rows, on no scale."""
    return support_vectors(
        material.wide[lines],
        asked.truth[lines].astype(np.int64),
        asked.weights[lines],
        c=material.settings.alarm_c,
        seed=material.seed,
    )


def _learn(material: Material, asked: AlarmTrainer, lines: Places) -> tuple[Linear, Linear]:
    live = lines[asked.truth[lines]]
    return learn_alarm(material, asked, lines), _learn_kinds(material, asked, live)


def _held_out(
    material: Material, asked: AlarmTrainer, train: Places, test: Places
) -> tuple[Doubles, Places]:
    """The margins of lines that were not seen, and their likeliest kinds."""
    alarm, kinds = _learn(material, asked, train)
    wide = material.wide[test]
    return alarm.scores(wide)[:, 0], kinds.scores(wide).argmax(axis=1)


def _learn_kinds(material: Material, asked: AlarmTrainer, live: Places) -> Linear:
    """One column for each kind, also for those that these lines lack."""
    labels = asked.labels[live]
    classes = np.unique(labels)
    columns = material.wide.shape[1]
    coefficients = np.zeros((columns, len(asked.kinds)))
    intercepts = np.full(len(asked.kinds), -9.0)
    if len(classes) == 1:
        intercepts[classes] = 1.0
        return Linear(coefficients=coefficients, intercepts=intercepts)
    learnt = ridge(
        material.rows[live],
        material.means[live],
        labels,
        np.ones(len(labels)),
        alpha=material.settings.ridge_alpha,
    ).one_each(len(classes))
    coefficients[:, classes] = learnt.coefficients
    intercepts[classes] = learnt.intercepts
    return Linear(coefficients=coefficients, intercepts=intercepts)


def sort_of(line: Line) -> str:
    """What a line is to the alarm: `live`, `near` a miss, `talk`, or another `request`."""
    if line.emergency is not None:
        return "live"
    if line.source.startswith(NEAR_MISSES):
        return "near"
    return "talk" if line.gate is Gate.NEITHER else "request"
