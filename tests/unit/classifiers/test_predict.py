"""Answers keep their promises on any text whatever."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers import store
from classifiers.api import Classifier
from classifiers.labels import Gate


@pytest.fixture(scope="module")
def model(small_model: Path) -> Classifier:
    return store.load(small_model)


ODD = ["", " ", "\x00\x01", "😀😀😀", "字" * 20_000, "路灯坏了" * 5_000, "\ud800", "zzz", "1" * 500]


@pytest.mark.parametrize("text", ODD)
def test_any_text_gets_an_answer(model: Classifier, text: str) -> None:
    (answer,) = model.predict([text])
    (ranked,) = model.rank([text])

    for each in (answer, ranked):
        assert 0.0 <= each.request_probability <= 1.0
        assert 0.0 <= each.confidence <= 1.0
        assert each.model == model.version
    assert ranked.item == ranked.top3[0]
    assert ranked.category == ranked.item.partition("-")[0]
    assert len(set(ranked.top3)) == 3


@pytest.mark.parametrize("text", ["", " ", "\x00", "zzz"])
def test_text_that_says_nothing_is_no_request(model: Classifier, text: str) -> None:
    (answer,) = model.predict([text])

    assert (answer.gate, answer.request_probability) == (Gate.NEITHER, 0.0)


def test_no_texts_no_answers(model: Classifier) -> None:
    assert model.predict([]) == []
    assert model.rank([]) == []


def test_answers_do_not_depend_on_company(model: Classifier) -> None:
    texts = ["路灯坏了", "晚安", "工地半夜打桩", *ODD, "电梯停了"]

    together = model.predict(texts)
    alone = [model.predict([text])[0] for text in texts]

    assert [(x.gate, x.item, x.top3) for x in together] == [(x.gate, x.item, x.top3) for x in alone]
    assert [x.confidence for x in together] == pytest.approx(
        [x.confidence for x in alone], abs=1e-4
    )


def test_rank_fills_what_predict_leaves_empty(model: Classifier) -> None:
    (answer,), (ranked,) = model.predict(["晚安"]), model.rank(["晚安"])

    assert (answer.gate, answer.item, answer.top3) == (Gate.NEITHER, None, ())
    assert ranked.gate is Gate.NEITHER
    assert ranked.item is not None


def test_a_question_is_told_from_a_request(model: Classifier) -> None:
    (answer,) = model.predict(["请问居住证怎么办"])

    assert (answer.gate, answer.category) == (Gate.QUESTION, "MS")
