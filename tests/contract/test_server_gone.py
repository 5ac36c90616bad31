"""The database is gone for a while: nobody is told that anything was stored, and everything goes on
when it is back, without a restart.
"""

import asyncio

import pytest

from bot.domain.errors import StorageError
from bot.storage.engine import make_engine
from bot.storage.leading import Leader
from bot.wiring.store import open_store
from tests.builders import stored
from tests.servers import PostgresServer

DATABASE = "gone_test"


@pytest.fixture
def server():
    made = PostgresServer()
    made.make(DATABASE)
    yield made
    made.close()


async def test_work_goes_on_when_it_is_back(server):
    store = await open_store(server.url(DATABASE))
    leader = Leader(await asyncio.to_thread(make_engine, server.url(DATABASE)))
    assert await store.work(lambda unit: unit.messages.add([stored(1)])) == 1
    assert await leader.leads()
    await asyncio.to_thread(server.stop)
    for _ in range(2):
        with pytest.raises(StorageError):
            await store.work(lambda unit: unit.messages.add([stored(2)]))
        with pytest.raises(StorageError):
            await store.look(lambda unit: unit.messages.held())
        assert not await leader.leads()
    await asyncio.to_thread(server.start)
    assert await store.look(lambda unit: unit.messages.held()) == 1
    assert await store.work(lambda unit: unit.messages.add([stored(1), stored(2)])) == 1
    assert await leader.leads()
    await leader.close()
    await store.close()


async def test_what_was_not_committed_when_it_went_is_not_there(server):
    store = await open_store(server.url(DATABASE))

    async def cut(unit):
        await unit.messages.add([stored(1)])
        server.stop()

    with pytest.raises(StorageError):
        await store.work(cut)
    await asyncio.to_thread(server.start)
    assert await store.look(lambda unit: unit.messages.held()) == 0
    await store.close()
