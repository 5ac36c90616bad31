"""How lines are split for honest figures: neighbours stay together, categories are spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.data import CORRECTIONS, Line, group_of

Places = npt.NDArray[np.int64]
Folds = list[tuple[Places, Places]]


def grouped_folds(
    lines: Sequence[Line],
    chosen: Places,
    *,
    count: int,
    seed: int,
    kinds: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
) -> Folds:
    """(train, test) pairs of places in `chosen`; each place is tested once. `kinds`, one for each
    of them, are spread over the folds; categories where nothing else is said. `groups` are kept
    together; stretches of a file where nothing else is said."""
    added = np.array([lines[k].batch == CORRECTIONS for k in chosen], dtype=np.bool_)
    groups = groups or [group_of(lines[k]) for k in chosen]
    kinds = kinds or [lines[k].category or "" for k in chosen]
    own = np.flatnonzero(~added)
    splitter = StratifiedGroupKFold(
        min(count, len({groups[k] for k in own.tolist()})), shuffle=True, random_state=seed
    )
    parts = splitter.split(own, [kinds[k] for k in own.tolist()], [groups[k] for k in own.tolist()])
    found = [(own[train], own[test]) for train, test in parts]
    return _with_added(found, np.flatnonzero(added)) if added.any() else found


def _with_added(folds: Folds, added: Places) -> Folds:
    """Corrections dealt out to folds that are as they would be without them: what changes in the
    figures of the corpus is what was learnt from them, not the luck of another division."""
    count = len(folds)
    return [
        (
            np.concatenate([train, np.delete(added, np.s_[number::count])]),
            np.concatenate([test, added[number::count]]),
        )
        for number, (train, test) in enumerate(folds)
    ]
