"""Trouble with the file: each kind is told apart, and nothing is half done."""

import asyncio
import contextlib
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, NoSuchTableError

from bot.domain.errors import Conflict, StorageError, StorageFull
from bot.storage.engine import make_engine, translated
from bot.storage.schema import migrate
from bot.storage.unit import SqlStore
from tests.builders import stored


@contextlib.asynccontextmanager
async def opened(url, *, pages=None, patience=timedelta(seconds=5)):
    """A store with all tables that has room for no more than so many pages from then on."""
    engine = await asyncio.to_thread(make_engine, url, patience=patience)
    await asyncio.to_thread(migrate, engine)
    await asyncio.to_thread(engine.dispose)
    if pages is not None:
        event.listen(engine, "connect", _with_room_for(pages))
    store = SqlStore(engine)
    try:
        yield store
    finally:
        await store.close()


def _with_room_for(pages):
    def limit(connection, _record) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    return limit


async def used(query) -> int:
    return (await asyncio.to_thread(query, "PRAGMA page_count"))[0][0]


def long_words(number: int):
    return stored(number, text="路灯坏了" * 1500)


async def held(store) -> int:
    return await store.look(lambda unit: unit.messages.held())


async def test_a_full_disk_undoes_the_whole_unit(url, query):
    async with opened(url) as store:
        await store.work(lambda unit: unit.messages.add([stored(1)]))
    async with opened(url, pages=await used(query) + 5) as store:
        with pytest.raises(StorageFull):
            await fill(store)
        assert await held(store) == 1
        assert await store.work(lambda unit: unit.messages.add([stored(2)])) == 1
    assert await asyncio.to_thread(query, "PRAGMA integrity_check") == [("ok",)]


async def fill(store):
    many = [long_words(number) for number in range(10, 60)]
    await store.work(lambda unit: unit.messages.add(many))


async def test_a_full_disk_in_a_part_of_a_unit(url, query):
    """The row's own guard must not take it for the row's fault."""

    async def work(unit):
        await unit.counters.count("n", "")
        with pytest.raises(StorageFull):
            await add_in_part(unit)

    async with opened(url) as store:
        pages = await used(query)
    async with opened(url, pages=pages + 5) as store:
        with contextlib.suppress(StorageError):
            await store.work(work)
        assert await held(store) == 0


async def add_in_part(unit):
    async with unit.part():
        await unit.messages.add([long_words(number) for number in range(60)])


async def test_there_is_room_again(url, query):
    async with opened(url) as store:
        pages = await used(query)
    async with opened(url, pages=pages + 5) as store:
        with pytest.raises(StorageFull):
            await fill(store)
    async with opened(url) as store:
        await fill(store)
        assert await held(store) == 50


async def test_a_file_held_by_another_is_a_conflict(url, path):
    async with opened(url, patience=timedelta(milliseconds=20)) as store:
        other = await asyncio.to_thread(_holding, path)
        with pytest.raises(Conflict, match="locked"):
            await store.work(lambda unit: unit.messages.add([stored()]))
        assert await held(store) == 0
        await asyncio.to_thread(other.close)
        assert await store.work(lambda unit: unit.messages.add([stored()])) == 1


def _holding(path):
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_readers_do_not_wait_for_writers(url, path):
    async with opened(url, patience=timedelta(0)) as store:
        await store.work(lambda unit: unit.messages.add([stored()]))
        other = await asyncio.to_thread(_holding, path)
        assert await held(store) == 1
        await asyncio.to_thread(other.close)


async def test_a_damaged_page_is_no_crash(url, path):
    async with opened(url) as store:
        await fill(store)
    content = bytearray(await asyncio.to_thread(path.read_bytes))
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    await asyncio.to_thread(path.write_bytes, bytes(content))
    engine = await asyncio.to_thread(make_engine, url)
    store = SqlStore(engine)
    with pytest.raises(StorageError, match="restore a backup"):
        await store.work(lambda unit: unit.messages.unassembled(99))
    await store.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "store.url: not an address of a store (got 'nonsense')"),
        ("mysql://db/qunli", "store.url: no driver for 'mysql'"),
        ("sqlite:////proc/nowhere/store.db", "store.url: cannot make /proc/nowhere: "),
    ],
)
def test_addresses_that_are_none(url, message):
    with pytest.raises(StorageError) as caught:
        make_engine(url)
    assert str(caught.value).startswith(message)


def test_a_directory_is_no_file(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}")
    with pytest.raises(StorageError, match="unable to open database file"):
        migrate(engine)
    engine.dispose()


def test_directories_are_made(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/a/b/store.db")
    migrate(engine)
    engine.dispose()
    assert (tmp_path / "a" / "b" / "store.db").exists()


def vendor(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("trouble")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (vendor(sqlite3.SQLITE_FULL), StorageFull),
        (vendor(sqlite3.SQLITE_IOERR_WRITE), StorageFull),
        (vendor(sqlite3.SQLITE_BUSY), Conflict),
        (vendor(sqlite3.SQLITE_BUSY_SNAPSHOT), Conflict),
        (vendor(sqlite3.SQLITE_LOCKED), Conflict),
        (vendor(sqlite3.SQLITE_CORRUPT), StorageError),
        (vendor(sqlite3.SQLITE_NOTADB), StorageError),
        (vendor(sqlite3.SQLITE_READONLY), StorageError),
        (sqlite3.ProgrammingError("no code"), StorageError),
        (DBAPIError("select", {}, vendor(sqlite3.SQLITE_FULL)), StorageFull),
        (DBAPIError("select", {}, Exception("odd")), StorageError),
        (psycopg.errors.UniqueViolation("there"), Conflict),
        (psycopg.errors.SerializationFailure("again"), Conflict),
        (psycopg.errors.DeadlockDetected("crossed"), Conflict),
        (psycopg.errors.LockNotAvailable("held"), Conflict),
        (psycopg.errors.DiskFull("no room"), StorageFull),
        (psycopg.errors.UndefinedTable("odd"), StorageError),
        (psycopg.OperationalError("the server is gone"), StorageError),
        (DBAPIError("select", {}, psycopg.errors.DeadlockDetected("crossed")), Conflict),
        (NoSuchTableError("odd"), StorageError),
    ],
)
def test_vendor_errors_are_sorted_by_what_to_do_next(raised, expected):
    with pytest.raises(StorageError) as caught, translated():
        raise raised
    assert type(caught.value) is expected
    assert caught.value.__cause__ is raised


def test_our_own_errors_pass():
    with pytest.raises(LookupError), translated():
        raise LookupError


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_settings_that_nothing_may_be_lost_or_left_by(url, pragma, value):
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()
