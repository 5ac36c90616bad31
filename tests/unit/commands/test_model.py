"""`qunli model`: versions listed, chosen, compared."""

import json
import shutil

import pytest

from classifiers import store


@pytest.fixture
def kept(model, other_model, tmp_path):
    """A directory with two versions, the older one in use; their names."""
    directory = tmp_path / "models"
    names = []
    for source in (model, other_model):
        (name,) = store.versions(source)
        shutil.copytree(source / name, directory / name)
        names.append(name)
    store.use(directory, names[0])
    return directory, *names


def test_versions_are_listed_with_the_one_in_use(qunli, kept):
    directory, old, new = kept
    status, out, _ = qunli("model", "list", "--model", directory)

    assert status == 0
    assert len(out.splitlines()) == 2
    assert f"* {old}  " in out
    assert f"  {new}  " in out
    assert "category_accuracy" in out


def test_a_damaged_card_is_told(qunli, kept):
    directory, old, _ = kept
    (directory / old / "card.json").write_text("{", encoding="utf-8")
    status, out, _ = qunli("model", "list", "--model", directory)

    assert status == 1
    assert "unreadable card" in out


def test_no_model_at_all(qunli, tmp_path):
    status, out, _ = qunli("model", "list", "--model", tmp_path)
    assert (status, "no model in" in out) == (0, True)


def test_a_version_is_chosen_by_how_its_name_begins(qunli, kept):
    directory, _, new = kept
    status, out, _ = qunli("model", "use", "--model", directory, new.removeprefix("linear-")[:6])

    assert (status, out.strip()) == (0, new)
    assert store.read_card(directory).version == new


@pytest.mark.parametrize(
    ("name", "problem"), [("linear", "names 2 models"), ("x", "names 0 models")]
)
def test_a_name_must_mean_one_version(qunli, kept, name, problem):
    directory, old, _ = kept
    status, out, err = qunli("model", "use", "--model", directory, name)

    assert (status, out) == (2, "")
    assert problem in err
    assert store.read_card(directory).version == old


def test_a_damaged_version_is_not_chosen(qunli, kept):
    directory, old, new = kept
    (directory / new / "model.skops").write_bytes(b"nothing")
    status, _, err = qunli("model", "use", "--model", directory, new)

    assert status == 2
    assert "checksum differs" in err
    assert store.read_card(directory).version == old


def test_figures_are_compared_side_by_side(qunli, kept):
    directory, old, new = kept
    status, out, _ = qunli("model", "diff", "--model", directory, old, new)

    assert status == 0
    assert out.splitlines()[0].split()[-3:] == [old, new, "change"]
    assert "request_f1" in out
    assert "learnt from other lines (42 and 36)" in out
    assert "category  " not in out


ROWS = [
    {"id": "a", "text": "老板拖欠工资三个月", "gate": ["R"], "category": ["LD"], "item": ["LD-01"]},
    {"id": "b", "text": "路灯坏了没人修", "gate": "R", "category": "GY"},
    {"id": "c", "text": "晚安", "gate": ["N"], "category": [], "item": None},
    {"id": "d", "text": "电梯又坏了"},
]


def test_texts_are_compared_one_by_one(qunli, kept, files):
    directory, old, new = kept
    rows = files("rows.jsonl", ROWS)
    status, out, _ = qunli("model", "diff", "--model", directory, old, new, "--input", rows)

    assert status == 0
    assert "4 texts, " in out
    assert "gate       right " in out
    assert any(line.split()[0] == "LD" for line in out.splitlines() if line)
    worse = [line for line in out.splitlines() if line.startswith("worse")]
    assert len(worse) == 1
    assert "a  R/LD/LD-01 -> " in worse[0]
    assert "老板拖欠工资三个月" in worse[0]


def test_equal_versions_differ_in_nothing(qunli, kept, files):
    directory, old, _ = kept
    rows = files("rows.jsonl", ROWS)
    _, out, _ = qunli("model", "diff", "--model", directory, old, old, "--input", rows)

    assert "4 texts, 0 with another answer (0.0%)" in out


@pytest.mark.parametrize(
    "line", ["{", json.dumps({"id": "a"}), json.dumps({"text": 7}), json.dumps([]), ""]
)
def test_texts_that_cannot_be_read(qunli, kept, files, line):
    directory, old, new = kept
    rows = files("rows.jsonl", line + "\n")
    status, out, err = qunli("model", "diff", "--model", directory, old, new, "--input", rows)

    assert (status, out) == (2, "")
    assert "line 1" in err or "no lines" in err
