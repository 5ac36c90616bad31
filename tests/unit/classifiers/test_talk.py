"""What neighbours give: what is told of it, and what is learnt where no line is any of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers import store
from classifiers.api import Classifier
from classifiers.data import read_corpus
from classifiers.gate import gate_trainer
from classifiers.labels import Talk
from classifiers.pipeline import prepare
from classifiers.semantics import read_table
from classifiers.settings import Settings
from classifiers.talk import TALKS, talk_figures, talk_trainer
from classifiers.train import train
from tests.small_corpus import HEADER, REQUESTS, TALK

GIVEN = {
    "offer": (
        "我家轮椅闲置谁要免费拿走",
        "免费送婴儿床要的来拿",
        "我可以免费教孩子写字",
        "闲置书桌免费送谁要来拿",
    ),
    "need": (
        "想找个人陪老人去医院",
        "谁能帮老人搬一下柜子",
        "想找个人帮老人读报",
        "谁能帮忙陪老人复查",
    ),
    "volunteer": ("算我一个我也去", "我报名我也来帮忙", "我也去算上我", "我来帮忙算我一个"),
    "call": (
        "清积雪缺八个人有空的下来",
        "今晚搬沙袋缺六个人",
        "周六清楼道缺人有空的来",
        "铲冰还缺几个人",
    ),
    "organise": (
        "物业费大家先别交等他上门",
        "都别签字大家一起去问",
        "大家一起去售楼处门口坐着",
        "物业费都别交看他怎么办",
    ),
    "well": (
        "灯亮了一直亮到顶",
        "亮了亮了谢谢师傅",
        "不漏了地上干了",
        "水来了不黄了",
    ),
    "done": (
        "换了一根管子试过了",
        "修好了换了一个阀",
        "疏通了掏出来一团",
        "换好了拧紧了试过",
    ),
}


def row(gate: str, item: str, text: str) -> str:
    return f"{gate}\t{item}\t-\tchat\tgeneral\tt\t{text}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("talk")
    given = [row("N", kind, x) for kind, texts in GIVEN.items() for x in texts]
    requests = [row("R", item, x) for item, texts in REQUESTS.items() for x in texts]
    talk = [row("N", "-", x) for x in TALK]
    for number in (0, 1):
        rows = [HEADER, *given[number::2], *requests[number::2], *talk[number::2]]
        (directory / f"{number}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def model(corpus: Path, small_words: Path, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    directory = tmp_path_factory.mktemp("given")
    train(corpus=corpus, directory=directory, words=small_words)
    return store.load(directory)


def test_the_label_of_talk_is_read(corpus: Path) -> None:
    lines = [line for line in read_corpus(corpus).lines if line.talk]
    assert {line.talk for line in lines} == set(Talk)
    assert {line.item for line in lines} == {None}


@pytest.mark.parametrize("item", ["gift", "GY-11"])
def test_talk_has_no_other_label(tmp_path: Path, corpus: Path, item: str) -> None:
    text = "\n".join([HEADER, row("N", item, "早上好呀"), row("N", "-", "晚安")]) + "\n"
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    found = read_corpus(tmp_path)
    assert len(found.lines) == 1
    assert found.problems == (f"a.tsv:2: gate N cannot have item {item!r}",)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("offer", "闲置的床免费送"),
        ("need", "谁能陪老人去一下"),
        ("volunteer", "我也来算我一个"),
        ("call", "搬沙袋缺人有空的来"),
        ("organise", "物业费都别交大家一起去问"),
        ("well", "亮了水也不漏了"),
        ("done", "换了一个管子拧紧试过了"),
    ],
)
def test_each_is_told_from_the_others(model: Classifier, kind: str, text: str) -> None:
    (said,) = model.predict([text])
    assert TALKS[int(np.argmax(said.talk))] == kind
    (ranked,) = model.rank([text])
    assert ranked.talk == said.talk


def test_reports_and_greetings_are_none_of_them(model: Classifier) -> None:
    told = model.predict(["闲置的床免费送", "三栋的路灯坏了好几天了", "晚安", ""])
    assert max(told[0].talk) > 2 * max(max(x.talk) for x in told[1:])
    assert told[3].talk == (0.0,) * len(Talk)


def test_the_gate_is_not_asked_of_who_looks_for_a_hand(corpus: Path, small_words: Path) -> None:
    lines = read_corpus(corpus).lines
    prepared = prepare(lines, read_table(small_words), settings=Settings(), seed=1)
    asked = {lines[k].talk for k in gate_trainer(prepared.material).desk.lines}
    assert asked == {None, *Talk} - {Talk.NEED}


def test_without_such_lines_nothing_is_given(small_model: Path, small_words: Path) -> None:
    (said,) = store.load(small_model).predict(["免费送婴儿床谁要"])
    assert max(said.talk) < 1e-9


def test_lines_weigh_what_they_are_worth(corpus: Path, small_words: Path) -> None:
    lines, settings = read_corpus(corpus).lines, Settings()
    prepared = prepare(lines, read_table(small_words), settings=settings, seed=1)
    weights = talk_trainer(prepared.material).weights
    told = {(x.gate.value, x.talk is not None): w for x, w in zip(lines, weights, strict=True)}
    assert told == {
        ("N", True): settings.talk_live,
        ("N", False): 1.0,
        ("R", False): settings.talk_request,
    }


def test_figures_of_each(corpus: Path) -> None:
    lines = read_corpus(corpus).lines
    held_out = np.array([[float(x.talk is kind) for kind in TALKS] for x in lines])
    missed = next(k for k, x in enumerate(lines) if x.talk is Talk.NEED)
    held_out[missed] = (0.9, *[0.0] * (len(TALKS) - 1))
    assert talk_figures(lines, held_out) == {
        "offer_recall": 1.0,
        "offer_precision": 0.8,
        "need_recall": 0.75,
        "need_precision": 1.0,
        "volunteer_recall": 1.0,
        "volunteer_precision": 1.0,
        "call_recall": 1.0,
        "call_precision": 1.0,
        "organise_recall": 1.0,
        "organise_precision": 1.0,
        "well_recall": 1.0,
        "well_precision": 1.0,
        "done_recall": 1.0,
        "done_precision": 1.0,
    }
