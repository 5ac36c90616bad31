"""A turn as a whole, and the question that is open in its thread."""

from dataclasses import FrozenInstanceError, replace

import pytest

from bot.domain.question import Question, QuestionKind
from tests.builders import T0, stored, turn

FRAGMENTS = replace(turn(), messages=(stored(1, "在吗"), stored(2, "3栋电梯"), stored(3, "坏了")))


def test_the_words_of_a_turn():
    assert FRAGMENTS.text == "在吗\n3栋电梯\n坏了"
    assert (FRAGMENTS.first.text, FRAGMENTS.last.text) == ("在吗", "坏了")


def test_values_do_not_change():
    with pytest.raises(FrozenInstanceError):
        FRAGMENTS.urgent = True


def test_questions_need_no_payload():
    asked = Question(thread="own/wang", kind=QuestionKind.PLACE, case="case-1", until=T0)
    assert asked.payload == {}
