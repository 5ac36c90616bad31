"""Whole days of two groups: how well the talk is followed, and that nothing private is told."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.commands.replay import Replayed, replay
from bot.commands.transcript import parse_messages
from bot.listing import read_matters
from intents.decisions import Act
from tests.dialogues.told import Told, ToldClassifier

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.jsonl"))
OPENING = {"report", "consult", "need"}
TALK = {"chat", "praise", "notice"}
FLOORS = {"acts": 0.65, "found": 0.68, "noise": 0.02}
"""Acts read rightly; messages of cases that are found to be of one; lines in a group because of
talk.
"""

Row = Mapping[str, Any]


def read(name: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The messages of a conversation with their labels, and its world."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    world = json.loads((HERE / f"{name}.world.json").read_text(encoding="utf-8"))
    return [json.loads(line) for line in lines], world


DAYS = {name: read(name) for name in NAMES}
MATTERS = read_matters(None)


def labels(row: Row) -> list[Row]:
    """What one reader took it for, and perhaps another."""
    return [row["gold"], *([row["second"]] if row.get("second") else [])]


def told(rows: Sequence[Row]) -> ToldClassifier:
    """Items of what opens a case, alarms of what is urgent; all else is talk."""
    return ToldClassifier(
        {
            row["text"]: Told(item=gold["item"], asks=gold["act"] == "consult")
            for row in rows
            if (gold := row["gold"])["act"] in OPENING and gold.get("item")
        }
    )


async def played(name: str) -> tuple[list[dict[str, Any]], Replayed]:
    rows, world = DAYS[name]
    messages = parse_messages([json.dumps(row, ensure_ascii=False) for row in rows])
    found = await replay(world=world, messages=messages, classifier=told(rows), matters=MATTERS)
    return rows, found


def to_groups(answer: Row) -> list[str]:
    return [reply["text"] for reply in answer["replies"] if reply["to"].startswith("group:")]


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_known_and_agree(name: str) -> None:
    rows, world = DAYS[name]
    people = {member["id"] for member in world["members"]}
    opened = {label["case"] for row in rows for label in labels(row) if label.get("item")}
    for row in rows:
        assert row["sender"] in people, row["id"]
        for label in labels(row):
            assert label["act"] in set(Act), row["id"]
            assert label.get("case") is None or label["case"] in opened, row["id"]


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_private_is_told_in_a_group(name: str) -> None:
    rows, found = await played(name)
    private = {row["gold"]["case"] for row in rows if row["gold"].get("private")}
    leaks = [
        (row["text"], said)
        for row, answer in zip(rows, found.answers, strict=True)
        if row["gold"].get("case") in private
        for said in to_groups(answer)
    ]
    assert leaks == []


async def test_the_talk_is_followed() -> None:
    right = every = of_cases = found_ones = noise = talk = 0
    for name in NAMES:
        rows, found = await played(name)
        for row, answer in zip(rows, found.answers, strict=True):
            every += 1
            right += answer["act"] in {label["act"] for label in labels(row)}
            if all(label.get("case") for label in labels(row)):
                of_cases += 1
                found_ones += answer["case"] is not None
            elif all(label["act"] in TALK and not label.get("case") for label in labels(row)):
                talk += 1
                noise += bool(to_groups(answer))
    figures = {"acts": right / every, "found": found_ones / of_cases, "noise": noise / talk}
    assert figures["acts"] >= FLOORS["acts"], figures
    assert figures["found"] >= FLOORS["found"], figures
    assert figures["noise"] <= FLOORS["noise"], figures
