"""Learning what an encoder's vectors say beside the linear scores.

In: lines, the short rows of their vectors, and what linear models that had not seen a line said of
it. Out: `Heads`, and the joint held-out answers. Each question has a small network with one hidden
layer of its own; how much it counts beside the linear model is learnt (gate) or set (categories
and items) on lines that neither had seen. A line without a vector is left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from classifiers.alarm import AlarmLearnt, AlarmTrainer
from classifiers.calibration import Doubles, Truth, logistic
from classifiers.crew import Job
from classifiers.data import Line
from classifiers.features import Floats
from classifiers.folds import Folds, Places
from classifiers.gate import GateLearnt, GateTrainer, Question, best_threshold
from classifiers.labels import category_of
from classifiers.linear import even_weights
from classifiers.material import Material
from classifiers.ranking import CATEGORIES, Ranking, Scales, confidence
from classifiers.settings import Settings
from classifiers.trainer import SorterTrainer, categories_said, fit_scales
from classifiers.vectors import Vectors
from classifiers.weights import Heads, HeldOut, Net


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsLearnt:
    """The heads, and what joint models that had not seen a line said of it."""

    heads: Heads
    held_out: HeldOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One question: right answers, what each line weighs, and the network that is to learn them."""

    labels: Places
    weights: Doubles
    width: int  # answers
    hidden: int
    rounds: int
    shrinkage: float

    def of(self, places: Places) -> Task:
        """About these of its lines."""
        return replace(self, labels=self.labels[places], weights=self.weights[places])


def learn_net(material: Material, task: Task, lines: Places) -> Net:
    """A network for these lines; says nothing about answers that none of them has."""
    assert material.encoded is not None
    rows, classes = material.encoded[lines], np.unique(task.labels)
    if len(classes) < 2:
        return Net.silent(rows.shape[1], task.width)
    model = MLPClassifier(
        (task.hidden,),
        alpha=task.shrinkage,
        batch_size=min(256, len(rows)),
        max_iter=task.rounds,
        random_state=material.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of rounds is the choice
        model.fit(rows, task.labels, sample_weight=task.weights)
    (hidden, out), (hidden_bias, out_bias) = model.coefs_, model.intercepts_
    wide = np.zeros((task.hidden, task.width), dtype=np.float32)
    bias = np.zeros(task.width, dtype=np.float32)
    places = [0] if task.width == 1 else classes
    if task.width > 1 and len(classes) == 2:
        out, out_bias = np.hstack([-out, out]) / 2, np.concatenate([-out_bias, out_bias]) / 2
    wide[:, places], bias[places] = out, out_bias
    return Net(
        hidden=hidden.astype(np.float32),
        hidden_bias=hidden_bias.astype(np.float32),
        out=wide,
        out_bias=bias,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of some lines, and how these are divided for holding out."""

    task: Task
    lines: Places
    usable: Truth  # of these lines: whether there is something to learn from
    folds: Folds

    def jobs(self) -> list[Job]:
        """A network for all usable lines, then what is held out."""
        cost = len(self.lines) * self.task.hidden * self.task.rounds / 10e6
        places = np.flatnonzero(self.usable)
        whole = Job(work=learn_net, arguments=(self.task.of(places), self.lines[places]), cost=cost)
        return [whole, *(self._fold(train, test, cost) for train, test in self.folds)]

    def _fold(self, train: Places, test: Places, cost: float) -> Job:
        train, test = train[self.usable[train]], test[self.usable[test]]
        arguments = (self.task.of(train), self.lines[train], self.lines[test])
        return Job(work=_held_out, arguments=arguments, cost=cost)

    def said(self, answers: Sequence[Any]) -> Floats:
        """What networks that had not seen a line say of it; nought of what is not usable."""
        found = np.zeros((len(self.lines), self.task.width), dtype=np.float32)
        for (_, test), said in zip(self.folds, answers, strict=True):
            found[test[self.usable[test]]] = said
        return found


def _held_out(material: Material, task: Task, lines: Places, others: Places) -> Floats:
    assert material.encoded is not None
    return learn_net(material, task, lines)(material.encoded[others])


def stacked(
    net: Net, said: Floats, odds: Doubles, truth: Truth, weights: Doubles
) -> tuple[Net, float, Doubles]:
    """A network scaled so that it can be added to linear log-odds, what these count beside it, and
    the joint log-odds of lines that neither had seen. A line that weighs nothing tells nothing.
    """
    told = weights > 0
    if len(np.unique(truth[told])) < 2:
        return net.times(0.0), 1.0, odds
    stack = LogisticRegression(C=100.0)
    pair = np.stack([odds, said], axis=1)
    stack.fit(pair[told], truth[told], sample_weight=weights[told])
    share, own = (float(value) for value in stack.coef_[0])
    net = net.times(own)
    joint = np.asarray(stack.decision_function(pair))
    return replace(net, out_bias=net.out_bias + np.float32(stack.intercept_[0])), share, joint


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTrainer:
    """Asks everything of the lines whose vectors are known."""

    lines: Sequence[Line]
    vectors: Vectors
    settings: Settings
    gate: GateTrainer
    sorter: SorterTrainer
    request: Asked
    question: Asked
    emergency: Asked
    categories: Asked
    items: Asked

    def jobs(self) -> list[Job]:
        """Those of all questions."""
        return [job for asked in self._questions() for job in asked.jobs()]

    def _questions(self) -> tuple[Asked, ...]:
        return self.request, self.question, self.emergency, self.categories, self.items

    def learnt(
        self,
        answers: Sequence[Any],
        gate: GateLearnt,
        alarm: AlarmLearnt,
        *,
        scores: Floats,
        first: HeldOut,
    ) -> HeadsLearnt:
        """`scores` (of the labelled lines) and `first` are what linear models say, held out."""
        nets, said = self._split(answers)
        request, share, odds = self._beside(self.request, nets[0], said[0], gate.odds)
        question, by_question, _ = self._beside(self.question, nets[1], said[1], gate.asking)
        emergency, by_alarm, alarmed = self._beside(self.emergency, nets[2], said[2], alarm.odds)
        categories, items, scales, ranking = self._sorted(nets[3:], said[3:], scores)
        chances, threshold = self._passing(odds + share * gate.shift, gate)
        heads = Heads(
            encoder=self.vectors.encoder,
            projection=self.vectors.projection,
            request=request,
            question=question,
            emergency=emergency,
            categories=categories,
            items=items,
            known=np.array([share, by_question, by_alarm], dtype=np.float32),
            scales=scales,
            passing=float(
                np.quantile(gate.held_out[self.gate.desk.truth], 1.0 - self.settings.encoded)
            ),
            threshold=threshold,
        )
        joint = replace(
            first,
            request=chances,
            threshold=threshold,
            ranking=ranking,
            confidence=confidence(ranking, scales),
            emergency=np.where(self.vectors.known, logistic(alarmed), alarm.held_out),
        )
        return HeadsLearnt(heads=heads, held_out=joint)

    def _split(self, answers: Sequence[Any]) -> tuple[list[Net], list[Floats]]:
        """Of each question the network, and what others said that had not seen a line."""
        rest = iter(answers)
        nets, said = [], []
        for asked in self._questions():
            nets.append(next(rest))
            said.append(asked.said([next(rest) for _ in asked.folds]))
        return nets, said

    def _passing(self, odds: Doubles, gate: GateLearnt) -> tuple[Doubles, float]:
        """Joint probabilities that lines are for the desk, and from which one they are."""
        desk = self.gate.desk
        chances = np.where(self.vectors.known[desk.lines], logistic(odds), gate.held_out)
        alarms = self.settings.false_alarms
        return chances, best_threshold(chances, desk.truth, self.gate.said, false_alarms=alarms)

    def _beside(
        self, asked: Asked, net: Net, said: Floats, odds: Doubles
    ) -> tuple[Net, float, Doubles]:
        """As `stacked`. Lines are weighted for the alarm's network as for the linear alarm, for its
        probability they count alike.
        """
        weights = np.ones(len(odds)) if asked is self.emergency else asked.task.weights
        truth = asked.task.labels > 0
        return stacked(net, said[:, 0], odds, truth, weights * self.vectors.known[asked.lines])

    def _sorted(
        self, nets: Sequence[Net], said: Sequence[Floats], scores: Floats
    ) -> tuple[Net, Net, Scales, Ranking]:
        settings = self.settings
        joint, first = scores.copy(), len(CATEGORIES)
        joint[:, :first] += np.float32(settings.category_share) * said[0]
        joint[:, first:] += np.float32(settings.item_share) * said[1]
        truth = categories_said(self.lines, self.sorter.labelled)
        scales, ranking = fit_scales(joint, truth, self.sorter.items, settings)
        categories, items = nets
        return (
            categories.times(settings.category_share),
            items.times(settings.item_share),
            scales,
            ranking,
        )


def head_trainer(
    material: Material,
    vectors: Vectors,
    gate: GateTrainer,
    alarm: AlarmTrainer,
    sorter: SorterTrainer,
) -> HeadTrainer:
    """The same questions as the linear models are asked, with the same lines held out."""
    settings = material.settings
    of_gate = (settings.gate_net, settings.gate_rounds)
    everything = np.arange(len(material.lines))
    coarse, fine = _sorting_tasks(material, sorter)

    def asked(task: Task, lines: Places, folds: Folds) -> Asked:
        usable = vectors.known[lines] & (task.labels >= 0)
        return Asked(task=task, lines=lines, usable=usable, folds=folds)

    def of_question(question: Question) -> Asked:
        task = _yes_or_no(question.truth, question.weights, of_gate, settings)
        return asked(task, question.lines, question.folds)

    by_alarm = (settings.alarm_net, settings.alarm_rounds)
    return HeadTrainer(
        lines=material.lines,
        vectors=vectors,
        settings=settings,
        gate=gate,
        sorter=sorter,
        request=of_question(gate.desk),
        question=of_question(gate.asking),
        emergency=asked(
            _yes_or_no(alarm.truth, alarm.weights, by_alarm, settings), everything, alarm.folds
        ),
        categories=asked(coarse, sorter.labelled, sorter.folds),
        items=asked(fine, sorter.labelled, sorter.folds),
    )


def _yes_or_no(truth: Truth, weights: Doubles, size: tuple[int, int], settings: Settings) -> Task:
    return Task(
        labels=truth.astype(np.int64),
        weights=weights,
        width=1,
        hidden=size[0],
        rounds=size[1],
        shrinkage=settings.net_shrinkage,
    )


def _sorting_tasks(material: Material, sorter: SorterTrainer) -> tuple[Task, Task]:
    """Of categories and of items; -1 for lines that have a category only."""
    settings, items = material.settings, sorter.items
    codes = [material.lines[k].item or "" for k in sorter.labelled]
    coarse = [category_of(code) for code in codes]
    number = {item: place for place, item in enumerate(items)}
    categories = Task(
        labels=categories_said(material.lines, sorter.labelled),
        weights=even_weights(codes, coarse, fine_power=0.5, coarse_power=1.0),
        width=len(CATEGORIES),
        hidden=settings.category_net,
        rounds=settings.category_rounds,
        shrinkage=settings.net_shrinkage,
    )
    return categories, replace(
        categories,
        labels=np.array([number.get(code, -1) for code in codes], dtype=np.int64),
        weights=even_weights(codes, codes, fine_power=0.0, coarse_power=0.3),
        width=len(items),
        hidden=settings.item_net,
        rounds=settings.item_rounds,
    )
