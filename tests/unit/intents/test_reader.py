"""What `Reader` promises whatever the rules say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.decisions import Act
from intents.dialogue import likeness, meant, near_items
from intents.places import Place, PlaceNames
from intents.reader import Reader
from intents.scene import OpenCase, Opinion, Role, RoomKind, Scene
from tests.unit.intents.examples import NOW, Said, open_case

READER = Reader(PlaceNames())
SCENE = Scene(room=RoomKind.OWNERS, role=Role.RESIDENT, now=NOW)
CASES = (
    open_case({"number": 7, "item": "WY-01", "words": "3栋电梯停了", "own": True}),
    open_case({"number": 8, "item": "GY-01", "words": "没水了", "urgency": "P0", "done": True}),
)
KINDS = st.builds(
    Scene,
    room=st.sampled_from(RoomKind),
    role=st.sampled_from(Role),
    addressed=st.booleans(),
    cases=st.sampled_from([(), CASES]),
    recent=st.sampled_from([(), (Said(sender="another", case="7", act="fixed", text="修好了"),)]),
    now=st.just(NOW),
)


@given(text=st.text(max_size=40), scene=KINDS)
def test_every_text_is_read_the_same_way_twice(text: str, scene: Scene) -> None:
    reading = READER.read(text, scene)
    assert reading == READER.read(text, scene)
    assert reading.rule
    assert reading.decision.case in {None, *(case.key for case in scene.cases)}


@given(text=st.text(max_size=40), scene=KINDS)
def test_a_rating_is_one_to_five(text: str, scene: Scene) -> None:
    rating = READER.read(text, scene).decision.rating
    assert rating is None or 1 <= rating <= 5


def doubt(**fields: object) -> Opinion:
    plain = Opinion(request=0.01, question=0.0, item=None, category=None, confidence=0.0)
    return replace(plain, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("emergency", "certain"), [(None, True), (0.2, True), (0.001, False)])
def test_where_the_model_is_sure_of_no_emergency_a_person_confirms(
    emergency: float | None, certain: bool
) -> None:
    scene = replace(SCENE, opinion=doubt(emergency=emergency))
    found = READER.read("3栋着火了", scene).decision.emergency
    assert found is not None
    assert found.certain is certain


def test_silent_kinds_are_not_doubted() -> None:
    decision = READER.read("我不想活了", replace(SCENE, opinion=doubt(emergency=0.001))).decision
    assert decision.emergency is not None
    assert decision.emergency.certain
    assert decision.private


@pytest.mark.parametrize(
    ("text", "fields", "code"),
    [
        ("桌上那个杯子我摔了 他在门外", {}, "EM05"),
        ("桌上那个杯子我摔了 他在门外", {"emergency": 0.4}, None),
        ("桌上那个杯子我摔了 他在门外", {"request": 0.1}, None),
        ("桌上那个杯子我摔了 他在门外", {"emergency_code": None}, None),
        ("去年他在门外摔杯子那回", {}, None),
        ("听说有个杯子摔了", {}, None),
        ("明天消防演练", {}, None),
    ],
)
def test_what_only_the_model_sees(text: str, fields: dict[str, object], code: str | None) -> None:
    sure = {"request": 0.9, "emergency": 0.95, "emergency_code": "EM05"}
    emergency = READER.read(text, replace(SCENE, opinion=doubt(**sure | fields))).decision.emergency
    assert (emergency.code if emergency else None) == code
    assert emergency is None or not emergency.certain


SUSPECTED = Opinion(
    request=0.9,
    question=0.0,
    item="NEG-16",
    category="NEG",
    confidence=0.9,
    emergency=0.95,
    emergency_code="EM09",
)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("周六一起去街道办讨个说法", {}),
        ("我们到了 正在看", {"role": Role.GRID_MEMBER}),
        ("那边声音好大", {"cases": (open_case({"number": 7, "item": "NEG-16", "urgency": "P0"}),)}),
    ],
)
def test_the_model_alone_suspects_nothing(text: str, fields: dict[str, object]) -> None:
    """Not of those who organise, of staff, or where an emergency is open already."""
    scene = replace(SCENE, opinion=SUSPECTED, **fields)  # type: ignore[arg-type]
    assert READER.read(text, scene).decision.emergency is None


def hear(text: str, *, case: OpenCase, opinion: Opinion | None = None) -> float:
    scene = replace(SCENE, cases=(case,), opinion=opinion)
    return likeness(READER.hear(text, scene), case)


def test_a_case_among_the_first_three_items_is_likelier() -> None:
    case = open_case({"number": 7, "item": "WY-01"})
    first = doubt(request=0.9, item="AQ-18", category="AQ", confidence=0.9, top3=("AQ-18", "WY-01"))
    assert hear("吱呀响", case=case, opinion=first) > hear("吱呀响", case=case)


def test_a_case_of_another_room_is_less_likely() -> None:
    case = open_case({"number": 7, "words": "电梯停了"})
    away = replace(case, in_room=False)
    there = READER.hear("电梯", replace(SCENE, cases=(away,)))
    here = READER.hear("电梯", replace(SCENE, cases=(case,)))
    assert meant(there).score < meant(here).score


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("WY-01", "WY-03", True),
        ("JF-02", "WY-02", True),
        ("NEG-01", "NEG-05", False),
        ("WY-01", "LD-01", False),
        (None, "WY-01", False),
    ],
)
def test_near_items(one: str | None, other: str, near: bool) -> None:
    assert near_items(one, other) is near


def test_other_building_speaks_against_a_case() -> None:
    case = replace(open_case({"number": 7, "words": "电梯停了"}), place=Place(building="3栋"))
    assert hear("3号楼电梯", case=case) > hear("电梯", case=case) > hear("5栋电梯", case=case)


def test_talk_carries_no_place() -> None:
    decision = READER.read("3栋的快递到了", SCENE).decision
    assert (decision.act, decision.place) == (Act.CHAT, None)
