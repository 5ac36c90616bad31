"""Learning what an encoder's vectors say beside the linear scores.

In: lines, the short rows of their vectors, and what linear models that had not seen a line said of
it. Out: `Heads`, and the joint held-out answers. Each question has a small network with one hidden
layer of its own; how much it counts beside the linear model is learnt (gate) or set (categories
and items) on lines that neither had seen. A line without a vector is left out.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from classifiers.alarm import AlarmLearnt, AlarmTrainer
from classifiers.calibration import Doubles, Truth, logistic
from classifiers.data import Line
from classifiers.features import Floats
from classifiers.folds import Places, grouped_folds
from classifiers.gate import SAID, GateLearnt, best_threshold, gate_folds
from classifiers.labels import Gate, is_open
from classifiers.linear import even_weights
from classifiers.ranking import CATEGORIES, Ranking, Scales, confidence
from classifiers.settings import Settings
from classifiers.trainer import categories_said, fit_scales
from classifiers.vectors import Vectors
from classifiers.weights import Heads, HeldOut, Net

Folds = list[tuple[Places, Places]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsLearnt:
    """The heads, and what joint models that had not seen a line said of it."""

    heads: Heads
    held_out: HeldOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One question: rows, right answers and what each row weighs."""

    rows: Floats
    labels: npt.NDArray[np.int64]
    weights: Doubles
    width: int  # answers
    hidden: int
    rounds: int
    shrinkage: float


def learn_net(task: Task, chosen: Places, *, seed: int) -> Net:
    """A network for the chosen rows; says nothing about answers that none of them has."""
    labels = task.labels[chosen]
    classes = np.unique(labels)
    if len(classes) < 2:
        return Net.silent(task.rows.shape[1], task.width)
    model = MLPClassifier(
        (task.hidden,),
        alpha=task.shrinkage,
        batch_size=min(256, len(chosen)),
        max_iter=task.rounds,
        random_state=seed,
    )
    model.fit(task.rows[chosen], labels, sample_weight=task.weights[chosen])
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


def learn_nets(task: Task, subsets: Sequence[Places], *, seed: int) -> list[Net]:
    """A network for each subset, two at a time.

    Each is learnt by one thread: a second one only makes so small multiplications slower, and the
    figures would depend on how many there are.
    """
    with warnings.catch_warnings(), threadpool_limits(1), ThreadPoolExecutor(2) as executor:
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of rounds is the choice
        return list(executor.map(lambda chosen: learn_net(task, chosen, seed=seed), subsets))


def learn_beside(
    task: Task, folds: Folds, known: Truth, *, seed: int
) -> tuple[Net, npt.NDArray[np.float32]]:
    """The network for all known rows, and what networks that had not seen a row say of it; nought
    where there is no row.
    """
    subsets = [np.flatnonzero(known), *(train[known[train]] for train, _ in folds)]
    whole, *parts = learn_nets(task, subsets, seed=seed)
    said = np.zeros((len(task.rows), task.width), dtype=np.float32)
    for net, (_, test) in zip(parts, folds, strict=True):
        seen = test[known[test]]
        said[seen] = net(task.rows[seen])
    return whole, said


def stacked(
    net: Net, said: npt.NDArray[np.float32], odds: Doubles, truth: Truth, weights: Doubles
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
    """Learns all heads from the lines whose vectors are known."""

    lines: Sequence[Line]
    vectors: Vectors
    settings: Settings
    seed: int

    def learn(
        self,
        gate: GateLearnt,
        items: tuple[str, ...],
        scores: Floats,
        first: HeldOut,
        *,
        alarm: AlarmTrainer,
        alarmed: AlarmLearnt,
    ) -> HeadsLearnt:
        """`scores` (of the labelled lines) and `first` are what linear models say, held out."""
        request, question, known, odds = self._gate(gate)
        emergency, share, alarm_odds = self._alarm(alarm, alarmed)
        categories, by_item, scales, ranking = self._sorter(first.sorted, items, scores)
        chances = np.where(self.vectors.known[gate.lines], logistic(odds), gate.held_out)
        passed = np.array([self.lines[k].gate != Gate.NEITHER for k in gate.lines])
        said = np.array([self.lines[k].register in SAID for k in gate.lines])
        threshold = best_threshold(chances, passed, said, false_alarms=self.settings.false_alarms)
        heads = Heads(
            encoder=self.vectors.encoder,
            projection=self.vectors.projection,
            request=request,
            question=question,
            emergency=emergency,
            categories=categories,
            items=by_item,
            known=np.append(known, np.float32(share)),
            scales=scales,
            passing=float(np.quantile(gate.held_out[passed], 1.0 - self.settings.encoded)),
            threshold=threshold,
        )
        joint = replace(
            first,
            request=chances,
            threshold=threshold,
            ranking=ranking,
            confidence=confidence(ranking, scales),
            emergency=np.where(self.vectors.known, logistic(alarm_odds), alarmed.held_out),
        )
        return HeadsLearnt(heads=heads, held_out=joint)

    def _gate(self, gate: GateLearnt) -> tuple[Net, Net, Floats, Doubles]:
        gates = np.array([self.lines[k].gate.value for k in gate.lines])
        passed = gates != Gate.NEITHER
        request, share, odds = self._beside(gate.lines, passed, gate.odds)
        asks = gates[passed] == Gate.QUESTION
        question, asking_share, _ = self._beside(gate.lines[passed], asks, gate.asking)
        known = np.array([share, asking_share], dtype=np.float32)
        return request, question, known, odds + share * gate.shift

    def _beside(self, chosen: Places, truth: Truth, odds: Doubles) -> tuple[Net, float, Doubles]:
        """The network of one of the gate's questions, and so on as `stacked`."""
        names = [str(value) for value in truth]
        task = Task(
            rows=self.vectors.rows[chosen],
            labels=truth.astype(np.int64),
            weights=even_weights(names, names, fine_power=0.0, coarse_power=1.0),
            width=1,
            hidden=self.settings.gate_net,
            rounds=self.settings.gate_rounds,
            shrinkage=self.settings.net_shrinkage,
        )
        folds = gate_folds(self.lines, chosen, count=self.settings.gate_folds, seed=self.seed)
        net, said = learn_beside(task, folds, self.vectors.known[chosen], seed=self.seed)
        return stacked(net, said[:, 0], odds, truth, task.weights * self.vectors.known[chosen])

    def _alarm(self, alarm: AlarmTrainer, learnt: AlarmLearnt) -> tuple[Net, float, Doubles]:
        """The same for emergencies. Lines are weighted for the network as for the linear alarm,
        for the probability they count alike.
        """
        truth = np.array([line.emergency is not None for line in self.lines])
        task = Task(
            rows=self.vectors.rows,
            labels=truth.astype(np.int64),
            weights=alarm.weights(),
            width=1,
            hidden=self.settings.alarm_net,
            rounds=self.settings.alarm_rounds,
            shrinkage=self.settings.net_shrinkage,
        )
        known = self.vectors.known
        net, said = learn_beside(task, alarm.folds(), known, seed=self.seed)
        return stacked(net, said[:, 0], learnt.odds, truth, known.astype(np.float64))

    def _sorter(
        self, labelled: Places, items: tuple[str, ...], scores: Floats
    ) -> tuple[Net, Net, Scales, Ranking]:
        settings = self.settings
        codes = [self.lines[k].item or "" for k in labelled]
        coarse = [code.partition("-")[0] for code in codes]
        known = self.vectors.known[labelled]
        truth = categories_said(self.lines, labelled)
        category = Task(
            rows=self.vectors.rows[labelled],
            labels=truth,
            weights=even_weights(codes, coarse, fine_power=0.5, coarse_power=1.0),
            width=len(CATEGORIES),
            hidden=settings.category_net,
            rounds=settings.category_rounds,
            shrinkage=settings.net_shrinkage,
        )
        item = replace(
            category,
            labels=np.array([-1 if is_open(code) else items.index(code) for code in codes]),
            weights=even_weights(codes, codes, fine_power=0.0, coarse_power=0.3),
            width=len(items),
            hidden=settings.item_net,
            rounds=settings.item_rounds,
        )
        closed = known & (item.labels >= 0)
        folds = grouped_folds(self.lines, labelled, count=settings.folds, seed=self.seed)
        nets = []
        joint = scores.copy()
        first = len(CATEGORIES)
        for task, usable, share, columns in (
            (category, known, settings.category_share, slice(0, first)),
            (item, closed, settings.item_share, slice(first, None)),
        ):
            net, said = learn_beside(task, folds, usable, seed=self.seed)
            joint[:, columns] += np.float32(share) * said
            nets.append(net.times(share))
        scales, ranking = fit_scales(joint, truth, items, settings)
        return nets[0], nets[1], scales, ranking
