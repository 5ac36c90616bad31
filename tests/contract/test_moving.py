"""A grown office goes from its file to a server, and nothing is missing; or nothing has moved."""

import asyncio
from datetime import date

import pytest

from bot.domain.errors import StorageError, StoreInUse
from bot.storage.engine import make_engine
from bot.storage.moving import move
from bot.storage.schema import migrate
from bot.storage.tables import metadata
from bot.wiring.store import open_store
from tests.builders import T0, after, case, case_event, delivery, stored, turn, understanding

CASES = 30
DATABASE = "moving_test"


async def grown(url):
    """An office with a bit of everything."""
    store = await open_store(url)

    async def write(unit):
        await unit.messages.add([stored(n, text="楼道里的灯坏了 🙏") for n in range(1, 41)])
        await unit.turns.save([turn(1), turn(2)], [], {stored(1).id: turn(1).id})
        await unit.turns.understood({turn(1).id: understanding()})
        for n in range(1, CASES + 1):
            await unit.cases.next_number("community")
            await unit.cases.add(case(n, words=f"第{n}件"))
            await unit.cases.record([case_event(line, case=case(n).key) for line in range(1, 4)])
        await unit.deliveries.add([delivery(n) for n in range(1, 1101)])
        await unit.audit.take(date(2026, 3, 2), T0)

    await store.work(write)
    await store.close()


async def both(url, look):
    store = await open_store(url)
    try:
        return await store.look(look)
    finally:
        await store.close()


@pytest.fixture
async def source(tmp_path):
    url = f"sqlite:///{tmp_path / 'qunli.db'}"
    await grown(url)
    return url


@pytest.fixture
def target(postgres):
    yield postgres.make(DATABASE)
    postgres.drop(DATABASE)


def moved(source, target):
    engines = [make_engine(url) for url in (source, target)]
    try:
        migrate(engines[1])
        return {one.table: one for one in move(*engines)}
    finally:
        for engine in engines:
            engine.dispose()


async def test_every_row_arrives(source, target):
    found = await asyncio.to_thread(moved, source, target)
    assert set(found) == set(metadata.tables)
    counts = {name: found[name].rows for name in ("messages", "cases", "case_events", "deliveries")}
    assert counts == {
        "messages": 40,
        "cases": CASES,
        "case_events": CASES * 3,
        "deliveries": 1100,
    }
    for look in (
        lambda unit: unit.cases.latest(99),
        lambda unit: unit.cases.history(case(7).key),
        lambda unit: unit.deliveries.all(9999),
        lambda unit: unit.messages.unassembled(99),
        lambda unit: unit.audit.anchors(),
        lambda unit: unit.audit.verify(),
    ):
        assert await both(source, look) == await both(target, look)
    assert not (await both(target, lambda unit: unit.audit.verify())).findings


async def test_work_goes_on_where_it_was(source, target):
    await asyncio.to_thread(moved, source, target)
    store = await open_store(target)
    assert await store.work(lambda unit: unit.cases.next_number("community")) == CASES + 1
    [next_] = await store.work(lambda unit: unit.turns.next_understood(9))
    assert next_.messages == (stored(1, text="楼道里的灯坏了 🙏"),)
    assert await store.work(lambda unit: unit.messages.add([stored(5)])) == 0
    claimed = await store.work(
        lambda unit: unit.deliveries.claim_due(after(9999), after(1) - T0, 3)
    )
    assert claimed
    await store.close()


async def test_a_store_with_rows_is_left_alone(source, target):
    await asyncio.to_thread(moved, source, target)
    with pytest.raises(StoreInUse, match="has rows already"):
        await asyncio.to_thread(moved, source, target)


async def test_what_arrives_otherwise_does_not_arrive(source, target, postgres):
    """Somebody's rule in the database changes a word: nothing is moved."""
    await asyncio.to_thread(migrated, target)
    with postgres.connect(DATABASE) as connection:
        connection.execute(SPOILING)
    with pytest.raises(StorageError, match="cases: 30 rows became 30, or others"):
        await asyncio.to_thread(moved, source, target)
    with postgres.connect(DATABASE) as connection:
        assert connection.execute("select count(*) from messages").fetchone() == (0,)


def migrated(url):
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()


SPOILING = """
    create function spoil() returns trigger language plpgsql as
        $$ begin new.words = new.words || '?'; return new; end $$;
    create trigger spoil before insert on cases for each row
        when (new.number = 7) execute function spoil();
"""


async def test_a_server_that_does_not_answer_is_told(tmp_path):
    url = f"postgresql://qunli@/nothing_test?host={tmp_path}"
    with pytest.raises(StorageError):
        await open_store(url)
