"""How much lies in a store, of every kind of store."""

import asyncio

import pytest

from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.tables import metadata
from bot.storage.unit import SqlStore
from bot.storage.weighing import count, weigh
from tests.builders import stored


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, tmp_path):
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path / 'weighed.db'}")
        migrate(made)
        yield made
        made.dispose()
    else:
        yield request.getfixturevalue("emptied")


async def say(engine):
    store = SqlStore(engine)
    messages = [stored(number) for number in range(500)]
    await store.work(lambda unit: unit.messages.add(messages))


def test_rows_and_bytes_of_every_table(engine):
    before = weigh(engine)
    assert before.keys() == set(metadata.tables)
    assert {one.rows for one in before.values()} == {0}
    asyncio.run(say(engine))
    after = weigh(engine)
    assert (after["messages"].rows, after["seen"].rows, after["cases"].rows) == (500, 500, 0)
    assert count(engine, "messages") == 500
    assert after["messages"].size > before["messages"].size + 500 * 100
    assert after["cases"].size == before["cases"].size
