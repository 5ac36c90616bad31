"""Rows about cards: which may show what is not so any more."""

from dataclasses import replace

from bot.ports.cards import ShownCard
from tests.builders import T0, after, case, delivery

CARD = ShownCard(
    delivery="delivery-000001",
    case="case-000001",
    channel="fake",
    reference="ref-1",
    room="lead",
    person=None,
    shown="abc",
    version=0,
    look_at=after(300),
)


async def kept(unit) -> None:
    await unit.cases.add(case())
    await unit.deliveries.add([delivery(), delivery(2)])
    await unit.cards.add(CARD)


async def test_a_card_is_due_when_its_case_has_changed(store):
    async def write(unit):
        await kept(unit)
        found = await unit.cases.get(CARD.case)
        assert await unit.cards.stale(T0, 9) == []
        await unit.cases.change(found)
        (due,) = await unit.cards.stale(T0, 9)
        assert due == replace(CARD, text="已登记 #1")
        await unit.cards.drawn(replace(CARD, version=found.version + 1, shown="def"))
        assert await unit.cards.stale(T0, 9) == []

    await store.work(write)


async def test_a_card_is_due_when_it_is_to_be_looked_at_again(store):
    async def read(unit):
        await kept(unit)
        assert await unit.cards.stale(after(299), 9) == []
        (due,) = await unit.cards.stale(after(300), 9)
        await unit.cards.drawn(replace(due, look_at=after(600)))
        assert await unit.cards.stale(after(599), 9) == []

    await store.look(read)


async def test_a_card_that_is_held_waits(store):
    async def write(unit):
        await kept(unit)
        await unit.cards.hold(CARD.delivery, after(400))
        assert await unit.cards.stale(after(399), 9) == []
        (due,) = await unit.cards.stale(after(400), 9)
        await unit.cards.drawn(replace(due, look_at=after(500)))
        assert len(await unit.cards.stale(after(500), 9)) == 1

    await store.work(write)


async def test_the_same_card_twice_is_one_and_one_that_is_left_is_none(store):
    async def write(unit):
        await kept(unit)
        await unit.cards.add(replace(CARD, shown="other"))
        second = replace(CARD, delivery="delivery-000002", look_at=after(100))
        await unit.cards.add(second)
        found = await unit.cards.stale(after(900), 9)
        assert [one.delivery for one in found] == [second.delivery, CARD.delivery]
        assert [one.shown for one in found] == ["abc", "abc"]
        assert len(await unit.cards.stale(after(900), 1)) == 1
        for _ in range(2):
            await unit.cards.leave(second.delivery)
        assert [one.delivery for one in await unit.cards.stale(after(900), 9)] == [CARD.delivery]

    await store.work(write)


async def test_whether_words_want_a_card_is_kept_with_them(store):
    async def write(unit):
        await unit.deliveries.add([delivery(card=True), delivery(2)])
        assert [one.card for one in await unit.deliveries.all(9)] == [True, False]

    await store.work(write)
