"""Sorting: what is held out is asked of the same model that is put together at the end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers.data import read_corpus
from classifiers.pipeline import prepare
from classifiers.semantics import read_table
from classifiers.settings import Settings
from classifiers.trainer import items_of, labelled, learn_sorting


@pytest.mark.parametrize("part", [slice(None), slice(0, None, 2), slice(3, 20)])
def test_the_parts_say_what_the_whole_says(
    small_corpus: Path, small_words: Path, part: slice
) -> None:
    lines = read_corpus(small_corpus).lines
    prepared = prepare(lines, read_table(small_words), settings=Settings(), seed=1)
    material, chosen = prepared.material, labelled(lines)
    sorting = learn_sorting(material, chosen[part], items_of(lines))
    whole = sorting.whole(prepared.smoother)

    parts = sorting.scores(material.rows, material.wide)
    assert parts == pytest.approx(
        np.asarray(material.rows @ whole.coefficients + whole.intercepts), abs=1e-4
    )
