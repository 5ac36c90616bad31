"""What processes share breaks while people talk: the database, the broker, the wire, a process.

Real processes of every role, a real PostgreSQL and a real NATS. Afterwards both ends are counted:
what the platform was thanked for and told, and the rows.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.fakes.slow_wire import SlowWire
from tests.integration.crash_rig import Host
from tests.integration.office_rig import DUE, nothing_is_lost_and_nothing_twice, opened
from tests.servers import NatsServer, PostgresServer

pytestmark = pytest.mark.timeout(150)

ROLES = ("intake", "worker", "timers")
SPACE = "qunli-test"
HERE, THERE = "10.213.77.1", "10.213.77.2"


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture(scope="module")
def database():
    """Of its own: it is stopped."""
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture
def broker():
    server = NatsServer()
    yield server
    server.close()


@pytest.fixture
async def wire(broker):
    made = SlowWire(int(broker.url.rpartition(":")[2]))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def office(host, tmp_path, database, wire):
    async with opened(host, tmp_path, database, f"nats://127.0.0.1:{wire.port}") as made:
        yield made


async def begin(office, *roles) -> None:
    for role in roles:
        await office.begin(role)
    await office.platform.until(lambda: office.platform.connections == 1)


async def say(office, *numbers) -> None:
    for number in numbers:
        await office.platform.say(f"{number}栋门口的路灯坏了", f"a-{number}", group=None)


async def thanked(office, messages: int) -> None:
    await office.platform.until(lambda: len(set(office.platform.acknowledged)) == messages)


async def told(office, word: str) -> None:
    """Until a process has written this into the log."""
    log = Path(office.directory / "log")
    async with asyncio.timeout(30):
        while word not in await asyncio.to_thread(log.read_text, "utf-8"):
            await office.platform.something(at_most=0.1)


async def all_is_well(office, cases: int) -> None:
    """Everything is done with; then everybody stops in good order, and both ends are counted."""
    await office.until("select count(*) from cases", [(cases,)])
    await office.until(DUE, [(0,)])
    for role, pids in office.running.items():
        while pids:
            status = await office.end(role, signal.SIGTERM)
            log = await asyncio.to_thread(Path(office.directory / "log").read_text, "utf-8")
            assert status == 0, f"{role}: {log[-4000:]}"
    await nothing_is_lost_and_nothing_twice(office, cases)
    assert len(set(office.platform.acknowledged)) == cases


async def the_database_is_gone(office, database, *numbers) -> None:
    """What is said is taken in nevertheless, and the platform thanked."""
    await asyncio.to_thread(database.stop)
    await say(office, *numbers)
    await thanked(office, numbers[-1])
    await asyncio.to_thread(database.start)
    await office.until("select count(*) from cases", [(numbers[-1],)])


async def the_broker_is_killed(office, broker, *numbers) -> None:
    """What is said goes past it, into rows."""
    await asyncio.to_thread(broker.kill)
    await say(office, *numbers)
    await office.until("select count(*) from cases", [(numbers[-1],)])
    await asyncio.to_thread(broker.start)


async def the_wire_is_slow_then_dead_then_cut(office, wire, *numbers) -> None:
    wire.delay = 0.2
    await say(office, numbers[0])
    await thanked(office, numbers[0])
    wire.delay, wire.dead = 0, True
    await say(office, numbers[1])
    await thanked(office, numbers[1])
    wire.dead = False
    wire.cut()


async def a_worker_stands_still(office, *numbers) -> None:
    """Another does its work; when it goes on it does nothing twice."""
    still = office.running["worker"][0]
    os.kill(still, signal.SIGSTOP)
    try:
        await say(office, *numbers)
        await office.until("select count(*) from cases", [(numbers[-1],)])
    finally:
        os.kill(still, signal.SIGCONT)


async def the_platform_repeats_and_mixes_up(office) -> None:
    before = len(office.platform.acknowledged)
    for ids in (("x-5", "x-1", "x-1"), ("x-3", "x-2"), ("x-4", "x-5", "x-1")):
        await office.platform.again(*ids)
    await office.platform.until(lambda: len(office.platform.acknowledged) == before + 8)


async def test_one_thing_after_another_breaks_while_people_talk(office, database, broker, wire):
    await begin(office, *ROLES, "worker")
    await say(office, 1)
    await office.until("select count(*) from cases", [(1,)])
    await told(office, "broker_ok")
    await the_database_is_gone(office, database, 2, 3, 4)
    await the_broker_is_killed(office, broker, 5, 6)
    await the_wire_is_slow_then_dead_then_cut(office, wire, 7, 8)
    await a_worker_stands_still(office, 9, 10, 11)
    await the_platform_repeats_and_mixes_up(office)
    await say(office, 12)
    await all_is_well(office, 12)


def run(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture
def space():
    """A network of its own, with one wire to it; what is there ends with the test."""
    made = bool(shutil.which("ip")) and run("ip", "netns", "add", SPACE)
    if not made:
        pytest.skip("no network namespaces here, or no right to make them")
    inside = ("ip", "-n", SPACE)
    try:
        assert run(
            "ip", "link", "add", "qunli-a", "type", "veth", "peer", "qunli-b", "netns", SPACE
        )
        assert run("ip", "addr", "add", f"{HERE}/30", "dev", "qunli-a")
        assert run("ip", "link", "set", "qunli-a", "up")
        assert run(*inside, "addr", "add", f"{THERE}/30", "dev", "qunli-b")
        assert run(*inside, "link", "set", "qunli-b", "up")
        yield SPACE
    finally:
        run("ip", "link", "del", "qunli-a")
        run("ip", "netns", "del", SPACE)


@pytest.fixture
def far_broker(space):
    server = NatsServer(address=THERE, before=("ip", "netns", "exec", space))
    yield server
    server.close()


async def test_the_link_to_the_network_of_the_broker_goes_down(
    host, tmp_path, database, far_broker
):
    async with opened(host, tmp_path, database, far_broker.url) as office:
        await begin(office, *ROLES)
        await told(office, "broker_ok")
        await say(office, 1)
        await office.until("select count(*) from cases", [(1,)])
        assert await asyncio.to_thread(run, "ip", "link", "set", "qunli-a", "down")
        await say(office, 2, 3)
        await office.until("select count(*) from cases", [(3,)])
        await told(office, "broker_degraded")
        assert await asyncio.to_thread(run, "ip", "link", "set", "qunli-a", "up")
        await say(office, 4)
        await all_is_well(office, 4)
