"""The queue in the store: many come at once, one writes for all, and all hear how it went."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import StorageError, StorageFull
from bot.queues.embedded import EmbeddedQueue
from tests.builders import stored
from tests.fakes.clock import FakeClock

GATHER = timedelta(milliseconds=10)


class FakeStore:
    """Only what the queue needs of a store."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.trouble: BaseException | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    @property
    def messages(self):
        return self

    async def add(self, messages) -> int:
        known = {text for batch in self.batches for text in batch}
        self.batches.append([message.external_id for message in messages])
        return len({message.external_id for message in messages} - known)

    async def work(self, unit_of_work):
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        return await unit_of_work(self)


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(store, clock) -> EmbeddedQueue:
    return EmbeddedQueue(store=store, clock=clock, gather=GATHER)


async def run_others() -> None:
    for _ in range(5):
        await asyncio.sleep(0)  # noqa: TID251 - lets the others run


def put(queue, *numbers) -> asyncio.Future:
    return asyncio.ensure_future(queue.put([stored(number) for number in numbers]))


async def test_one_transaction_for_all_that_come_together(queue, store, clock):
    puts = [put(queue, 1), put(queue, 2, 3), put(queue, 1)]
    await run_others()
    assert store.batches == []
    clock.advance(GATHER)
    assert await asyncio.gather(*puts) == [3, 3, 3]
    assert store.batches == [["x-1", "x-2", "x-3", "x-1"]]


async def test_nobody_hears_thanks_before_the_commit(queue, store, clock):
    store.gate.clear()
    puts = [put(queue, 1), put(queue, 2)]
    await run_others()
    clock.advance(GATHER)
    await run_others()
    assert not any(one.done() for one in puts)
    store.gate.set()
    assert await asyncio.gather(*puts) == [2, 2]


async def test_who_comes_while_others_are_written_is_written_next(queue, store, clock):
    store.gate.clear()
    first = put(queue, 1)
    await run_others()
    clock.advance(GATHER)
    await run_others()
    second = put(queue, 2)
    await run_others()
    clock.advance(GATHER)
    store.gate.set()
    assert (await first, await second) == (1, 1)
    assert sorted(store.batches) == [["x-1"], ["x-2"]]


@pytest.mark.parametrize("trouble", [StorageFull("no room"), StorageError("odd")])
async def test_where_nothing_was_stored_everybody_hears_it(queue, store, clock, trouble):
    store.trouble = trouble
    puts = [put(queue, number) for number in (1, 2, 3)]
    await run_others()
    clock.advance(GATHER)
    assert await asyncio.gather(*puts, return_exceptions=True) == [trouble] * 3
    store.trouble = None
    again = put(queue, 1)
    await run_others()
    clock.advance(GATHER)
    assert await again == 1


async def test_a_fault_of_the_program_reaches_everybody(queue, store, clock):
    store.trouble = ZeroDivisionError()
    puts = [put(queue, 1), put(queue, 2)]
    await run_others()
    clock.advance(GATHER)
    first, second = await asyncio.gather(*puts, return_exceptions=True)
    assert isinstance(first, ZeroDivisionError)
    assert str(second) == "not stored: ZeroDivisionError"


@pytest.mark.parametrize("writing", [False, True])
async def test_others_do_not_wait_for_one_who_was_cancelled(queue, store, clock, writing):
    """The one who writes for all was cancelled: the others hear that they are not stored."""
    store.gate.clear()
    leader, follower = put(queue, 1), put(queue, 2)
    await run_others()
    if writing:
        clock.advance(GATHER)
        await run_others()
    leader.cancel()
    await run_others()
    assert leader.cancelled()
    assert isinstance(follower.exception(), StorageError)
    store.gate.set()
    after = put(queue, 3)
    await run_others()
    clock.advance(GATHER)
    assert await after == 1


async def test_one_who_only_waits_may_be_cancelled(queue, store, clock):
    leader, follower = put(queue, 1), put(queue, 2)
    await run_others()
    follower.cancel()
    await run_others()
    clock.advance(GATHER)
    assert await leader == 2
