"""What is left of somebody who wants to be forgotten."""

from dataclasses import replace

import pytest

from bot.domain.case import EventKind
from bot.domain.forgetting import STAND_IN, disguised, disguised_event, masked
from bot.domain.place import Place
from tests.builders import case, case_event

CASE = replace(
    case(),
    words="我是3栋602的，电话13800138000",
    place=Place(building="3栋", unit="2单元", floor="6楼", room="602", spot="602门口"),
    supporters=("zhao", "wang"),
    last_speaker="wang",
)


def mask(text: str) -> str:
    return text.replace("13800138000", "[电话]").replace("602", "")


def test_a_case_that_is_worked_on_keeps_its_reporter_and_its_place():
    shown = masked(CASE, mask)
    assert shown == replace(CASE, words="我是3栋的，电话[电话]")


def test_a_case_that_is_over_loses_its_reporter():
    assert disguised(CASE, "wang", mask) == replace(
        CASE,
        words="我是3栋的，电话[电话]",
        place=Place(building="3栋", unit="2单元", spot="门口"),
        reporter=STAND_IN,
        last_speaker=STAND_IN,
        supporters=("zhao", STAND_IN),
    )


def test_a_neighbour_who_joined_leaves_the_words_of_others():
    expected = replace(CASE, supporters=(STAND_IN, "wang"))
    assert disguised(CASE, "zhao", mask) == expected


@pytest.mark.parametrize("role", ["reporter", "concerned"])
def test_whom_it_is_about_is_forgotten_like_its_reporter(role):
    shown = disguised(replace(CASE, **{role: "li"}), "li", mask)
    assert getattr(shown, role) == STAND_IN
    assert shown.place.room is None


def test_a_line_of_a_history():
    line = case_event(
        1,
        kind=EventKind.PLACED,
        actor="wang",
        detail={
            "place": {"building": "3栋", "room": "602", "spot": "602门口"},
            "by": "wang",
            "to": "liu",
            "words": "打13800138000",
            "score": 5,
            "note": "602",
        },
    )
    assert disguised_event(line, "wang", mask) == replace(
        line,
        actor=STAND_IN,
        detail={
            "place": {"building": "3栋", "spot": "门口"},
            "by": STAND_IN,
            "to": "liu",
            "words": "打[电话]",
            "score": 5,
            "note": "602",
        },
    )
