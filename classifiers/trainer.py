"""One training run: the learners over the lines that concern them, and the held-out answers.

In: vectors of all lines and the settings. Out: coefficients, scales and what models that had not
seen a line said of it. How texts become vectors and where models are stored is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classifiers.alarm import AlarmTrainer
from classifiers.calibration import log_odds, platt
from classifiers.data import Line
from classifiers.features import Sparse
from classifiers.folds import grouped_folds
from classifiers.gate import GateTrainer
from classifiers.labels import Category, category_of, is_open
from classifiers.linear import (
    Linear,
    Smoother,
    complement_bayes,
    even_weights,
    ridge,
    support_vectors,
)
from classifiers.ranking import CATEGORIES, Ranking, Scales, categories_of, rank
from classifiers.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainer:
    """One training run: the rows of all lines, and the learners over parts of them."""

    lines: Sequence[Line]
    rows: Sparse
    smoother: Smoother
    settings: Settings
    seed: int

    def gate(self) -> GateTrainer:
        """The same run, asking the gate's questions."""
        return GateTrainer(
            lines=self.lines,
            rows=self.rows,
            smoother=self.smoother,
            settings=self.settings,
            seed=self.seed,
        )

    def alarm(self) -> AlarmTrainer:
        """The same run, asking for emergencies."""
        return AlarmTrainer(
            lines=self.lines,
            rows=self.rows,
            smoother=self.smoother,
            settings=self.settings,
            seed=self.seed,
        )

    def labelled(self) -> npt.NDArray[np.int64]:
        """The lines that have a category."""
        return np.array([k for k, line in enumerate(self.lines) if line.item], dtype=np.int64)

    def items(self) -> tuple[str, ...]:
        """All items with a line of their own, in order."""
        return tuple(sorted({x.item for x in self.lines if x.item and not is_open(x.item)}))

    def sorter(self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]) -> Linear:
        """Coefficients for all categories, then all items, learnt from the chosen lines."""
        categories = self._categories(chosen)
        codes = [self.lines[k].item or "" for k in chosen]
        fine = self._items(chosen[[not is_open(code) for code in codes]], items)
        return Linear(
            coefficients=np.hstack([categories.coefficients, fine.coefficients]),
            intercepts=np.concatenate([categories.intercepts, fine.intercepts]),
        )

    def _categories(self, chosen: npt.NDArray[np.int64]) -> Linear:
        codes = [self.lines[k].item or "" for k in chosen]
        coarse = [category_of(code) for code in codes]
        weights = even_weights(codes, coarse, fine_power=0.5, coarse_power=1.0)
        labels = np.array([CATEGORIES.index(Category(code)) for code in coarse])
        rows = self.rows[chosen]
        first = ridge(self.smoother.widen(rows), labels, weights, alpha=self.settings.ridge_alpha)
        narrow = Linear(
            coefficients=self.smoother.narrow(first.coefficients), intercepts=first.intercepts
        )
        second = complement_bayes(rows, labels, weights, alpha=self.settings.bayes_alpha)
        learnt = narrow.plus(second, self.settings.category_bayes)
        learnt = _spread(learnt, np.unique(labels), len(CATEGORIES))
        learnt.intercepts[CATEGORIES.index(Category.NOT_FOR_THE_GRID)] -= self.settings.reluctance
        return learnt

    def _items(self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]) -> Linear:
        """Each item against the others of its category, plus naive Bayes against all items."""
        codes = [self.lines[k].item or "" for k in chosen]
        owners = np.array([category_of(code) for code in codes])
        weights = even_weights(codes, codes, fine_power=0.0, coarse_power=0.3)
        place = {item: number for number, item in enumerate(items)}
        labels = np.array([place[code] for code in codes])
        rows = self.rows[chosen]
        bayes = complement_bayes(rows, labels, weights, alpha=self.settings.bayes_alpha)
        learnt = _spread(bayes, np.unique(labels), len(items))
        wide = self.smoother.widen(rows)
        coefficients = self.settings.item_bayes * learnt.coefficients
        for owner in sorted(set(owners)):
            part = np.flatnonzero(owners == owner)
            inner = support_vectors(
                wide[part], labels[part], weights[part], c=self.settings.item_c, seed=self.seed
            )
            classes = np.unique(labels[part])
            inner = _one_each(inner, len(classes))
            coefficients[:, classes] += self.smoother.narrow(inner.coefficients)
            learnt.intercepts[classes] += inner.intercepts
        return Linear(coefficients=coefficients, intercepts=learnt.intercepts)

    def held_out_scores(
        self, chosen: npt.NDArray[np.int64], items: tuple[str, ...]
    ) -> npt.NDArray[np.float32]:
        """Of all categories and items, by learners that had not seen the line."""
        scores = np.zeros((len(chosen), len(CATEGORIES) + len(items)), dtype=np.float32)
        for train, test in grouped_folds(
            self.lines, chosen, count=self.settings.folds, seed=self.seed
        ):
            fold = self.sorter(chosen[train], items)
            scores[test] = self.rows[chosen[test]] @ fold.coefficients + fold.intercepts
        return scores


def fit_scales(
    scores: npt.NDArray[np.float32],
    categories: npt.NDArray[np.int64],
    items: tuple[str, ...],
    settings: Settings,
) -> tuple[Scales, Ranking]:
    """Scales of the ranking, borne out by held-out scores, and the ranking of those."""
    raw = Scales(
        category=settings.category_scale,
        item=settings.item_scale,
        vote=settings.vote,
        slope=1.0,
        offset=0.0,
    )
    ranking = rank(scores, categories_of(items), raw)
    slope, offset = platt(log_odds(ranking.chance), ranking.best == categories)
    return replace(raw, slope=slope, offset=offset + settings.easier), ranking


def categories_said(lines: Sequence[Line], chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The category of each chosen line, as its number."""
    return np.array([CATEGORIES.index(Category(lines[k].category or "")) for k in chosen])


def _spread(learnt: Linear, classes: npt.NDArray[np.int64], width: int) -> Linear:
    """Columns of the classes that were seen, put among all classes."""
    learnt = _one_each(learnt, len(classes))
    coefficients = np.zeros((len(learnt.coefficients), width))
    intercepts = np.full(width, -9.0)
    coefficients[:, classes] = learnt.coefficients
    intercepts[classes] = learnt.intercepts
    return Linear(coefficients=coefficients, intercepts=intercepts)


def _one_each(learnt: Linear, classes: int) -> Linear:
    """A column for each class, also where two classes share one."""
    if classes != 2 or learnt.coefficients.shape[1] == 2:
        return learnt
    return Linear(
        coefficients=np.hstack([-learnt.coefficients, learnt.coefficients]),
        intercepts=np.concatenate([-learnt.intercepts, learnt.intercepts]),
    )
