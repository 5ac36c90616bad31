"""Learning to sort: which category is a request, and which item.

In: vectors of all lines. Out: coefficients, scales and what models that had not seen a line said of
it. How texts become vectors and where models are stored is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from classifiers.calibration import log_odds, platt
from classifiers.crew import Job
from classifiers.data import Line
from classifiers.features import Floats, Sparse
from classifiers.folds import Folds, Places, grouped_folds
from classifiers.labels import Category, category_of, is_open
from classifiers.linear import (
    Bayes,
    Doubles,
    Labels,
    Linear,
    Smoother,
    complement_bayes,
    even_weights,
    pieces,
    support_vectors,
)
from classifiers.material import Material
from classifiers.ranking import CATEGORIES, Ranking, Scales, categories_of, rank
from classifiers.ridge import ridge
from classifiers.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """Each item of a category against the others of it; of wide rows."""

    items: Labels
    columns: Labels  # that occur in the category
    coefficients: Doubles  # of these
    intercepts: Doubles


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """What sorts requests, in the parts in which it was learnt. Put together it is one number for
    each of all columns and labels, a thousand times as many as there are lines: what is held out
    is asked of the parts."""

    labels: Labels  # numbers of the categories that the lines had ...
    ridge: Linear  # ... of wide rows
    bayes: Bayes
    items: Labels  # ... and of the items
    items_bayes: Bayes
    inner: tuple[Inner, ...]
    width: int  # of all items
    settings: Settings

    def scores(self, rows: Sparse, wide: Sparse) -> Floats:
        """Of all categories and items."""
        said = np.zeros((rows.shape[0], len(CATEGORIES) + self.width), dtype=np.float32)
        share, by_item = self.settings.category_bayes, said[:, len(CATEGORIES) :]
        said[:, self.labels] = wide @ self.ridge.coefficients + share * self.bayes.scores(rows)
        by_item[:, self.items] = self.settings.item_bayes * self.items_bayes.scores(rows)
        for part in self.inner:
            by_item[:, part.items] += wide[:, part.columns] @ part.coefficients
        said += self._intercepts()
        return said

    def whole(self, smoother: Smoother) -> Linear:
        """Coefficients for all categories, then all items, of (narrow) rows."""
        first, (columns, dimensions) = len(CATEGORIES), smoother.vectors.shape
        found = np.zeros((columns, first + self.width), dtype=np.float32)
        of_means = np.zeros((dimensions, first + self.width))
        of_means[:, self.labels] = self.ridge.coefficients[columns:]
        for part in self.inner:
            behind = part.columns >= columns
            places = np.ix_(part.columns[behind] - columns, first + part.items)
            of_means[places] = part.coefficients[behind]
        for piece in pieces(columns):
            found[piece] = smoother.fold(of_means, piece)
            found[piece, self.labels] += self.ridge.coefficients[:columns][piece]
            share = self.settings.category_bayes
            found[piece, self.labels] += share * self.bayes.coefficients(piece)
            share = self.settings.item_bayes
            found[piece, first + self.items] += share * self.items_bayes.coefficients(piece)
        for part in self.inner:
            own = part.columns < columns
            places = np.ix_(part.columns[own], first + part.items)
            found[places] += part.coefficients[own]
        return Linear(coefficients=found, intercepts=self._intercepts())

    def _intercepts(self) -> Doubles:
        first = len(CATEGORIES)
        found = np.full(first + self.width, -9.0)
        found[self.labels] = self.ridge.intercepts
        found[CATEGORIES.index(Category.NOT_FOR_THE_GRID)] -= self.settings.reluctance
        found[first + self.items] = 0.0
        for part in self.inner:
            found[first + part.items] += part.intercepts
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SorterTrainer:
    """Asks for category and item of all lines that have one."""

    labelled: Places
    items: tuple[str, ...]
    folds: Folds

    def jobs(self) -> list[Job]:
        """Both learnt from all these lines, then what is held out."""
        cost = len(self.labelled) / 2_000
        return [
            Job(work=learn_sorting, arguments=(self.labelled, self.items), here=True, cost=cost),
            *(
                Job(work=_held_out, arguments=(of_train, self.items, of_test), cost=cost)
                for train, test in self.folds
                for of_train, of_test in ((self.labelled[train], self.labelled[test]),)
            ),
        ]

    def held_out(self, answers: Sequence[Any]) -> Floats:
        """Scores of all labelled lines by learners that had not seen them."""
        scores = np.zeros((len(self.labelled), len(CATEGORIES) + len(self.items)), np.float32)
        for (_, test), said in zip(self.folds, answers, strict=True):
            scores[test] = said
        return scores


def sorter_trainer(material: Material) -> SorterTrainer:
    """The sorter's questions about these lines."""
    chosen = labelled(material.lines)
    count, seed = material.settings.folds, material.seed
    return SorterTrainer(
        labelled=chosen,
        items=items_of(material.lines),
        folds=grouped_folds(material.lines, chosen, count=count, seed=seed),
    )


def labelled(lines: Sequence[Line]) -> Places:
    """The lines that have a category."""
    return np.array([k for k, line in enumerate(lines) if line.item], dtype=np.int64)


def items_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """All items with a line of their own, in order."""
    return tuple(sorted({x.item for x in lines if x.item and not is_open(x.item)}))


def learn_sorting(material: Material, chosen: Places, items: tuple[str, ...]) -> Sorting:
    """Learnt from the chosen lines."""
    settings = material.settings
    codes = np.array([material.lines[k].item or "" for k in chosen])
    coarse = [category_of(code) for code in codes.tolist()]
    weights = even_weights(codes.tolist(), coarse, fine_power=0.5, coarse_power=1.0)
    labels = np.array([CATEGORIES.index(Category(code)) for code in coarse])
    rows = material.rows[chosen]
    whole = ridge(rows, material.means[chosen], labels, weights, alpha=settings.ridge_alpha)
    bayes = complement_bayes(rows, labels, weights, alpha=settings.bayes_alpha)
    closed = np.array([not is_open(code) for code in codes.tolist()])
    own = chosen[closed]
    place = {item: number for number, item in enumerate(items)}
    fine = np.array([place[code] for code in codes[closed].tolist()])
    names = codes[closed].tolist()
    evenly = even_weights(names, names, fine_power=0.0, coarse_power=0.3)
    return Sorting(
        labels=np.unique(labels),
        ridge=whole.one_each(len(np.unique(labels))),
        bayes=bayes,
        items=np.unique(fine),
        items_bayes=complement_bayes(material.rows[own], fine, evenly, alpha=settings.bayes_alpha),
        inner=_inner(material, own, fine, evenly),
        width=len(items),
        settings=settings,
    )


def _inner(
    material: Material, chosen: Places, labels: Labels, weights: Doubles
) -> tuple[Inner, ...]:
    """One for each category that the chosen lines have."""
    owners = np.array([category_of(material.lines[k].item or "") for k in chosen])
    found = []
    for owner in sorted(set(owners.tolist())):
        part = np.flatnonzero(owners == owner)
        learnt = support_vectors(
            material.wide[chosen[part]],
            labels[part],
            weights[part],
            c=material.settings.item_c,
            seed=material.seed,
        )
        classes = np.unique(labels[part])
        learnt = learnt.one_each(len(classes))
        columns = np.flatnonzero(learnt.coefficients.any(axis=1))
        found.append(
            Inner(
                items=classes,
                columns=columns,
                coefficients=learnt.coefficients[columns],
                intercepts=learnt.intercepts,
            )
        )
    return tuple(found)


def _held_out(material: Material, train: Places, items: tuple[str, ...], test: Places) -> Floats:
    sorting = learn_sorting(material, train, items)
    return sorting.scores(material.rows[test], material.wide[test])


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
