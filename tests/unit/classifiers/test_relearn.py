"""Learning from corrections: a new version that is no worse is used, a worse one only kept."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from classifiers import relearn as relearning
from classifiers.errors import CorpusError
from classifiers.folds import grouped_folds
from classifiers.relearn import Corrected, is_worse, lines_of, relearn
from classifiers.store import load, read_card, versions
from classifiers.train import Learning, corpus_at, learn, train
from tests.small_corpus import HEADER, REQUESTS

SAYINGS = [
    Corrected(text="咱楼道那灯 一直瞎着", item="GY-11"),
    Corrected(text="又困在上头下不来了 那铁盒子", item="WY-01"),
    Corrected(text="明儿谁去钓鱼", item=None),
]


MORE = ("请问护照在哪里换", "请问老年证怎么办", "请问医保卡丢了怎么补", "请问社保在哪里查")


@pytest.fixture(scope="module")
def corpus(small_corpus, tmp_path_factory):
    """The small one, with a question for every fold."""
    place = tmp_path_factory.mktemp("corpora") / "corpus"
    shutil.copytree(small_corpus, place)
    rows = [HEADER, *(f"Q\tMS-06\t-\tchat\tgeneral\tt3\t{text}" for text in MORE)]
    (place / "lines-2.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def model(corpus, small_words, tmp_path_factory):
    place = tmp_path_factory.mktemp("trained")
    train(corpus=corpus, directory=place, words=small_words)
    return place


@pytest.fixture
def learning(model, small_words, tmp_path):
    place = tmp_path / "model"
    shutil.copytree(model, place)
    return Learning(place=place, words=small_words)


def test_corrections_become_lines_and_the_last_word_counts():
    lines = lines_of(
        [
            Corrected(text="太吵了", item="CG-18"),
            Corrected(text="太吵了", item="JF-00"),
            Corrected(text="晚安", item=None),
            Corrected(text="什么都不是", item="??"),
        ]
    )
    assert [(x.text, x.gate.value, x.item) for x in lines] == [
        ("太吵了", "R", "JF-00"),
        ("晚安", "N", None),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "worse"),
    [
        ("request_f1", 0.9, 0.894, True),
        ("request_f1", 0.9, 0.896, False),
        ("request_f1", 0.9, 0.95, False),
        ("false_alarm_chat", 0.03, 0.036, True),
        ("false_alarm_chat", 0.03, 0.01, False),
    ],
)
def test_a_figure_is_worse_by_more_than_chance(name, old, new, worse):
    assert is_worse(name, old, new) is worse


def test_a_version_that_is_no_worse_is_used(learning, corpus, monkeypatch):
    monkeypatch.setattr(relearning, "TOLERANCE", 1.0)  # so small a corpus is all chance
    old = read_card(learning.place)
    found = relearn(SAYINGS, learning, corpus=corpus)
    card = read_card(learning.place)
    assert (found.old, found.new) == (old.version, card.version)
    assert set(versions(learning.place)) == {old.version, card.version}
    assert (found.corrections, found.judged) == (3, 3)
    assert (card.corpus, card.lines) == (old.corpus, old.lines + 3)
    assert card.figures["corrections"] == 3
    assert found.figures["request_f1"] == (old.figures["request_f1"], card.figures["request_f1"])
    again = relearn(SAYINGS, learning, corpus=corpus)
    assert (again.old, again.judged, again.right) == (card.version, 0, (0, 0))


def test_a_worse_version_is_kept_and_not_used(learning, corpus):
    old = read_card(learning.place)
    wrong = [
        Corrected(text=f"{text} 第{k}回", item=None)
        for texts in REQUESTS.values()
        for k, text in enumerate((*texts, *texts))
    ]
    found = relearn(wrong, learning, corpus=corpus)
    assert found.worse
    assert read_card(learning.place).version == old.version
    assert found.new in versions(learning.place)
    assert load(learning.place / found.new).version == found.new


def test_another_corpus_is_compared_with_a_model_of_its_own(learning, corpus, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(corpus, other)
    file = other / "lines-0.tsv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "R\tGY-11\t-\tchat\tgeneral\tt1\t路灯不亮了好黑\n", encoding="utf-8")
    found = relearn(SAYINGS, replace(learning, seed=2), corpus=other)
    assert found.old == read_card(learning.place).version or not found.worse
    assert set(found.figures) >= {"request_f1", "category_accuracy"}


def test_nothing_to_learn_from(learning, corpus):
    with pytest.raises(CorpusError, match="no corrections"):
        relearn([], learning, corpus=corpus)


def test_the_first_version_may_come_of_corrections(learning, corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(relearning, "TOLERANCE", 1.0)
    empty = replace(learning, place=tmp_path / "none")
    found = relearn(SAYINGS, empty, corpus=corpus)
    assert found.old == "-"
    assert read_card(empty.place).version == found.new


def test_learning_stores_nothing(learning, corpus):
    learn(corpus_at(corpus).lines, learning)
    assert len(versions(learning.place)) == 1


def test_corrections_leave_the_folds_as_they_were(corpus):
    own = corpus_at(corpus).lines
    lines = (*own, *lines_of(SAYINGS))
    before = grouped_folds(own, np.arange(len(own)), count=3, seed=1)
    after = grouped_folds(lines, np.arange(len(lines)), count=3, seed=1)
    for (_, old), (taught, test) in zip(before, after, strict=True):
        assert [k for k in test if k < len(own)] == old.tolist()
        assert sorted([*taught, *test]) == list(range(len(lines)))
    tested = [k for _, test in after for k in test if k >= len(own)]
    assert sorted(tested) == list(range(len(own), len(lines)))
