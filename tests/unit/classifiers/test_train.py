"""Training on a small corpus made here: what comes out is a usable, reproducible model."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import store
from classifiers.errors import ClassifierError, CorpusError
from classifiers.labels import Gate
from classifiers.train import train


def test_a_trained_model_tells_requests_from_talk(small_model: Path) -> None:
    model = store.load(small_model)

    request, talk = model.predict(["三栋的路灯坏了好几天了", "今天晚上吃火锅吗哈哈"])

    assert (request.gate, request.category, request.item) == (Gate.REQUEST, "GY", "GY-11")
    assert talk.gate is Gate.NEITHER
    assert (talk.item, talk.category, talk.top3) == (None, None, ())


def test_a_word_of_no_line_is_understood_by_its_neighbours(small_model: Path) -> None:
    model = store.load(small_model)

    lamp, lift = model.rank(["街灯", "升降机"])

    assert (lamp.category, lift.category) == ("GY", "WY")


def test_the_same_corpus_and_seed_give_the_same_model(
    small_corpus: Path, small_words: Path, tmp_path: Path
) -> None:
    first = train(corpus=small_corpus, directory=tmp_path / "a", words=small_words, seed=3)
    second = train(corpus=small_corpus, directory=tmp_path / "b", words=small_words, seed=3)

    assert first.version == second.version
    assert first.figures == second.figures


def test_progress_runs_from_nought_to_one(
    small_corpus: Path, small_words: Path, tmp_path: Path
) -> None:
    seen: list[float] = []

    train(
        corpus=small_corpus,
        directory=tmp_path,
        words=small_words,
        progress=lambda _, share: seen.append(share),
    )

    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_the_card_tells_what_the_model_is(small_model: Path) -> None:
    card = store.read_card(small_model)

    assert card.items == ("CG-18", "GY-11", "LD-01", "MS-06", "WY-01")
    assert card.lines == 42
    assert {"request_f1", "category_accuracy", "item_top3", "ece"} <= set(card.figures)
    assert "scikit-learn" in card.libraries


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no usable corpus"):
        train(corpus=tmp_path, directory=tmp_path / "model")


def test_a_missing_table_of_words_is_refused(small_corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ClassifierError, match="no readable table of words"):
        train(corpus=small_corpus, directory=tmp_path / "model", words=tmp_path)
