"""What is due next of all kinds together is what each kind tells by itself."""

from tests.builders import T0, after, delivery, stored, turn


async def test_nothing_is_due_where_nothing_waits(store):
    assert await store.look(lambda unit: unit.dues.first()) == {}


async def test_it_is_the_first_of_each_kind(store):
    async def fill(unit):
        await unit.messages.add([stored(1), stored(2)])
        turns = [
            turn(1, due_at=after(50), messages=()),
            turn(2, due_at=after(40), messages=()),
        ]
        await unit.turns.save(turns, [], {})
        await unit.deliveries.add([delivery(1, due_at=after(70))])

    await store.work(fill)

    async def each(unit):
        return await unit.dues.first(), {
            "turns": await unit.turns.next_due(),
            "deliveries": await unit.deliveries.next_due(),
        }

    together, alone = await store.look(each)
    assert together == alone
    assert together["turns"] == after(40)
    assert T0 < together["turns"] < together["deliveries"]
