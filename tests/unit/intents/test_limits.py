"""The limits of the ear, privacy, and several problems in one message."""

from typing import Any

import pytest

from intents.decisions import Act
from intents.limits import LIMITS, limit_of
from intents.places import PlaceNames
from intents.privacy import REASONS, private_reason
from intents.problems import split_problems
from intents.reader import Reader
from intents.scene import Opinion, Role, RoomKind, Scene
from intents.text import normalise
from tests.unit.intents.examples import load

LINES = load("limits")
DEAF = [(limit, text) for limit in LIMITS for text in LINES[limit]]
PRIVATE = load("privacy")
SURE = Opinion(request=0.99, question=0.0, item="ZZ-10", category="ZZ", confidence=0.99)


@pytest.mark.parametrize(("limit", "text"), DEAF)
def test_deaf_line_falls_under_its_limit(limit: str, text: str) -> None:
    assert limit_of(normalise(text)) == limit


@pytest.mark.parametrize(("limit", "text"), DEAF)
def test_deaf_line_is_chat_however_sure_the_model_is(limit: str, text: str) -> None:
    scene = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT, opinion=SURE)
    decision = Reader(PlaceNames()).read(text, scene).decision
    assert (decision.act, decision.case) == (Act.CHAT, None), limit


@pytest.mark.parametrize(
    "scene",
    [
        Scene(room=RoomKind.PRIVATE, role=Role.RESIDENT, opinion=SURE),
        Scene(room=RoomKind.OWNERS, role=Role.RESIDENT, opinion=SURE, addressed=True),
    ],
)
def test_said_to_the_bot_it_is_heard(scene: Scene) -> None:
    text = "有人要组织去堵门 麻烦来看看"
    assert Reader(PlaceNames()).read(text, scene).decision.act is Act.REPORT


def test_present_danger_is_always_heard() -> None:
    scene = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT)
    decision = Reader(PlaceNames()).read("售楼部门口打起来了 有人拿刀 快来人", scene).decision
    assert decision.emergency is not None


@pytest.mark.parametrize("text", LINES["heard"])
def test_heard(text: str) -> None:
    assert limit_of(normalise(text)) is None


def test_enough_lines_hold_the_limits() -> None:
    assert len(DEAF) >= 40


@pytest.mark.parametrize(
    ("reason", "text"), [(reason, text) for reason in REASONS for text in PRIVATE[reason]]
)
def test_private(reason: str, text: str) -> None:
    assert private_reason(normalise(text)) == reason


@pytest.mark.parametrize("text", PRIVATE["open"])
def test_not_private(text: str) -> None:
    assert private_reason(normalise(text)) is None


@pytest.mark.parametrize("example", load("problems"), ids=lambda example: example["text"][:20])
def test_problems(example: dict[str, Any]) -> None:
    assert list(split_problems(example["text"])) == example["parts"]
