"""Learning from labelled days: scenes as the labels have them, weights, what is told of them."""

import json
import random

import pytest

from bot.commands.following import __main__ as following
from bot.commands.following.scenes import scenes
from classifiers.api import Prediction
from classifiers.choices import Sample, chances, learn
from classifiers.labels import Gate
from intents.scene import Role, RoomKind

WORLD = {
    "name": "试",
    "grid": {"id": "g", "name": "一网格"},
    "groups": [
        {"id": "own", "kind": "owners", "name": "业主群"},
        {"id": "lead", "kind": "leaders", "name": "楼长群"},
    ],
    "members": [
        {"id": "a", "name": "甲", "role": "resident"},
        {"id": "b", "name": "乙", "role": "resident"},
        {"id": "p", "name": "物业", "role": "property"},
    ],
    "buildings": [{"name": "3栋"}],
}


def said(at: str, sender: str, text: str, act: str, case: str | None = None, **more: object):
    gold = {"act": act, "case": case, **more}
    return {
        "id": at,
        "at": f"2026-03-02T{at}:00+08:00",
        "group": "own",
        "sender": sender,
        "text": text,
        "gold": gold,
    }


ROWS = [
    said("08:00", "a", "早", "chat"),
    said(
        "08:01",
        "a",
        "楼梯扶手里掉下来一堆翅膀",
        "report",
        "c1",
        item="WJ-06",
        urgency="P2",
        place={"building": "3栋"},
    ),
    said("08:02", "b", "我家灶间也是 一窗台的翅膀 早上扫掉中午又有", "second", "c1"),
    said("08:30", "p", "药打过了", "fixed", "c1"),
    said("08:40", "b", "夜里又飞出来一批", "reject", "c1"),
    said("08:50", "a", "好", "chat"),
]


def thought(text: str) -> Prediction:
    sure = 0.7 if "翅膀" in text else 0.02
    item = "WJ-06" if "扶手" in text else "JF-10"
    return Prediction(
        gate=Gate.REQUEST if sure > 0.5 else Gate.NEITHER,
        request_probability=sure,
        item=item,
        category=item[:2],
        top3=(item,),
        confidence=0.6,
        model="told",
    )


class Thinking:
    version, encoder = "told", "none"

    def rank(self, texts):
        return [thought(text) for text in texts]

    predict = rank


def test_scenes_follow_the_labels():
    found = [scene for _, scene in scenes(WORLD, ROWS, [thought(row["text"]) for row in ROWS])]
    assert [len(scene.cases) for scene in found] == [0, 0, 1, 1, 1, 1]
    assert [scene.role for scene in found[:4]] == [Role.RESIDENT] * 3 + [Role.PROPERTY]
    assert all(scene.room is RoomKind.OWNERS for scene in found)
    opened, joined, fixed, rejected = (scene.cases[0] for scene in found[2:])
    assert (opened.own, opened.joined, opened.item) == (False, False, "WJ-06")
    assert opened.place.building == "3栋"
    assert (joined.own, joined.taken) == (False, False)
    assert (fixed.joined, fixed.taken, fixed.done) == (True, True, True)
    assert (rejected.own, rejected.done) == (True, False)
    assert [one.act for one in found[3].recent] == ["second", "report", "chat"]


@pytest.fixture
def days(tmp_path):
    for name in ("one", "two"):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        (tmp_path / f"{name}.world.json").write_text(json.dumps(WORLD), encoding="utf-8")
    return tmp_path


def test_what_would_open_a_case_is_a_sample(days):
    samples = list(following.samples_of(days / "one.jsonl", Thinking()))
    assert [list(one.right) for one in samples] == [[True, False], [False, False, True]]
    assert all(one.readings[0] == {} for one in samples)


def test_the_command_tells_and_writes(days, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(following, "load_model", lambda model, encoder: Thinking())
    monkeypatch.setattr(following, "_WEIGHTS", tmp_path / "weights.yaml")
    assert following.main([str(days), "--check"]) == 0
    assert "right" in capsys.readouterr().out
    assert not (tmp_path / "weights.yaml").exists()
    assert following.main([str(days)]) == 0
    assert "case:" in (tmp_path / "weights.yaml").read_text(encoding="utf-8")


def test_weights_find_what_speaks_for_a_reading():
    draw = random.Random(7)
    samples = []
    for number in range(200):
        near, far = draw.random(), draw.random()
        right = near > far
        samples.append(
            Sample(
                day=str(number % 5),
                readings=[{"near": near, "dull": 1.0}, {"near": far, "dull": 1.0}],
                right=[right, not right],
            )
        )
    weights = learn(samples, softness=1.0)
    assert weights["near"] > 2
    assert abs(weights["dull"]) < 0.1
    found = chances(samples[0], weights)
    assert sum(found) == pytest.approx(1.0)
    assert (found[0] > found[1]) == samples[0].right[0]
