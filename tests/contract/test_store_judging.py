"""Doubts, corrections and orders in the store, and text that is held and taken back for them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.correction import Correction, CorrectionKind, Order, OrderKind
from bot.domain.delivery import DeliveryState
from bot.domain.doubt import Doubt
from tests.builders import T0, after, delivery, stored, turn


def doubt(number=1, **fields) -> Doubt:
    usual = {
        "id": f"doubt-{number}",
        "message": f"message-{number:06}",
        "turn": f"turn-{number:06}",
        "said_in": "owners-g1/chen",
        "community": "桥头社区",
        "grid": "g1",
        "item": "CG-09",
        "private": False,
        "created_at": after(number),
        "until": after(number, days=1),
    }
    return Doubt(**usual | fields)


def correction(number=1, **fields) -> Correction:
    usual = {
        "id": f"correction-{number}",
        "kind": CorrectionKind.WRONG_ITEM,
        "text": f"楼下又吵起来了 {number}",
        "item": "JF-01",
        "was": "WY-05",
        "model": "linear-1",
        "day": date(2026, 3, 2),
    }
    return Correction(**usual | fields)


async def put(store, *doubts):
    async def write(unit):
        for one in doubts:
            await unit.doubts.add(one)

    await store.work(write)


async def test_a_doubt_is_found_by_its_id_and_its_message(store):
    await put(store, doubt(1), doubt(2, said_in="owners-g1/he", grid=None))

    async def read(unit):
        assert await unit.doubts.get("doubt-1") == doubt(1)
        assert await unit.doubts.of_message("message-000002") == doubt(
            2, said_in="owners-g1/he", grid=None
        )
        assert await unit.doubts.get("doubt-3") is None
        assert await unit.doubts.of_message("message-000003") is None

    await store.look(read)


async def test_a_doubt_asked_about_is_not_unasked(store):
    await put(store, doubt(2), doubt(1), doubt(3, grid="g2"))
    asked = replace(doubt(1), asked="liang", thread="private:fake/liang", cause="turn-9")

    async def write(unit):
        assert await unit.doubts.unasked("g1", 9) == [doubt(1), doubt(2)]
        assert await unit.doubts.unasked("g1", 1) == [doubt(1)]
        await unit.doubts.change(asked)
        assert await unit.doubts.unasked("g1", 9) == [doubt(2)]
        assert await unit.doubts.get("doubt-1") == asked
        assert await unit.doubts.latest(2) == [doubt(3, grid="g2"), doubt(2)]

    await store.work(write)


async def test_doubts_of_no_grid_are_found(store):
    await put(store, doubt(1, grid=None))
    assert await store.look(lambda unit: unit.doubts.unasked(None, 9)) == [doubt(1, grid=None)]


async def test_what_is_doubted_in_a_conversation_is_known_for_a_while(store):
    await put(store, doubt(5))

    async def read(unit):
        assert await unit.doubts.raised_in("owners-g1/chen", after(5))
        assert not await unit.doubts.raised_in("owners-g1/chen", after(6))
        assert not await unit.doubts.raised_in("owners-g1/he", T0)

    await store.look(read)


async def test_a_settled_doubt_is_gone_and_an_old_one_is_over(store):
    await put(store, doubt(1), doubt(2))

    async def write(unit):
        await unit.doubts.settle("doubt-1")
        await unit.doubts.settle("doubt-1")
        assert await unit.doubts.over(after(2, days=1) - timedelta(seconds=1), 9) == []
        assert await unit.doubts.over(after(2, days=1), 9) == [doubt(2)]

    await store.work(write)


async def test_the_newest_word_on_a_text_is_kept(store):
    again = correction(2, text="楼下又吵起来了 1", item="CG-20", day=date(2026, 3, 3))

    async def write(unit):
        for one in (correction(1), correction(3), again):
            await unit.corrections.add(one)
        assert await unit.corrections.all(9) == [correction(3), again]
        assert await unit.corrections.all(1) == [correction(3)]
        assert await unit.corrections.count() == 2

    await store.work(write)


async def test_corrections_can_be_taken_away(store):
    async def write(unit):
        for number in (1, 2, 3):
            await unit.corrections.add(correction(number, item=None, was=None))
        assert await unit.corrections.remove(["correction-1", "correction-9"]) == 1
        assert await unit.corrections.clear() == 2
        assert await unit.corrections.all(9) == []

    await store.work(write)


async def test_orders_go_oldest_first_and_once(store):
    first = Order(id="b", kind=OrderKind.IS_A_REPORT, subject="doubt-1", given_at=T0)
    second = Order(
        id="a", kind=OrderKind.OTHER_MATTER, subject="case-1", given_at=after(1), value="JF-01"
    )

    async def write(unit):
        await unit.orders.give(second)
        await unit.orders.give(first)
        assert await unit.orders.given(9) == [first, second]
        assert await unit.orders.given(1) == [first]
        await unit.orders.done("b")
        await unit.orders.done("b")
        assert await unit.orders.given(9) == [second]

    await store.work(write)


async def test_a_finished_turn_is_held_as_long_as_somebody_wants(store):
    async def write(unit):
        message = stored(1)
        await unit.messages.add([message])
        await unit.turns.save([turn(1)], [], {message.id: "turn-000001"})
        await unit.turns.hold({"turn-000001": after(0)})  # not finished: nothing is held
        await unit.turns.finish({"turn-000001": None}, after(5))
        await unit.turns.hold({"turn-000001": after(60)})
        assert await unit.messages.erase(after(59), 9) == 0
        await unit.turns.hold({})
        await unit.turns.hold({"turn-000001": after(30)})
        assert await unit.messages.erase(after(30), 9) == 1

    await store.work(write)


async def test_a_quoted_message_is_found_while_it_is_held(store):
    async def write(unit):
        message = stored(1)
        await unit.messages.add([message])
        named = (message.room, message.channel, message.external_id)
        assert await unit.messages.quoted(*named) is None
        await unit.messages.decided({message.id: ("chat", None)})
        said = await unit.messages.quoted(*named)
        assert said is not None
        assert (said.message, said.sender, said.text) == (message.id, message.sender, message.text)
        assert await unit.messages.quoted(message.room, "other", message.external_id) is None

    await store.work(write)


@pytest.mark.parametrize("sent", [False, True])
async def test_words_to_one_person_are_forgotten(store, lease, sent):
    mine = delivery(1, cause="turn-1", person="liang")
    others = [
        delivery(2, cause="turn-1", ordinal=2, person="he"),
        delivery(3, cause="turn-1", ordinal=3, person="liang", case="case-1"),
        delivery(4, cause="turn-2", person="liang"),
    ]

    async def write(unit):
        await unit.deliveries.add([mine, *others])
        if sent:
            await unit.deliveries.sent(mine.id, "receipt", after(1))
        await unit.deliveries.forget("turn-1", "liang")
        return {one.id: one for one in await unit.deliveries.all(9)}

    found = await store.work(write)
    assert found[mine.id].text == ""
    assert found[mine.id].state is (DeliveryState.SENT if sent else DeliveryState.DROPPED)
    for other in others:
        assert (found[other.id].text, found[other.id].state) == (other.text, DeliveryState.QUEUED)
