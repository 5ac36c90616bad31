"""How lines are split for honest figures: neighbours stay together, categories are spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from classifiers.data import Line, group_of

Places = npt.NDArray[np.int64]


def grouped_folds(
    lines: Sequence[Line], chosen: Places, *, count: int, seed: int
) -> list[tuple[Places, Places]]:
    """(train, test) pairs of places in `chosen`; each place is tested once."""
    groups = [group_of(lines[k]) for k in chosen]
    kinds = [lines[k].category or "" for k in chosen]
    splitter = StratifiedGroupKFold(min(count, len(set(groups))), shuffle=True, random_state=seed)
    return list(splitter.split(chosen, kinds, groups))
