"""The words that the bot's own lines ask for are understood as they were asked for."""

import re
from datetime import UTC, datetime, timedelta
from importlib import resources

import pytest

from bot.knowledge.cleaning import verdict
from intents.asked import asked_move, is_order
from intents.decisions import Act, Move
from intents.places import Place, PlaceNames
from intents.reader import Reader
from intents.scene import OpenCase, Opinion, Role, RoomKind, Scene

ASKED = {
    "我去看": Move.TAKE,
    "往上报": Move.PASS_UP,
    "我到了": Move.ON_SITE,
    "误报": Move.FALSE_ALARM,
    "属实": Move.TRUE_ALARM,
    "不受理": Move.DECLINE,
    "已处理好": Move.DONE,
    "核查通过": Move.CHECK_PASSED,
    "返工": Move.CHECK_FAILED,
    "派给": Move.ASSIGN,
    "报到": Move.REPORT_IN,
    "已到现场": Move.ON_SITE,
    "退哨": Move.OBJECT,
    "同意延期": Move.GRANT,
    "同意挂账": Move.GRANT,
    "同意结案": Move.CHECK_PASSED,
    "不同意延期": Move.REFUSE,
    "不同意挂账": Move.REFUSE,
    "不同意退": Move.REFUSE,
    "双方同意": Move.AGREED,
    "调解不成，已告知诉讼": Move.NOT_AGREED,
    "已面谈": Move.TALKED,
    "条件不具备": Move.UNMET,
}
VERDICTS = {"收录", "不收录"}
"""About an answer that is offered for the list; no moves of a case (bot.knowledge.cleaning)."""

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CASE = OpenCase(
    key="case-1",
    number=7,
    item="WY-01",
    category="WY",
    urgency="P1",
    place=Place(building="3栋"),
    words="3栋电梯停了",
    touched_at=NOW - timedelta(hours=1),
    in_room=False,
    own=False,
    joined=False,
    last_touched_by_speaker=False,
    taken=False,
    done=False,
    private=False,
)


def asked_for() -> set[str]:
    """What the sentences of the catalogue ask people to answer after a case's number."""
    text = resources.files("bot.replies").joinpath("zh_CN.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"回“\{number\}([^”{]+)”", text))


def test_everything_that_is_asked_for_is_listed_here():
    assert asked_for() == set(ASKED) | VERDICTS


@pytest.mark.parametrize("words", sorted(VERDICTS))
@pytest.mark.parametrize("room", [RoomKind.LEADERS, RoomKind.PRIVATE])
def test_a_verdict_reaches_its_case_and_moves_nothing(words, room):
    scene = Scene(
        now=NOW,
        room=room,
        role=Role.GRID_MEMBER,
        addressed=room is RoomKind.PRIVATE,
        cases=(CASE,),
        opinion=Opinion(request=0.05, question=0.0, item=None, category=None, confidence=0.1),
    )
    decision = Reader(PlaceNames()).read(f"7{words}", scene).decision
    assert decision.case == "case-1"
    assert decision.move in (None, Move.PROGRESS)
    assert asked_move(f"7{words}") is None
    assert verdict(f"7{words}") is (words == "收录")


@pytest.mark.parametrize(("words", "move"), ASKED.items())
@pytest.mark.parametrize("room", [RoomKind.LEADERS, RoomKind.PRIVATE])
def test_it_is_understood(words, move, room):
    said = f"7{words}物业" if move is Move.ASSIGN else f"7{words}"
    scene = Scene(
        now=NOW,
        room=room,
        role=Role.GRID_LEADER,
        addressed=room is RoomKind.PRIVATE,
        cases=(CASE,),
        opinion=Opinion(request=0.05, question=0.0, item=None, category=None, confidence=0.1),
    )
    decision = Reader(PlaceNames()).read(said, scene).decision
    asked = asked_move(said)
    assert (decision.case, asked[1] if asked else decision.move) == ("case-1", move)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#7 我到了，门已经打开", (Act.DETAIL, Move.ON_SITE)),
        ("7号，到场了", (Act.DETAIL, Move.ON_SITE)),
        ("7，到场了", (Act.DETAIL, Move.ON_SITE)),
        ("7 误报，是在烧饭", (Act.DETAIL, Move.FALSE_ALARM)),
        ("7往上报吧", (Act.ESCALATE, Move.PASS_UP)),
        ("7已處理好", (Act.FIXED, Move.DONE)),
        ("7修好了吗", None),
        ("7我到了才知道没人", None),
        ("我到了", None),
        ("误报", None),
        ("", None),
    ],
)
def test_only_right_after_the_number_and_alone(text, expected):
    assert asked_move(text) == expected


@pytest.mark.parametrize(
    ("text", "order"),
    [("4我去看", True), ("＃12 误报", True), ("4斤苹果", False), ("我去看", False), ("", False)],
)
def test_an_order_is_a_number_and_what_was_asked_for(text, order):
    assert is_order(text) is order
