"""Training on a small corpus made here: what comes out is a usable, reproducible model."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import store
from classifiers.errors import CorpusError
from classifiers.labels import Gate
from classifiers.train import train


def test_a_trained_model_tells_requests_from_talk(small_model: Path) -> None:
    model = store.load(small_model)

    request, talk = model.predict(["三栋的路灯坏了好几天了", "今天晚上吃火锅吗哈哈"])

    assert (request.gate, request.category, request.item) == (Gate.REQUEST, "GY", "GY-11")
    assert talk.gate is Gate.NEITHER
    assert (talk.item, talk.category, talk.top3) == (None, None, ())


def test_the_same_corpus_and_seed_give_the_same_model(small_corpus: Path, tmp_path: Path) -> None:
    first = train(corpus=small_corpus, directory=tmp_path / "a", seed=3)
    second = train(corpus=small_corpus, directory=tmp_path / "b", seed=3)

    assert first.version == second.version
    assert first.items == second.items


def test_progress_runs_from_nought_to_one(small_corpus: Path, tmp_path: Path) -> None:
    seen: list[float] = []

    train(corpus=small_corpus, directory=tmp_path, progress=lambda _, share: seen.append(share))

    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no usable corpus"):
        train(corpus=tmp_path, directory=tmp_path / "model")
