"""Station 4: what the model thinks of turns, in batches; a text it fails at harms no other."""

import pytest

from bot.domain.errors import StorageFull
from bot.domain.turn import Guess
from classifiers.api import Gate, Prediction
from tests.fakes.classifier import FakeClassifier


async def heard(rig, *texts):
    """A turn of one message each, and over."""
    for number, text in enumerate(texts):
        await rig.hear(text, sender=f"a-{number}")
    while await rig.journey.assembly.run_once():
        pass
    rig.clock.advance(11)


async def understood(rig):
    async def read(unit):
        return await unit.turns.next_understood(99)

    return await rig.store.work(read)


async def test_a_turn_is_handed_on_with_what_was_understood(rig):
    await rig.hear("在吗")
    await rig.hear("3栋路灯坏了")
    await rig.journey.assembly.run_once()
    assert await rig.journey.understanding.run_once() == 0
    rig.clock.advance(11)
    assert await rig.journey.understanding.run_once() == 1
    (turn,) = await understood(rig)
    what = turn.understanding
    assert (what.whole.item, what.whole.request, what.whole.model) == ("GY-11", 0.97, "fake-1")
    assert [guess.request for guess in what.messages] == [0.02, 0.97]
    assert rig.signals.notified["casework"] == 1


async def test_every_text_is_asked_once(rig):
    await heard(rig, "路灯坏了", "路灯坏了", "电梯坏了")
    await rig.journey.understanding.run_once()
    assert rig.classifier.asked == [["电梯坏了", "路灯坏了"]]


async def test_two_problems_in_one_message(rig):
    await heard(rig, "3栋路灯坏了，另外5栋电梯也坏了")
    await rig.journey.understanding.run_once()
    (turn,) = await understood(rig)
    assert [guess.item for _, guess in turn.understanding.problems] == ["GY-11", "WY-01"]


async def test_batches(rig):
    rig.with_settings(batch=2)
    await heard(rig, "一", "二", "三")
    assert [await rig.journey.understanding.run_once() for _ in range(3)] == [2, 1, 0]


async def test_understanding_twice_changes_nothing(rig):
    await heard(rig, "路灯坏了")
    await rig.journey.understanding.run_once()
    assert await rig.journey.understanding.run_once() == 0
    assert await rig.turns() == {"understood": 1}


class Tripping:
    @pytest.fixture
    def classifier(self):
        return FakeClassifier(trips=["炸"])


class TestATextTheModelFailsAt(Tripping):
    async def test_harms_no_other(self, rig):
        await heard(rig, "路灯坏了", "炸", "电梯坏了", "一", "二")
        assert await rig.journey.understanding.run_once() == 5
        assert await rig.turns() == {"open": 1, "understood": 4}
        assert sorted(turn.text for turn in await understood(rig)) == [
            "一",
            "二",
            "电梯坏了",
            "路灯坏了",
        ]

    async def test_is_parked_after_three_attempts(self, rig):
        await heard(rig, "炸", "路灯坏了")
        for _ in range(4):
            await rig.journey.understanding.run_once()
        assert await rig.turns() == {"parked": 1, "understood": 1}
        assert await rig.store.look(lambda unit: unit.counters.parked()) == 1

    async def test_keeps_its_words_for_the_person_who_looks_at_it(self, rig):
        await heard(rig, "炸")
        for _ in range(4):
            await rig.journey.understanding.run_once()
        rig.clock.advance(9999)
        await rig.settle()
        assert await rig.store.look(lambda unit: unit.messages.held()) == 1


async def test_trouble_of_the_store_is_no_trouble_of_the_text(rig, monkeypatch):
    await heard(rig, "路灯坏了")
    working = rig.store.work
    asked = []

    async def work(unit_of_work):
        asked.append(unit_of_work)
        if len(asked) == 2:
            raise StorageFull("no room")
        return await working(unit_of_work)

    monkeypatch.setattr(rig.store, "work", work)
    with pytest.raises(StorageFull):
        await rig.journey.understanding.run_once()
    assert await rig.turns() == {"open": 1}
    rig.clock.advance(61)
    assert await rig.journey.understanding.run_once() == 1
    (turn,) = await understood(rig)
    assert turn.attempts == 0


class TestAModelThatAnswersEverything:
    """What stands in a prediction is what is kept."""

    @pytest.fixture
    def classifier(self):
        class Fixed(FakeClassifier):
            def rank(self, texts):
                return [
                    Prediction(
                        gate=Gate.QUESTION if text == "问" else Gate.NEITHER,
                        request_probability=0.625,
                        item=None,
                        category=None,
                        top3=(),
                        confidence=0.125,
                        model="m",
                    )
                    for text in texts
                ]

        return Fixed()

    @pytest.mark.parametrize(("text", "question"), [("问", 0.625), ("答", 0.0)])
    async def test_questions(self, rig, text, question):
        await heard(rig, text)
        await rig.journey.understanding.run_once()
        (turn,) = await understood(rig)
        assert turn.understanding.whole == Guess(
            request=0.625,
            question=question,
            item=None,
            category=None,
            top3=(),
            confidence=0.125,
            model="m",
        )


async def test_a_model_that_fails_at_everything_stops_the_program(rig):
    """No text is to blame, so none is parked: everything is there when the model is mended."""
    rig.classifier._trips = ("",)
    await heard(rig, "路灯坏了", "今晚吃什么")
    for _ in range(5):
        with pytest.raises(ArithmeticError):
            await rig.journey.understanding.run_once()
        rig.clock.advance(61)
    assert await rig.turns() == {"open": 2}
