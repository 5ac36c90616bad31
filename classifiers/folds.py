"""How lines are split for honest figures: neighbours stay together, categories are spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.data import Line, group_of

Places = npt.NDArray[np.int64]


def grouped_folds(
    lines: Sequence[Line],
    chosen: Places,
    *,
    count: int,
    seed: int,
    kinds: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
) -> list[tuple[Places, Places]]:
    """(train, test) pairs of places in `chosen`; each place is tested once. `kinds`, one for each
    of them, are spread over the folds; categories where nothing else is said. `groups` are kept
    together; stretches of a file where nothing else is said."""
    groups = groups or [group_of(lines[k]) for k in chosen]
    kinds = kinds or [lines[k].category or "" for k in chosen]
    splitter = StratifiedGroupKFold(min(count, len(set(groups))), shuffle=True, random_state=seed)
    return list(splitter.split(chosen, kinds, groups))
