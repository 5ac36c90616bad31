"""Erased talk is gone from the disk: neither the file nor its log holds a byte of it."""

import random
import sqlite3

import pytest

from tests.builders import T0, after, guess, stored, turn, understanding

KEPT = "KEPT"
GONE = "GONE"


def text(number: int, erased: bool, length: int) -> str:
    return f"{GONE if erased else KEPT}-{number:05d}-" + "今晚吃火锅" * length


async def hear_and_finish(store, numbers, chance):
    """Messages go the whole way, each a turn of its own; every third belongs to a case."""
    words = {n: text(n, n % 3 != 0, chance.randrange(1, 40 if n % 10 else 1500)) for n in numbers}

    async def assemble(unit):
        messages = [stored(n, text=words[n], thread=f"own/{n % 7}") for n in numbers]
        await unit.messages.add(messages)
        turns = [turn(n, thread=f"own/{n % 7}") for n in numbers]
        await unit.turns.save(turns, [], {m.id: m.id.replace("message", "turn") for m in messages})

    async def understand(unit):
        what = {f"turn-{n:06d}": understanding(problems=((words[n], guess()),)) for n in numbers}
        await unit.turns.understood(what)

    async def work_on(unit):
        finished = {f"turn-{n:06d}": None for n in numbers}
        kept = [stored(n, text=words[n]) for n in numbers if n % 3 == 0]
        await unit.cases.attach("case-000001", kept, "opening")
        await unit.messages.decided({f"message-{n:06d}": ("chat", None) for n in numbers})
        await unit.turns.finish(finished, after(max(numbers)))

    for step in (assemble, understand, work_on):
        await store.work(step)


@pytest.fixture
async def erased(store):
    """A store where talk came and went for a while, in changing orders and lengths."""
    chance = random.Random(1)
    for start in range(0, 600, 6):
        await hear_and_finish(store, range(start + 1, start + 7), chance)
        await store.work(lambda unit, now=start: unit.messages.erase(after(now - 30), 7))
    return store


async def drain(store):
    while await store.work(lambda unit: unit.messages.erase(after(days=1), 50)):
        pass


def found_in(path, word):
    return path.read_bytes().count(word.encode()) if path.exists() else 0


def occurrences(path, word):
    log = path.with_name(path.name + "-wal")
    return found_in(path, word), found_in(log, word)


async def test_erased_talk_is_not_on_the_disk(erased, path, in_thread):
    await drain(erased)
    _, in_log = await in_thread(occurrences, path, GONE)
    assert in_log > 0, "without scrubbing the log still holds it"
    assert await erased.scrub()
    assert await in_thread(occurrences, path, GONE) == (0, 0)
    in_file, in_log = await in_thread(occurrences, path, KEPT)
    assert (in_file >= 200, in_log) == (True, 0)


async def test_nothing_is_scrubbed_while_somebody_reads(store, path, in_thread):
    def read() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM messages").fetchall()
        return connection

    await store.work(lambda unit: unit.messages.add([stored()]))
    reader = await in_thread(read)
    assert not await store.scrub()
    await in_thread(reader.close)
    assert await store.scrub()


async def test_parts_leave_nothing_on_the_disk(store, path, in_thread):
    """What a savepoint took back was never written."""

    async def work(unit):
        await unit.counters.count("n", "")
        with pytest.raises(LookupError):
            await give_up(unit)

    await store.work(work)
    await store.scrub()
    assert await in_thread(occurrences, path, GONE) == (0, 0)


async def give_up(unit):
    async with unit.part():
        await unit.messages.add([stored(1, text=text(1, True, 5000), received_at=T0)])
        raise LookupError
