"""Learning what neighbours say to each other that is no report: does a text hold something out,
look for a hand or a thing, say that somebody comes to help, call for hands, or plan to act
together.

In: lines and their vectors. Out: one column of coefficients for each kind, with the scale that
makes its margin a probability, borne out by held-out lines. Such lines are few in the corpus and
few in life, so they are weighted; what nearly everybody else says stands against them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifiers.calibration import Doubles, Truth, logistic, platt
from classifiers.crew import Job
from classifiers.data import Line, group_of
from classifiers.features import Floats
from classifiers.folds import Folds, Places, grouped_folds
from classifiers.labels import Gate, Talk
from classifiers.linear import Linear, Smoother, support_vectors
from classifiers.material import Material

TALKS = tuple(Talk)
NEVER = (0.0, -30.0)  # slope and offset of what nothing was learnt about


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkLearnt:
    """One column each, in the order of `TALKS`, and what held-out models said of every line."""

    columns: Floats
    scale: Floats  # slope, offset of each
    held_out: Doubles  # lines x kinds: calibrated probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkTrainer:
    """Asks each question of all lines."""

    columns: int
    truth: Truth  # lines x kinds
    weights: Doubles
    folds: Folds

    def jobs(self) -> list[Job]:
        """All learnt from all lines, then what is held out; nothing where there are none."""
        if not self._asks():
            return []
        cost = len(self.truth) / 10_000
        everything = np.arange(len(self.truth))
        parts = [
            Job(work=_held_out, arguments=(self, train, test), cost=cost)
            for train, test in self.folds
        ]
        return [Job(work=_learn, arguments=(self, everything), cost=cost), *parts]

    def learnt(self, answers: Sequence[Any], smoother: Smoother) -> TalkLearnt:
        """What was learnt, of the answers to the jobs."""
        count = len(TALKS)
        columns = np.zeros((self.columns, count), dtype=np.float32)
        scale = np.tile(np.array(NEVER, dtype=np.float32), (count, 1))
        odds = np.full(self.truth.shape, NEVER[1])
        if answers:
            whole: Linear = answers[0]
            columns[:] = smoother.narrow(whole.coefficients)
            margins = np.zeros(self.truth.shape)
            for (_, test), said in zip(self.folds, answers[1:], strict=True):
                margins[test] = said
            for place in range(count):
                slope, offset = platt(margins[:, place], self.truth[:, place], self.weights)
                odds[:, place] = slope * margins[:, place] + offset
                scale[place] = slope, offset + slope * float(whole.intercepts[place])
        return TalkLearnt(columns=columns, scale=scale, held_out=logistic(odds))

    def _asks(self) -> bool:
        return bool(self.truth.any(axis=0).all())


def talk_trainer(material: Material) -> TalkTrainer:
    """The questions about these lines."""
    lines, settings = material.lines, material.settings
    truth = np.array([[line.talk is kind for kind in TALKS] for line in lines])
    request = np.array([line.gate is not Gate.NEITHER for line in lines])
    weights = np.where(request, settings.talk_request, 1.0)
    weights[truth.any(axis=1)] = settings.talk_live
    return TalkTrainer(
        columns=material.rows.shape[1],
        truth=truth,
        weights=weights,
        folds=_folds(material),
    )


def _folds(material: Material) -> Folds:
    """Folds in which all talk of a file stays together: what is a false alarm is asked of hands
    that were not seen.
    """
    lines = material.lines
    files = [line.source.rpartition(":")[0] for line in lines]
    talk = [line.gate is Gate.NEITHER and line.talk is None for line in lines]
    apart = len({file for file, idle in zip(files, talk, strict=True) if idle}) > 2
    return grouped_folds(
        lines,
        np.arange(len(lines)),
        count=material.settings.folds,
        seed=material.seed,
        kinds=[line.talk or line.gate.value for line in lines],
        groups=[
            file if apart and idle else group_of(line)
            for line, file, idle in zip(lines, files, talk, strict=True)
        ],
    )


def _learn(material: Material, asked: TalkTrainer, lines: Places) -> Linear:
    """One column each, learnt from these lines; of wide rows, on no scale."""
    found = [_learn_one(material, asked, lines, place) for place in range(len(TALKS))]
    return Linear(
        coefficients=np.hstack([one.coefficients for one in found]),
        intercepts=np.concatenate([one.intercepts for one in found]),
    )


def _learn_one(material: Material, asked: TalkTrainer, lines: Places, place: int) -> Linear:
    truth = asked.truth[lines, place]
    if not truth.any():
        columns = material.wide.shape[1]
        return Linear(coefficients=np.zeros((columns, 1)), intercepts=np.array([-1.0]))
    return support_vectors(
        material.wide[lines],
        truth.astype(np.int64),
        asked.weights[lines],
        c=material.settings.talk_c,
        seed=material.seed,
    )


def _held_out(material: Material, asked: TalkTrainer, train: Places, test: Places) -> Doubles:
    """The margins of lines that were not seen."""
    return _learn(material, asked, train).scores(material.wide[test])


def talk_figures(lines: Sequence[Line], held_out: Doubles) -> dict[str, float]:
    """Of each kind: the share that is found, and of what is found the share that is right."""
    figures = {}
    for place, kind in enumerate(TALKS):
        truth = np.array([line.talk is kind for line in lines])
        said = held_out[:, place] >= 0.5
        hits = float((said & truth).sum())
        figures[f"{kind}_recall"] = hits / max(float(truth.sum()), 1.0)
        figures[f"{kind}_precision"] = hits / max(float(said.sum()), 1.0)
    return figures
