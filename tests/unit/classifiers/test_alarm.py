"""The alarm: what is told of emergencies, and what is learnt where no line is one."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers import store, vectors
from classifiers.alarm import alarm_trainer, learn_alarm, sort_of
from classifiers.api import Classifier
from classifiers.cascade import CascadeClassifier
from classifiers.crew import Crew
from classifiers.data import Line, default_corpus, group_of, read_corpus
from classifiers.labels import Gate
from classifiers.pipeline import Prepared, prepare
from classifiers.semantics import default_table, read_table
from classifiers.settings import Settings
from classifiers.train import train
from tests.fakes.encoder import FakeEncoder
from tests.small_corpus import HEADER, REQUESTS, TALK

LIVE = {
    "EM01": (
        "着火了快跑", "三楼着火了冒黑烟", "楼道着火全是烟", "厨房起火烧起来了", "车库着火了快报警"
    ),
    "EM12": (
        "老人晕倒了快来人", "有人晕倒叫不醒", "他倒地抽搐快叫救护车", "大爷晕倒没呼吸了", "有人晕倒"
    ),
}  # fmt: skip
NEAR = ("火锅太火了", "烧烤冒烟熏死我了", "我笑晕了", "消防演练不是着火", "累晕了今天")


def row(gate: str, item: str, emergency: str, text: str) -> str:
    return f"{gate}\t{item}\t{emergency}\tchat\tgeneral\tt\t{text}"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    live = [row("R", "NEG-16", code, x) for code, texts in LIVE.items() for x in texts]
    near = [row("N", "-", "-", x) for x in NEAR]
    requests = [row("R", item, "-", x) for item, texts in REQUESTS.items() for x in texts]
    talk = [row("N", "-", "-", x) for x in TALK]
    directory = tmp_path_factory.mktemp("alarms")
    (directory / "emergencies").mkdir()
    for name, rows in (
        ("emergencies/a.tsv", live[::2] + near[::2]),
        ("emergencies/b.tsv", live[1::2] + near[1::2]),
        ("a.tsv", requests[::2] + talk[::2]),
        ("b.tsv", requests[1::2] + talk[1::2]),
    ):
        (directory / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def model(corpus: Path, small_words: Path, tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    directory = tmp_path_factory.mktemp("alarming")
    train(corpus=corpus, directory=directory, words=small_words)
    return store.load(directory)


@pytest.mark.parametrize(
    ("text", "code"),
    [("五楼着火了好大的烟", "EM01"), ("楼下有老人晕倒了快来人叫救护车", "EM12")],
)
def test_an_emergency_is_told_with_its_kind(model: Classifier, text: str, code: str) -> None:
    calm, alarmed = model.predict(["三栋的路灯坏了好几天了", text])

    assert alarmed.emergency_code == code
    assert calm.emergency is not None
    assert alarmed.emergency is not None
    assert alarmed.emergency > 4 * calm.emergency


def test_both_ways_of_asking_tell_the_same(model: Classifier) -> None:
    texts = ["着火了", "晚安", "", "老人晕倒了"]
    asked = [(x.emergency, x.emergency_code) for x in model.predict(texts)]

    assert asked == [(x.emergency, x.emergency_code) for x in model.rank(texts)]
    assert asked[2] == (0.0, None)


def test_the_card_tells_how_well_emergencies_are_found(
    corpus: Path, small_words: Path, tmp_path: Path
) -> None:
    figures = train(corpus=corpus, directory=tmp_path, words=small_words).figures

    assert {"emergency_recall", "emergency_kind", "emergency_near", "emergency_talk"} <= set(
        figures
    )


def prepared_for(lines: tuple[Line, ...], words: Path, *, folds: int = 4) -> Prepared:
    return prepare(lines, read_table(words), settings=Settings(folds=folds), seed=1)


def test_lines_weigh_what_a_mistake_about_them_costs(corpus: Path, small_words: Path) -> None:
    lines = read_corpus(corpus).lines
    alarm, settings = alarm_trainer(prepared_for(lines, small_words).material), Settings()
    weights = {sort_of(line): weight for line, weight in zip(lines, alarm.weights, strict=True)}

    assert weights == {
        "live": settings.alarm_live,
        "near": settings.alarm_near,
        "talk": settings.alarm_talk,
        "request": settings.alarm_request,
    }


def test_without_emergencies_nothing_alarms(small_model: Path) -> None:
    answers = store.load(small_model).predict(["着火了快来人", "路灯坏了"])

    assert [answer.emergency_code for answer in answers] == [None, None]
    assert max(answer.emergency or 0.0 for answer in answers) < 1e-9


def test_a_fold_without_a_kind_still_learns_the_others(corpus: Path, small_words: Path) -> None:
    lines = tuple(
        x for x in read_corpus(corpus).lines if x.emergency != "EM12" or "a.tsv" in x.source
    )
    prepared = prepared_for(lines, small_words, folds=2)
    alarm = alarm_trainer(prepared.material)
    found = alarm.learnt(Crew().do(prepared.material, alarm.jobs()), prepared.smoother)

    assert found.kinds == ("EM01", "EM12")
    assert found.by_kind.coefficients.shape[1] == 2
    assert set(found.held_out_kind[[x.gate is Gate.REQUEST for x in lines]]) <= {0, 1}
    assert np.isfinite(found.column).all()


@pytest.mark.timeout(120)
def test_the_shipped_corpus_teaches_an_alarm_that_is_worth_having() -> None:
    """On every fifth stretch of twenty lines: emergencies found, and other lines that alarm."""
    lines = read_corpus(default_corpus()).lines
    material = prepared_for(lines, default_table()).material
    truth = np.array([line.emergency is not None for line in lines])
    held = np.array([zlib.crc32(group_of(line).encode()) % 5 == 0 for line in lines])
    alarm = learn_alarm(material, alarm_trainer(material), np.flatnonzero(~held))
    margins = alarm.scores(material.wide[held])[:, 0]
    sorts = np.array([sort_of(line) for line in lines])[held]
    order = np.sort(margins[sorts == "talk"])[::-1]
    alarmed = margins > order[len(order) // 500]

    assert alarmed[sorts == "live"].mean() >= 0.45
    assert alarmed[sorts == "near"].mean() <= 0.08
    assert alarmed[sorts == "request"].mean() <= 0.03
    assert truth[held].sum() > 100


def test_an_encoder_has_its_say_about_emergencies(
    corpus: Path, small_words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "choose_encoder", lambda choice: FakeEncoder())
    monkeypatch.setattr(store, "choose_encoder", lambda choice: FakeEncoder())
    card = train(corpus=corpus, directory=tmp_path, words=small_words, encoder="fake")
    both = store.load(tmp_path, encoder="fake")
    assert isinstance(both, CascadeClassifier)
    both.heads = replace(both.heads, passing=0.0)
    texts = ["五楼着火了好大的烟", "楼下有老人晕倒了快来人叫救护车"]
    joint, alone = both.predict(texts), both.linear.predict(texts)

    assert [answer.emergency_code for answer in joint] == ["EM01", "EM12"]
    assert [x.emergency for x in joint] != [x.emergency for x in alone]
    assert card.figures_with_encoder["emergency_recall"] >= card.figures["emergency_recall"] - 0.2
