"""Every queue: what was put is in rows once and in order, however often it comes and whoever dies.

The queue of the big size is tried with a real broker and a real server of rows.
"""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import nats as client
import pytest

from bot.clock import SystemClock
from bot.config.secrets import Secrets
from bot.domain.errors import StorageError
from bot.domain.tally import Tally
from bot.options.config import Config
from bot.options.machine import EMBEDDED, QueuePart, StorePart
from bot.queues.broker import STREAM, subject_of
from bot.queues.envelopes import partition_of
from bot.storage.unit import SqlStore
from bot.wiring.queue import arrivals_of, queue_of, wires_of
from bot.wiring.roles import Role
from tests.builders import stored
from tests.contract.store_cases import CASES

pytestmark = pytest.mark.timeout(120)

PATIENCE = 30
A_MOMENT = timedelta(milliseconds=20)
BY_NAME = {case.name: case for case in CASES}
KINDS = ["memory embedded", "file embedded", "postgres embedded", "postgres broker"]


@dataclass(kw_only=True)
class Part:
    """What a process has of the queue, and its store."""

    store: SqlStore
    url: str = EMBEDDED
    role: Role = Role.ALL
    tally: Tally = field(default_factory=Tally)
    clock: SystemClock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        config = Config.model_construct(
            queue=QueuePart(url=self.url), store=StorePart(url="sqlite://")
        )
        self.wires = wires_of(config, Secrets(), self.clock)
        self.lives = [
            *self.wires.lives,
            *arrivals_of(self.wires, self.store, self.role, self.clock, self.tally),
        ]
        self.queue = queue_of(
            self.wires, self.store, self.clock, gather=timedelta(0), tally=self.tally
        )

    async def put(self, *numbers, **how) -> int:
        return await self.queue.put([stored(number, **how) for number in numbers])

    async def rows(self) -> list[str]:
        found = await self.store.look(lambda unit: unit.messages.unassembled(10_000))
        return [message.external_id for message in found]

    async def settled(self, *numbers) -> None:
        """Until these are in rows, each once, and nothing is left with the broker."""
        wanted = sorted(stored(number).external_id for number in numbers)
        await self.until(lambda: self._is_settled(wanted))

    async def _is_settled(self, wanted: list[str]) -> bool:
        return sorted(await self.rows()) == wanted and await self.left() == 0

    async def left(self) -> int:
        """With the broker."""
        if self.wires.broker is None:
            return 0
        _, jetstream = await self.wires.broker.connected()
        return (await jetstream.stream_info(STREAM)).state.messages

    async def until(self, condition) -> None:
        async with asyncio.timeout(PATIENCE):
            while not await condition():
                await self.clock.sleep(A_MOMENT)

    async def sees_the_broker(self, status: str) -> None:
        async def seen() -> bool:
            return self.wires.broker.health().status == status

        await self.until(seen)


@asynccontextmanager
async def living(part):
    """As long as the process lives; with its broker where there is one."""
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(life()) for life in part.lives]
        if part.wires.broker is not None:
            await part.sees_the_broker("ok")
        yield part
        for task in running:
            task.cancel()


async def purge(server) -> None:
    """Nothing is left of earlier tests."""
    connection = await client.connect(server.url)
    jetstream = connection.jetstream()
    if any(one.config.name == STREAM for one in await jetstream.streams_info()):
        await jetstream.delete_stream(STREAM)
    await connection.close()


@pytest.fixture
async def broker(nats):
    await purge(nats)
    return nats


@pytest.fixture(params=KINDS)
def kind(request):
    """A kind of store and where that is opened, and a server where there is a broker."""
    store, queue = request.param.split()
    place = request.getfixturevalue(BY_NAME[store].place)
    return BY_NAME[store], place, request.getfixturevalue("nats") if queue == "broker" else None


@pytest.fixture
async def part(kind):
    case, place, server = kind
    if server is not None:
        await purge(server)
    async with (
        case.open(place) as store,
        living(Part(store=store, url=server.url if server else EMBEDDED)) as made,
    ):
        yield made


@pytest.fixture
async def shared(emptied):
    async with BY_NAME["postgres"].open(emptied) as store:
        yield store


async def test_what_was_put_is_in_rows_in_its_order(part):
    for number in range(1, 20):
        assert await part.put(number) == 1
    await part.settled(*range(1, 20))
    assert await part.rows() == [stored(number).external_id for number in range(1, 20)]


async def test_what_comes_again_is_there_once(part):
    await part.put(1, 2)
    await part.settled(1, 2)
    await part.put(2, 3, 3)
    await part.put(1)
    await part.settled(1, 2, 3)
    assert part.tally.repeated == 3


async def test_many_at_once(part):
    lots = [range(n, n + 5) for n in range(0, 400, 5)]
    await asyncio.gather(*(part.put(*lot, room=f"room-{lot.start % 7}") for lot in lots))
    await part.settled(*range(400))


async def test_nothing_of_a_message_is_lost_on_the_way(part):
    await part.put(1)
    await part.settled(1)
    wanted = stored(1)
    assert await part.store.look(lambda unit: unit.messages.get(wanted.id)) == wanted


async def test_stages_are_woken(part):
    waiting = asyncio.ensure_future(part.wires.signals.wait("assembly", timedelta(seconds=60)))
    await part.put(1)
    part.wires.signals.notify("assembly")  # as intake does
    await asyncio.wait_for(waiting, PATIENCE)


async def test_without_a_broker_rows_are_written_at_once_and_it_is_seen(shared, broker):
    async with living(Part(store=shared, url=broker.url)) as part:
        await part.put(1)
        await part.settled(1)
        await asyncio.to_thread(broker.kill)
        assert await part.put(1, 2) == 1  # the store tells what is new
        assert sorted(await part.rows()) == ["x-1", "x-2"]
        await part.sees_the_broker("degraded")
        await asyncio.to_thread(broker.start)
        await part.sees_the_broker("ok")
        await part.put(2, 3)
        await part.settled(1, 2, 3)


async def test_a_broker_that_does_not_answer_is_not_waited_for_long(shared, broker):
    async with living(Part(store=shared, url=broker.url)) as part:
        broker.freeze(on=True)
        try:
            assert await part.put(1) == 1
            assert await part.rows() == ["x-1"]
        finally:
            broker.freeze(on=False)
        await part.settled(1)  # what it had taken nevertheless is found to be there


async def test_what_it_has_taken_it_still_has_after_it_was_killed(shared, broker):
    async with living(Part(store=shared, url=broker.url, role=Role.INTAKE)) as part:
        await part.put(1, 2)
        await part.put(3, room="another")
        assert await part.left() == 2
        await asyncio.to_thread(broker.kill)
        await asyncio.to_thread(broker.start)
        await part.sees_the_broker("ok")
    async with living(Part(store=shared, url=broker.url)) as worker:
        await worker.settled(1, 2, 3)


class Closed:
    """A store that takes nothing until it is opened."""

    def __init__(self, store) -> None:
        self._store = store
        self.refused = 0
        self.open = False

    async def work(self, unit_of_work):
        if self.open:
            return await self._store.work(unit_of_work)
        self.refused += 1
        raise StorageError("gone")

    def __getattr__(self, name):
        return getattr(self._store, name)


async def test_while_the_store_is_gone_the_broker_keeps_what_is_said(shared, broker):
    store = Closed(shared)
    async with living(Part(store=store, url=broker.url)) as part:
        assert await part.put(1) == 1
        assert await part.put(2, 3) == 2

        async def refused_twice() -> bool:
            return store.refused >= 2

        await part.until(refused_twice)
        assert await part.left() == 2
        store.open = True
        await part.settled(1, 2, 3)


async def test_without_broker_and_store_nobody_hears_thanks(shared):
    part = Part(store=Closed(shared), url="nats://127.0.0.1:1")
    with pytest.raises(StorageError):
        await part.put(1)


async def test_what_is_not_ours_holds_up_nobody(shared, broker, caplog):
    async with living(Part(store=shared, url=broker.url, role=Role.INTAKE)) as part:
        _, jetstream = await part.wires.broker.connected()
        for poison in (b"", b"\xff", b"{}", b"[1]", b'[{"address": 1}]', b"[{}]"):
            await jetstream.publish(subject_of(partition_of(stored(1))), poison)
        await part.put(1)
    async with living(Part(store=shared, url=broker.url)) as worker:
        await worker.settled(1)
    assert caplog.messages.count("arrival_unreadable") == 5  # an empty list of nothing is none


class Slow:
    """A store whose first unit of work takes longer than anybody waits."""

    def __init__(self, store) -> None:
        self._store = store
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def work(self, unit_of_work):
        self.begun.set()
        await self.go_on.wait()
        return await self._store.work(unit_of_work)

    def __getattr__(self, name):
        return getattr(self._store, name)


async def test_who_is_slow_holds_a_group_up_for_seconds_and_stores_nothing_twice(shared, broker):
    slow = Slow(shared)
    async with living(Part(store=shared, url=broker.url, role=Role.INTAKE)) as intake:
        await intake.put(1)
        async with living(Part(store=slow, url=broker.url)) as sleeper:
            await asyncio.wait_for(slow.begun.wait(), PATIENCE)
            await intake.put(2)
            assert await intake.rows() == []  # not before the first of its group
            async with living(Part(store=shared, url=broker.url)) as other:
                await other.settled(1, 2)
                assert await other.rows() == ["x-1", "x-2"]
                slow.go_on.set()
                await intake.put(3)
                await other.settled(1, 2, 3)
            assert sleeper.tally.repeated + other.tally.repeated <= 1
