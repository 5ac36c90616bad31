"""From raw scores to a ranking: which category, which items, how sure.

Used on held-out scores in training (to find the scales) and on every prediction, so that both
mean the same. Category scores and item scores vote on the category; items are then ranked
within and across categories by category probability times share within the category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from classifiers.features import Floats
from classifiers.labels import Category, category_of

CATEGORIES = tuple(Category)


@dataclass(frozen=True, slots=True)
class Scales:
    """How raw scores become log probabilities."""

    category: float
    item: float
    vote: float  # what the items' opinion of the category counts
    slope: float  # of the log-odds of the best category ...
    offset: float  # ... that give the confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One row a text."""

    best: npt.NDArray[np.int64]  # index into CATEGORIES
    chance: Floats  # soft-max share of the best category, not yet calibrated
    order: npt.NDArray[np.int64]  # the three most likely items, the first one in `best`


def categories_of(items: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each item the index of its category."""
    codes = [category.value for category in CATEGORIES]
    return np.array([codes.index(category_of(item)) for item in items], dtype=np.int64)


def rank(scores: Floats, owner: npt.NDArray[np.int64], scales: Scales) -> Ranking:
    """Scores are (categories, then items) a text; `owner` gives each item's category."""
    split = len(CATEGORIES)
    member = (owner[:, None] == np.arange(split)).astype(np.float32)
    items = scores[:, split:] * np.float32(scales.item)
    items -= items.max(axis=1, keepdims=True)
    shares = np.log(np.exp(items) @ member + np.float32(1e-20))
    categories = _log_shares(scores[:, :split] * np.float32(scales.category))
    categories = _log_shares(categories + np.float32(scales.vote) * shares)
    best = categories.argmax(axis=1)
    items += (categories - shares) @ member.T
    chance = np.exp(categories[np.arange(len(best)), best])
    return Ranking(best=best, chance=chance, order=_three(items, owner, best))


def _three(
    joint: Floats, owner: npt.NDArray[np.int64], best: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The three best of each row, the first of them of the best category; spoils `joint`."""
    rows = np.arange(len(joint))
    order = np.empty((len(joint), min(3, joint.shape[1])), dtype=np.int64)
    order[:, 0] = joint.argmax(axis=1)
    strays = np.flatnonzero(owner[order[:, 0]] != best)
    if len(strays):
        inside = np.where(owner == best[strays, None], joint[strays], -np.inf)
        order[strays, 0] = inside.argmax(axis=1)
    for place in range(1, order.shape[1]):
        joint[rows, order[:, place - 1]] = -np.inf
        order[:, place] = joint.argmax(axis=1)
    return order


def confidence(ranking: Ranking, scales: Scales) -> Floats:
    """Calibrated probability that the best category is right."""
    share = np.clip(ranking.chance.astype(np.float64), 1e-6, 1 - 1e-6)
    margin = scales.slope * np.log(share / (1 - share)) + scales.offset
    return (1.0 / (1.0 + np.exp(-np.clip(margin, -30, 30)))).astype(np.float32)


def _log_shares(scores: Floats) -> Floats:
    top = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(axis=1, keepdims=True)))
