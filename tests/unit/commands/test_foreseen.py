"""A model that is asked beforehand answers as the model does, and is asked for each text once."""

import pytest

from bot.commands.foreseen import Foreseen
from tests.fakes.classifier import FakeClassifier


def test_it_answers_as_the_model_does():
    model = FakeClassifier()
    foreseen = Foreseen(model, ["路灯坏了", "吃了吗", "吃了吗"])
    texts = ["吃了吗", "路灯坏了", "路灯坏了，谁管", "吃了吗"]
    assert foreseen.rank(texts) == FakeClassifier().rank(texts)
    assert foreseen.rank(texts) == foreseen.rank(texts)
    assert model.asked == [sorted({"路灯坏了", "吃了吗"}), ["路灯坏了，谁管"]]
    assert foreseen.predict(texts) == FakeClassifier().predict(texts)


def test_nothing_said_asks_nothing():
    model = FakeClassifier()
    assert Foreseen(model, []).rank([]) == []
    assert model.asked == []


def test_a_text_the_model_fails_at_fails_when_it_comes():
    foreseen = Foreseen(FakeClassifier(trips=["坏"]), ["路灯坏了", "吃了吗"])
    assert foreseen.rank(["吃了吗"]) == FakeClassifier().rank(["吃了吗"])
    with pytest.raises(ArithmeticError):
        foreseen.rank(["路灯坏了"])
