"""Stages and adapters side by side: how they idle, what stops them, how their health is seen."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.errors import Conflict, StorageError, StorageFull
from bot.ports import PartHealth
from bot.service import Edges, Service, Stage
from tests.builders import T0, after, inbound
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

POLL = timedelta(seconds=30)


class Work:
    """A stage whose answers are scripted: numbers are handled rows, errors are raised. Without a
    script it has nothing to do.
    """

    def __init__(self, *script) -> None:
        self.script = list(script)
        self.ran = 0
        self.finished = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()

    async def __call__(self) -> int:
        self.ran += 1
        self.begun.set()
        await self.gate.wait()
        answer = self.script.pop(0) if self.script else 0
        if isinstance(answer, BaseException):
            raise answer
        self.finished += 1
        return answer


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def signals() -> FakeSignals:
    return FakeSignals()


class Adapter(FakeChannel):
    """Keeps the `accept` it was given."""

    async def run(self, accept) -> None:
        self.accept = accept
        await super().run(accept)


@pytest.fixture
def made(clock, signals):
    """Makes a service of stages by name, and of edges."""

    def make(channels=None, accept=None, others=(), probe=None, next_due=None, **works) -> Service:
        async def nothing(messages) -> None:
            pass

        stages = [
            Stage(name=name, topic=name, run_once=work, next_due=next_due)
            for name, work in works.items()
        ]
        edges = Edges(channels=channels or {}, accept=accept or nothing, others=others, probe=probe)
        return Service(clock=clock, signals=signals, poll=POLL, stages=stages, edges=edges)

    return make


@contextlib.asynccontextmanager
async def running(service):
    task = asyncio.ensure_future(service.run())
    await turns()
    try:
        yield task
    finally:
        service.stop()
        await turns()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, BaseExceptionGroup):
            await task


async def turns(number: int = 20) -> None:
    for _ in range(number):
        await asyncio.sleep(0)  # noqa: TID251 - lets the others run


def status(service, name) -> str:
    return service.parts.states[name].status


async def test_a_stage_works_until_there_is_nothing_left(made, signals):
    work = Work(3, 2, 1)
    async with running(made(outbox=work)):
        assert (work.ran, work.finished) == (4, 4)
        assert signals.asked["outbox"] == [POLL]
        signals.notify("outbox")
        await turns()
        assert work.ran == 5


@pytest.mark.parametrize(
    ("due", "wait"),
    [
        (None, POLL),
        (after(5), timedelta(seconds=5)),
        (after(31), POLL),
        (after(0), timedelta(milliseconds=20)),
        (after(-60), timedelta(milliseconds=20)),
    ],
)
async def test_how_long_a_stage_idles(made, signals, due, wait):
    async def next_due():
        return due

    async with running(made(timers=Work(), next_due=next_due)):
        assert signals.asked["timers"] == [wait]


async def test_a_stage_may_have_an_interval_of_its_own(clock, signals):
    stage = Stage(name="erasing", topic="erasing", run_once=Work(), poll=timedelta(seconds=5))
    service = Service(
        clock=clock,
        signals=signals,
        poll=POLL,
        stages=[stage],
        edges=Edges(channels={}, accept=None),
    )
    async with running(service):
        assert signals.asked["erasing"] == [timedelta(seconds=5)]


class TestStopping:
    async def test_the_rows_in_hand_are_finished(self, made):
        slow, idle = Work(5), Work()
        slow.gate.clear()
        service = made(outbox=slow, timers=idle)
        task = asyncio.ensure_future(service.run())
        await slow.begun.wait()
        service.stop()
        await turns()
        assert not task.done()
        slow.gate.set()
        await task
        assert (slow.ran, slow.finished) == (1, 1)

    async def test_no_stage_begins_anything_new(self, made):
        work = Work(*[1] * 10_000)
        service = made(outbox=work)
        async with running(service) as task:
            service.stop()
            ran = work.ran
            await task
            assert work.ran <= ran + 1

    async def test_adapters_end_last(self, made):
        """Words in hand may need their line; what comes in meanwhile waits for the next start."""
        work, channel = Work(1), Adapter()
        work.gate.clear()
        service = made(channels={"fake": channel}, casework=work)
        task = asyncio.ensure_future(service.run())
        await work.begun.wait()
        assert channel.health().status == "ok"
        service.stop()
        await turns()
        assert channel.health().status == "ok"
        await channel.hear(inbound())
        work.gate.set()
        await task
        assert channel.health().status == "down"

    async def test_a_blocked_stage_does_not_hold_it_up(self, made):
        service = made(outbox=Work(*[StorageFull("no room")] * 9))
        task = asyncio.ensure_future(service.run())
        await turns()
        service.stop()
        await asyncio.wait_for(task, timeout=5)

    async def test_who_missed_that_it_is_over_is_told_again(self, clock, signals):
        """A library below it took the cancellation for something else."""
        missed = []

        async def deaf() -> None:
            while True:
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    if missed:
                        raise
                    missed.append(1)

        async def other() -> None:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(deaf())

        edges = Edges(channels={}, accept=None, others=[other], patience=timedelta(0))
        service = Service(clock=clock, signals=signals, poll=POLL, stages=[], edges=edges)
        task = asyncio.ensure_future(service.run())
        await turns()
        service.stop()
        async with asyncio.timeout(5):
            await task
        assert missed == [1]

    async def test_stopping_twice_is_stopping(self, made):
        service = made(outbox=Work())
        async with running(service) as task:
            service.stop()
            service.stop()
            await task

    async def test_stopping_before_it_began(self, made):
        work = Work(1)
        service = made(outbox=work)
        service.stop()
        await service.run()
        assert work.ran == 0


class TestTheUnexpected:
    @pytest.mark.parametrize("error", [ZeroDivisionError("row"), MemoryError()])
    async def test_in_a_stage_stops_everything(self, made, error):
        channel, other = Adapter(), Work()
        service = made(channels={"fake": channel}, outbox=Work(error), timers=other)
        with pytest.raises(BaseExceptionGroup) as caught:
            await service.run()
        assert caught.value.exceptions == (error,)
        assert channel.health().status == "down"

    async def test_in_an_adapter_stops_everything(self, made):
        class Broken(FakeChannel):
            async def run(self, accept) -> None:
                raise ZeroDivisionError

        with pytest.raises(ExceptionGroup) as caught:
            await made(channels={"fake": Broken()}, outbox=Work()).run()
        assert isinstance(caught.value.exceptions[0], ZeroDivisionError)

    async def test_an_adapter_that_ends_by_itself(self, made):
        class Short(FakeChannel):
            async def run(self, accept) -> None:
                return

        with pytest.raises(ExceptionGroup) as caught:
            await made(channels={"fake": Short()}, outbox=Work()).run()
        assert str(caught.value.exceptions[0]) == "adapter fake ended by itself"

    async def test_a_part_that_ends_by_itself(self, made):
        async def desk() -> None:
            return

        with pytest.raises(ExceptionGroup) as caught:
            await made(others=(desk,), outbox=Work()).run()
        assert str(caught.value.exceptions[0]) == "a part of the service ended by itself"


class TestHealth:
    async def test_everything_works(self, made):
        service = made(outbox=Work(1), timers=Work())
        async with running(service):
            assert {n: p.status for n, p in service.parts.states.items()} == {
                "outbox": "ok",
                "timers": "ok",
                "queue": "ok",
                "store": "ok",
            }

    async def test_no_room_is_down_and_comes_back(self, made, signals, clock):
        work = Work(StorageFull("no room"), StorageFull("no room"), 1)
        service = made(casework=work, timers=Work())
        async with running(service):
            assert service.parts.states["store"] == PartHealth(
                status="down", since=T0, detail="StorageFull"
            )
            assert status(service, "casework") == "down"
            assert status(service, "timers") == "ok"
            assert signals.asked["stopping"].count(POLL) >= 1
            clock.advance(60)
            await turns()
            signals.notify("stopping")
            await turns()
            assert status(service, "store") == "down", "the second attempt failed, too"
            signals.notify("stopping")
            await turns()
            assert (status(service, "casework"), status(service, "store")) == ("ok", "ok")
            assert service.parts.states["store"].since == after(60)

    async def test_who_has_nothing_to_write_does_not_call_it_well(self, made, signals):
        service = made(casework=Work(*[StorageFull("no room")] * 9), timers=Work(1, 1, 1))
        async with running(service):
            for _ in range(3):
                signals.notify("timers")
                await turns()
            assert status(service, "store") == "down"

    async def test_one_conflict_is_nothing(self, made, signals):
        work = Work(Conflict("changed"), 1)
        service = made(casework=work)
        async with running(service):
            assert status(service, "casework") == "ok"
            signals.notify("stopping")
            await turns()
            assert (work.finished >= 1, status(service, "store")) == (True, "ok")

    async def test_conflicts_without_end_are_seen(self, made, signals):
        work = Work(*[Conflict("changed")] * 12, 1)
        service = made(casework=work)
        async with running(service):
            for _ in range(10):
                signals.notify("stopping")
                await turns()
            assert status(service, "casework") == "degraded"
            for _ in range(5):
                signals.notify("stopping")
                await turns()
            assert status(service, "casework") == "ok"


class TestIntake:
    """What adapters are given, and what is seen of it."""

    @pytest.fixture
    def inbox(self):
        class Inbox:
            def __init__(self) -> None:
                self.kept = []
                self.trouble: Exception | None = None

            async def accept(self, messages) -> None:
                if self.trouble:
                    raise self.trouble
                self.kept += messages

        return Inbox()

    @pytest.fixture
    def channel(self) -> Adapter:
        return Adapter()

    async def test_messages_come_in(self, made, inbox, channel):
        async with running(made(channels={"fake": channel}, accept=inbox.accept, outbox=Work())):
            await channel.hear(inbound())
        assert inbox.kept == [inbound()]

    @pytest.mark.parametrize("trouble", [StorageFull("no room"), StorageError("odd")])
    async def test_what_is_not_stored_is_seen(self, made, inbox, channel, trouble):
        service = made(channels={"fake": channel}, accept=inbox.accept, outbox=Work())
        async with running(service):
            inbox.trouble = trouble
            with pytest.raises(type(trouble)):
                await channel.hear(inbound())
            assert (status(service, "queue"), status(service, "store")) == ("down", "down")
            inbox.trouble = None
            await channel.hear(inbound())
            assert (status(service, "queue"), status(service, "store")) == ("ok", "ok")

    async def test_it_is_well_again_without_a_message(self, made, inbox, channel, signals):
        probed: list[Callable] = []

        async def probe() -> None:
            probed.append(probe)
            if len(probed) == 1:
                raise StorageFull("no room")

        service = made(channels={"fake": channel}, accept=inbox.accept, probe=probe, outbox=Work())
        async with running(service):
            signals.notify("stopping")
            await turns()
            assert probed == [], "nobody asks while all is well"
            inbox.trouble = StorageFull("no room")
            with pytest.raises(StorageFull):
                await channel.hear(inbound())
            signals.notify("stopping")
            await turns()
            assert (len(probed), status(service, "queue")) == (1, "down")
            signals.notify("stopping")
            await turns()
            assert (len(probed), status(service, "queue")) == (2, "ok")
            assert status(service, "store") == "ok"
