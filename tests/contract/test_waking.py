"""What one process has left in rows, another looks at without waiting; and if it is not woken, it
looks anyway.
"""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.signals import LocalSignals
from bot.storage.waking import SharedSignals
from tests.servers import PostgresServer

DATABASE = "waking_test"
LONG, NEVER = timedelta(seconds=20), timedelta(seconds=60)


@pytest.fixture(scope="module")
def server():
    made = PostgresServer()
    made.make(DATABASE)
    yield made
    made.close()


@asynccontextmanager
async def running(server, number=2):
    made = [
        SharedSignals(LocalSignals(), server.url(DATABASE), SystemClock()) for _ in range(number)
    ]
    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(one.run()) for one in made]
        yield made
        for life in lives:
            life.cancel()


async def woken(one, by, topic="outbox"):
    """Until `by` has woken `one`: what was told before anybody listened is not heard."""
    waiting = asyncio.ensure_future(one.wait(topic, NEVER))
    async with asyncio.timeout(20):
        while not waiting.done():
            by.notify(topic)
            await asyncio.wait([waiting], timeout=0.05)


async def test_others_are_woken(server):
    async with running(server, 3) as (one, *others):
        for other in others:
            await woken(other, one)


async def test_by_their_topic_only(server):
    async with running(server) as (one, other):
        await woken(other, one)
        await other.wait("outbox", timedelta(milliseconds=100))  # what is still on its way
        waiting = asyncio.ensure_future(other.wait("timers", NEVER))
        await woken(other, one, "casework")
        assert not waiting.done()
        await woken(other, one, "timers")
        await asyncio.wait_for(waiting, 20)


async def test_who_tells_is_woken_at_once_and_once(server):
    async with running(server) as (one, other):
        await woken(other, one)
        await one.wait("outbox", NEVER)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one.wait("outbox", NEVER), 0.3)


async def test_without_a_server_it_is_a_process_of_its_own():
    nowhere = "postgresql://qunli@/none_test?host=/nowhere"
    alone = SharedSignals(LocalSignals(), nowhere, SystemClock())
    life = asyncio.ensure_future(alone.run())
    alone.notify("outbox")
    await asyncio.wait_for(alone.wait("outbox", NEVER), 20)
    assert not life.done()
    life.cancel()
    await asyncio.wait([life])


async def test_the_server_was_gone(server):
    async with running(server) as (one, other):
        await woken(other, one)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await woken(other, one)
