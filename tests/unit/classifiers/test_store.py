"""Models on disk: kept by version, refused with the reason when they are not what they claim."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.svm import LinearSVC

from classifiers import store
from classifiers.arrays import read_arrays
from classifiers.errors import MissingModelError, ModelError
from classifiers.train import train


@pytest.fixture
def model(small_model: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(small_model, tmp_path / "model"))


def place_of(model: Path) -> Path:
    return model / store.versions(model)[0]


def change_card(model: Path, **values: Any) -> None:
    card = asdict(replace(store.read_card(model), **values))
    (place_of(model) / store.CARD_FILE).write_text(json.dumps(card), encoding="utf-8")


def test_a_model_is_loaded_by_its_own_directory_or_by_the_one_of_versions(model: Path) -> None:
    assert store.load(model).version == store.load(place_of(model)).version == place_of(model).name


def test_no_model_is_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="qunli train"):
        store.load(tmp_path / "nowhere")


def test_a_pointer_to_nowhere_is_no_model(model: Path) -> None:
    (model / store.CURRENT_FILE).write_text("linear-gone\n", encoding="utf-8")

    with pytest.raises(MissingModelError, match="linear-gone"):
        store.load(model)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"format": 99}, "format 99"),
        ({"categories": ("CG",)}, "another set of categories"),
        ({"items": ("CG-01",)}, "name different items"),
        ({"folding": "0000"}, "another folding"),
        ({"checksum": "0000"}, "checksum differs"),
    ],
)
def test_a_foreign_card_is_refused(model: Path, values: dict[str, Any], reason: str) -> None:
    change_card(model, **values)

    with pytest.raises(ModelError, match=reason):
        store.load(model)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', "\x00"])
def test_an_unreadable_card_is_refused(model: Path, content: str) -> None:
    (place_of(model) / store.CARD_FILE).write_text(content, encoding="utf-8")

    with pytest.raises(ModelError, match="unreadable card"):
        store.load(model)


def test_a_damaged_file_is_refused(model: Path) -> None:
    path = place_of(model) / store.MODEL_FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(ModelError, match="damaged"):
        store.load(model)


def test_a_missing_file_is_refused(model: Path) -> None:
    (place_of(model) / store.MODEL_FILE).unlink()

    with pytest.raises(ModelError, match="is missing"):
        store.load(model)


def test_a_file_that_would_run_code_is_refused_even_with_the_right_checksum(model: Path) -> None:
    path = place_of(model) / store.MODEL_FILE
    path.write_bytes(pickle.dumps({"items": ["CG-18"]}))
    change_card(model, checksum=store.checksum(path))

    with pytest.raises(ModelError, match="not a model"):
        store.load(model)


def test_skops_itself_reads_the_same_arrays(model: Path) -> None:
    path = place_of(model) / store.MODEL_FILE

    ours, theirs = read_arrays(path), skops.io.load(path, trusted=[])

    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        np.testing.assert_array_equal(array, theirs[name])


def test_a_skops_file_of_anything_but_arrays_is_refused(model: Path) -> None:
    path = place_of(model) / store.MODEL_FILE
    skops.io.dump({"items": LinearSVC()}, path)
    change_card(model, checksum=store.checksum(path))

    with pytest.raises(ModelError, match="not a plain ndarray"):
        store.load(model)


def test_loading_needs_no_learning_library(model: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from classifiers import store, train;"
        f"store.load(Path({str(model)!r})).predict(['x']);"
        "print(sorted({'sklearn', 'skops', 'jieba'} & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert said.stdout.decode().strip() == "[]"


def test_versions_are_kept_and_can_be_chosen(
    model: Path, small_corpus: Path, small_words: Path
) -> None:
    old = store.load(model).version
    new = train(corpus=small_corpus, directory=model, words=small_words, seed=2).version

    assert store.load(model).version == new
    assert set(store.versions(model)) == {old, new}

    store.use(model, old)

    assert store.load(model).version == old


def test_a_version_that_is_not_there_cannot_be_used(model: Path) -> None:
    with pytest.raises(MissingModelError, match="linear-none"):
        store.use(model, "linear-none")


def test_what_a_crash_left_behind_is_no_version(model: Path) -> None:
    half = model / ".new-x" / "linear-half"
    half.mkdir(parents=True)
    (half / store.CARD_FILE).write_text("{}", encoding="utf-8")

    assert store.versions(model) == (place_of(model).name,)
