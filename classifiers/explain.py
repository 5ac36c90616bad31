"""What the model saw in a sentence: its runs of characters and how they pulled.

In: a loaded model and a text. Out: for the category said and for the gate the runs with the
strongest pull, either way. For people to look at; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifiers.features import LONGEST, word_buckets
from classifiers.predict import LinearClassifier
from classifiers.ranking import CATEGORIES
from classifiers.text import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One run of characters: how much it spoke for the category said, and for the desk."""

    run: str
    category: float
    desk: float


def explain(model: LinearClassifier, text: str, *, limit: int = 12) -> tuple[Pull, ...]:
    """The runs that pulled most for or against what `rank` says of this text."""
    answer = model.rank([text])[0]
    if answer.category is None:
        return ()
    read = normalise(text)
    runs = sorted(
        {
            read[start : start + size]
            for size in range(1, LONGEST + 1)
            for start in range(len(read) - size + 1)
            if " " not in read[start : start + size]
        }
    )
    columns = model.vectoriser.column_[word_buckets(runs)]
    row = model.vectoriser.transform([text]).toarray()[0]
    codes = [category.value for category in CATEGORIES]
    weights = model.weights
    direction = weights.outputs[:, codes.index(answer.category)]
    others = weights.outputs[:, : len(codes)].mean(axis=1)
    pulls = [
        Pull(
            run=run,
            category=float(row[column] * (model.shared[column] @ (direction - others))),
            desk=float(row[column] * weights.gate[column, 0]),
        )
        for run, column in zip(runs, columns.tolist(), strict=True)
        if column >= 0 and row[column]
    ]
    order = np.argsort([-abs(pull.category) for pull in pulls], kind="stable")[:limit]
    return tuple(pulls[place] for place in order)
