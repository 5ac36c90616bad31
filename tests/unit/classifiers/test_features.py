"""Vectors: unit length, the same alone and in a batch, words wherever they stand."""

from __future__ import annotations

import numpy as np
import pytest

from classifiers.data import default_corpus, read_corpus
from classifiers.features import Vectoriser, word_buckets

TEXTS = ["路灯坏了", "电梯坏了没人修", "今天天气好", "电梯电梯电梯", "路灯不亮"]


@pytest.fixture
def vectoriser() -> Vectoriser:
    return Vectoriser(min_df=1).fit(TEXTS, ["路灯", "升降机"])


def test_rows_have_unit_length(vectoriser: Vectoriser) -> None:
    rows = vectoriser.transform(TEXTS)

    np.testing.assert_allclose(rows.multiply(rows).sum(axis=1), 1.0, rtol=1e-5)


@pytest.mark.parametrize("text", ["", "zzz", "\x00"])
def test_a_text_without_a_known_run_is_a_row_of_zeros(vectoriser: Vectoriser, text: str) -> None:
    assert (
        vectoriser.transform(["路灯", text]).indptr.tolist()[1:]
        == [vectoriser.transform(["路灯"]).nnz] * 2
    )


def test_a_word_counts_wherever_it_stands(vectoriser: Vectoriser) -> None:
    column = vectoriser.column_[word_buckets(["升降机"])][0]

    rows = vectoriser.transform(["三栋升降机又停了", "升降两部机器"])

    assert rows[0, column] > 0
    assert rows[1, column] == 0


def test_repetition_counts_less_and_less(vectoriser: Vectoriser) -> None:
    once, thrice = (vectoriser.transform([x])[0] for x in ("电梯 坏了", "电梯 电梯 电梯 坏了"))
    lift, broken = vectoriser.column_[word_buckets(["电梯", "坏了"])]

    assert 1 < (thrice[0, lift] / thrice[0, broken]) / (once[0, lift] / once[0, broken]) < 3


def test_words_longer_than_four_or_with_spaces_are_refused_or_left_out() -> None:
    assert word_buckets(["五个字的词"]).tolist() == [-1]
    with pytest.raises(ValueError, match="folded text"):
        word_buckets(["路 灯"])


def test_training_and_service_read_alike() -> None:
    texts = [line.text for line in read_corpus(default_corpus()).lines[:4000:20]]
    vectoriser = Vectoriser().fit(texts, ["路灯", "电梯"])

    together = vectoriser.transform(texts).toarray()
    alone = np.vstack([vectoriser.transform([text]).toarray() for text in texts])

    np.testing.assert_array_equal(together, alone)
