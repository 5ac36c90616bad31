"""What is in hand is what rows say, and goes when it is due to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.turn import StoredMessage
from bot.storage.hand import Hand
from tests.builders import stored, turn, understanding


def ids(messages: list[StoredMessage] | None) -> list[str] | None:
    return None if messages is None else [message.id for message in messages]


@pytest.fixture
def hand() -> Hand:
    held = Hand(most=3)
    held.take([stored(1), stored(2)])
    held.belong("turn-1", [stored(1), stored(2)])
    held.understand({"turn-1": understanding(), "turn-9": understanding()})
    return held


def test_what_is_not_all_there_is_not_given_at_all(hand):
    assert ids(hand.messages(["message-000002", "message-000001"])) == [
        "message-000002",
        "message-000001",
    ]
    assert hand.messages(["message-000001", "message-000003"]) is None


def test_a_turn_goes_with_its_words(hand):
    assert hand.understanding("turn-1") == understanding()
    hand.done(["turn-1", "turn-1"])
    assert (len(hand), hand.understanding("turn-1")) == (0, None)


def test_nothing_is_kept_of_a_turn_that_nobody_would_let_go(hand):
    assert hand.understanding("turn-9") is None


def test_a_full_hand_keeps_what_comes_next(hand):
    hand.take([stored(3), stored(4)])
    assert len(hand) == 3
    assert hand.messages(["message-000004"]) is None
    hand.drop(["message-000001"])
    hand.take([stored(4)])
    assert ids(hand.messages(["message-000004"])) == ["message-000004"]


async def test_rows_say_what_there_is(store):
    """Another process may have written, a unit may have been undone: both are seen."""
    await store.work(lambda unit: unit.messages.add([stored(1)]))
    with pytest.raises(KeyError):
        await store.work(undone)
    assert await store.work(lambda unit: unit.messages.unassembled(9)) == [stored(1)]

    async def assemble(unit):
        await unit.turns.save([turn(1)], [], {"message-000001": "turn-000001"})
        (found,) = await unit.turns.claim_due(turn(1).due_at, timedelta(minutes=1), 9)
        return found

    found = await store.work(assemble)
    assert found == replace(turn(1), messages=(stored(1),))


async def undone(unit):
    await unit.messages.add([stored(2)])
    raise KeyError("on purpose")
