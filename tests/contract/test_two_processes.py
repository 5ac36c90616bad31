"""Two processes over one store on a server: a group's turns keep their order, nobody waits for a
process that died, and whoever was slow does nothing twice.
"""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import Conflict
from bot.storage.engine import make_engine
from bot.storage.unit import SqlStore
from tests.builders import after, case, stored, turn, understanding

LEASE = timedelta(seconds=8)


@pytest.fixture
async def two(emptied):
    """Two stores with connections of their own over the same rows."""
    url = emptied.url.render_as_string(hide_password=False)
    engines = [await asyncio.to_thread(make_engine, url) for _ in range(2)]
    stores = [SqlStore(engine, in_hand=0) for engine in engines]
    yield stores
    for store in stores:
        await store.close()


def of(group: str, number: int):
    return turn(number, room=group, thread=f"{group}/wang", due_at=after(number))


async def opened(store, *turns):
    messages = [stored(n, room=one.room, thread=one.thread) for n, one in enumerate(turns)]
    assigned = {message.id: one.id for message, one in zip(messages, turns, strict=True)}

    async def write(unit):
        await unit.messages.add(messages)
        await unit.turns.save(turns, [], assigned)

    await store.work(write)


async def claim(store, limit=10, at=99):
    found = await store.work(lambda unit: unit.turns.claim_due(after(at), LEASE, limit))
    return [one.id for one in found]


async def understand(store, *ids):
    await store.work(lambda unit: unit.turns.understood({id_: understanding() for id_ in ids}))


def number(n: int) -> str:
    return turn(n).id


async def test_while_one_understands_a_group_the_other_takes_another(two):
    one, other = two
    await opened(one, of("a", 1), of("a", 2), of("b", 3))
    assert await claim(one, 1) == [number(1)]
    assert await claim(other) == [number(3)]
    await understand(one, number(1))
    assert await claim(other) == [number(2)]


async def test_a_group_moves_on_when_the_lease_of_a_dead_process_is_over(two):
    one, other = two
    await opened(one, of("a", 1), of("a", 2))
    assert await claim(one, 1) == [number(1)]
    assert await claim(other, at=99 + 8) == []
    assert await claim(other, at=99 + 8.001) == [number(1), number(2)]


async def test_who_is_slow_does_nothing_twice(two):
    one, other = two
    await opened(one, of("a", 1))
    await claim(one)
    await claim(other, at=120)
    await understand(other, number(1))
    await other.work(lambda unit: unit.turns.finish({number(1): None}, after(999)))
    await understand(one, number(1))
    await one.work(lambda unit: unit.turns.failed(number(1), reason="late", park=True))
    assert await one.look(lambda unit: unit.turns.waiting()) == {"done": 1}


class Held:
    """A unit of work that has taken its turns and is not over."""

    def __init__(self, loop, take) -> None:
        self._loop = loop
        self._take = take
        self._go = threading.Event()
        self.found: asyncio.Future = loop.create_future()

    async def work(self, unit):
        found = await self._take(unit)
        self._loop.call_soon_threadsafe(self.found.set_result, found)
        self._go.wait(20)
        return found

    def release(self):
        self._go.set()


async def holding(store, take):
    """Run `take` in a unit of work that stays open; gives what it took, and what ends it."""
    held = Held(asyncio.get_running_loop(), take)
    work = asyncio.ensure_future(store.work(held.work))
    found = await asyncio.wait_for(asyncio.shield(held.found), 20)

    async def end():
        held.release()
        await work

    return found, end


async def ready(store, *turns):
    await opened(store, *turns)
    await claim(store)
    await understand(store, *(one.id for one in turns))


async def test_casework_of_a_group_is_one_processs_at_a_time(two):
    one, other = two
    await ready(one, of("a", 1), of("b", 2), of("a", 3))
    found, end = await holding(one, lambda unit: unit.turns.next_understood(10))
    assert [turn.id for turn in found] == [number(1), number(3)]
    beside = await other.work(lambda unit: unit.turns.next_understood(10))
    assert [turn.id for turn in beside] == [number(2)]
    await end()
    again = await other.work(lambda unit: unit.turns.next_understood(1))
    assert [turn.id for turn in again] == [number(1)]


async def test_a_case_that_both_change_is_changed_once(two):
    one, other = two
    await one.work(lambda unit: unit.cases.add(case()))
    changed = replace(case(), reopened=1)
    await one.work(lambda unit: unit.cases.change(changed))
    with pytest.raises(Conflict):
        await other.work(lambda unit: unit.cases.change(changed))


async def test_the_same_message_from_two_platform_lines_is_stored_once(two):
    one, other = two

    async def add(store):
        try:
            return await store.work(lambda unit: unit.messages.add([stored(7)]))
        except Conflict:
            return 0

    for _ in range(5):
        assert sum(await asyncio.gather(add(one), add(other))) <= 1
    assert await one.look(lambda unit: unit.messages.held()) == 1


async def test_numbers_of_cases_are_given_once_each(two):
    async def take(store):
        return [
            await store.work(lambda unit: unit.cases.next_number("community")) for _ in range(25)
        ]

    numbers = await asyncio.gather(*(take(store) for store in two))
    assert sorted(numbers[0] + numbers[1]) == list(range(1, 51))
