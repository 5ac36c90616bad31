"""The connection to DingTalk: broken, refused, closed, frozen; it comes back, and it shows."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.adapters.dingtalk import DingtalkChannel, DingtalkDirectory
from bot.clock import VirtualClock
from tests.fakes.dingtalk_gateway import CONNECT, OPEN
from tests.fakes.dingtalk_rig import IMPATIENT, MOMENT, NOON, rig, turns_until
from tests.fakes.dingtalk_world import HTML, Fault, Reply


@pytest.fixture
async def dingtalk():
    """Not yet receiving."""
    async with rig() as made:
        yield made


async def hears(made) -> None:
    """The proof that the line is good."""
    said = await made.platform.say("路灯坏了")
    await made.platform.acknowledged(said)
    assert made.inbox.stored[said].text == "路灯坏了"
    await made.healthy("ok")


def waits(caplog) -> list[float]:
    """How long was waited between connections."""
    lines = [r for r in caplog.records if r.getMessage() == "dingtalk_reconnecting"]
    return [record.wait_seconds for record in lines]


OPENINGS = {
    "html": HTML,
    "html at 502": Reply(status=502, text="<html>", content_type="text/html"),
    "no json": Reply(text="{half"),
    "a list": Reply(text="[]"),
    "no ticket": Reply(text='{"endpoint": "ws://127.0.0.1:1/"}'),
    "no endpoint": Reply(text='{"ticket": "t"}'),
    "not a socket": Reply(text='{"endpoint": "http://127.0.0.1:1/", "ticket": "t"}'),
    "numbers": Reply(text='{"endpoint": 7, "ticket": 8}'),
    "nobody listens": Reply(text='{"endpoint": "ws://127.0.0.1:9/", "ticket": "t"}'),
    "elsewhere": Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}),
    "silence": Fault.HANG,
    "cut": Fault.ABORT,
}


@pytest.mark.parametrize("problem", OPENINGS.values(), ids=OPENINGS.keys())
async def test_asking_for_a_connection_fails_and_is_repeated(problem):
    async with rig(**IMPATIENT if problem is Fault.HANG else {}) as made:
        made.platform.fail(OPEN, problem)
        made.start()
        await made.platform.connected()
        assert made.platform.world.requests.count(OPEN) >= 2
        await hears(made)


CONNECTIONS = {
    "html": HTML,
    "error": Reply(status=500),
    "silence": Fault.HANG,
    "cut": Fault.ABORT,
}


@pytest.mark.parametrize("problem", CONNECTIONS.values(), ids=CONNECTIONS.keys())
async def test_connecting_fails_and_is_repeated_with_a_new_ticket(problem):
    async with rig(**IMPATIENT if problem is Fault.HANG else {}) as made:
        made.platform.fail(CONNECT, problem)
        made.start()
        await made.platform.connected(opened=2)
        await hears(made)


async def test_a_ticket_is_never_used_twice(dingtalk):
    dingtalk.start()
    await dingtalk.platform.connected()
    for number in range(2, 5):
        dingtalk.platform.gateway.cut()
        await dingtalk.platform.connected(opened=number)
    assert dingtalk.platform.world.requests.count(OPEN) == 4
    assert dingtalk.platform.world.requests.count(CONNECT) == 4


async def test_closed_at_once_again_and_again(dingtalk, caplog):
    """The library's own loop reopens hundreds of times a second here."""
    dingtalk.platform.gateway.close_at_once = 6
    dingtalk.start()
    await dingtalk.platform.connected(opened=7)
    await hears(dingtalk)
    seconds = MOMENT.total_seconds()
    full = [min(seconds * 2**n, seconds * 8) for n in range(6)]
    assert len(waits(caplog)) == 6
    for wait, longest in zip(waits(caplog), full, strict=True):
        assert longest / 2 <= wait + 0.001
        assert wait <= longest + 0.001


async def test_a_connection_that_lived_is_reopened_at_once(caplog):
    async with rig(settled_after=timedelta(0)) as made:
        made.start()
        await made.platform.connected()
        await made.platform.gateway.close()
        await made.platform.connected(opened=2)
        assert waits(caplog) == [0.0]


async def test_the_platform_asks_to_connect_anew(dingtalk):
    dingtalk.start()
    await dingtalk.platform.connected()
    await dingtalk.platform.gateway.ask_to_disconnect()
    await dingtalk.platform.connected(opened=2)
    assert dingtalk.platform.gateway.disconnects_acknowledged == 1
    await hears(dingtalk)


async def test_a_frozen_platform_is_noticed_by_its_heartbeat():
    async with rig(ping_interval=MOMENT * 5, ping_timeout=MOMENT * 40, **IMPATIENT) as made:
        made.start()
        await made.platform.connected()
        made.platform.gateway.freeze()
        await made.platform.connected(opened=2)


async def test_refused_credentials_are_visible_and_tried_again_later(dingtalk):
    dingtalk.platform.world.client_secret = "another"
    dingtalk.start()
    await dingtalk.platform.until(lambda: dingtalk.platform.world.requests.count(OPEN) >= 2)
    health = dingtalk.channel.health()
    assert health.status == "down"
    assert health.detail == "the platform refuses the robot's credentials (authFailed)"
    dingtalk.platform.world.client_secret = "ding-secret"
    await dingtalk.platform.connected()
    await hears(dingtalk)


@pytest.fixture
async def slow_to_return():
    """So that each state of health lasts long enough to be seen on a busy machine."""
    async with rig(backoff_first=MOMENT * 15, backoff_longest=MOMENT * 15) as made:
        yield made


async def test_health_from_start_to_end(slow_to_return):
    """Not started, up, shaken, down, up again; `since` is the instant of the change."""
    dingtalk = slow_to_return
    health = dingtalk.channel.health
    assert (health().status, health().detail) == ("down", "not started")
    dingtalk.start()
    await dingtalk.healthy("ok")
    assert health().since == NOON

    later = NOON + timedelta(hours=1)
    dingtalk.clock.move_to(later)
    dingtalk.platform.fail(OPEN, *[Reply(status=503)] * 3)
    await dingtalk.platform.gateway.close()
    await dingtalk.healthy("degraded")
    assert health().since == later
    await dingtalk.healthy("down")
    assert health().detail == "the platform answers with status 503"
    await dingtalk.healthy("ok")
    assert health().detail == "connected; gaps: 1, 0 s in all"


async def test_nobody_there_at_the_start(dingtalk):
    base = dingtalk.platform.base_url
    await dingtalk.platform.stop()
    dingtalk.start()
    await turns_until(lambda: "cannot be reached" in dingtalk.channel.health().detail)
    await dingtalk.healthy("down")
    dingtalk.platform.world.stopping = asyncio.Event()
    await dingtalk.platform.start(int(base.rpartition(":")[2]))
    await dingtalk.platform.connected()
    await hears(dingtalk)


@pytest.mark.parametrize("path", [OPEN, CONNECT])
async def test_stopping_does_not_wait_for_a_silent_platform(path):
    async with rig() as made:
        made.platform.fail(path, Fault.HANG)
        made.start()
        await made.platform.until(lambda: path in made.platform.world.requests)
        async with asyncio.timeout(8):
            await made.stop()


async def test_proxies_of_the_environment_are_not_used(dingtalk, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    dingtalk.start()
    await dingtalk.platform.connected()
    await hears(dingtalk)
    with ThreadPoolExecutor(max_workers=1) as executor:
        assert await DingtalkDirectory(dingtalk.settings, executor).departments() == ()


class ClockWithDefect(VirtualClock):
    """Fails the first time it is asked on the receiver's thread."""

    def __init__(self, main: int) -> None:
        super().__init__(NOON)
        self.failures = 0
        self._main = main

    def now(self):
        if not self.failures and threading.get_ident() != self._main:
            self.failures += 1
            raise ArithmeticError("a defect")
        return super().now()


async def test_a_thread_that_ends_by_a_defect_is_started_again(dingtalk, caplog):
    clock = ClockWithDefect(threading.get_ident())
    dingtalk.channel = DingtalkChannel(dingtalk.settings, clock)
    dingtalk.start()
    await dingtalk.platform.connected()
    said = await dingtalk.platform.say("路灯坏了")
    await dingtalk.platform.connected(opened=2)
    dingtalk.clock.move_to(NOON + timedelta(seconds=16))
    await dingtalk.platform.redeliver()
    await dingtalk.platform.acknowledged(said)
    assert [r.levelname for r in caplog.records if r.getMessage() == "dingtalk_thread_ended"] == [
        "ERROR"
    ]


async def test_neither_ticket_nor_secret_is_logged(dingtalk, caplog):
    caplog.set_level("INFO")
    dingtalk.platform.fail(CONNECT, Reply(status=500))
    dingtalk.start()
    await dingtalk.platform.connected(opened=2)
    await hears(dingtalk)
    everything = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "ticket" not in everything
    assert "ding-secret" not in everything
    assert "路灯" not in everything


async def test_how_often_and_how_long_nobody_heard_is_shown(dingtalk):
    dingtalk.start()
    for number in (1, 2):
        await dingtalk.platform.connected(opened=number)
        await dingtalk.healthy("ok")
        dingtalk.platform.gateway.cut()
        await turns_until(lambda: dingtalk.channel.health().status != "ok")
    await dingtalk.platform.connected(opened=3)
    await dingtalk.healthy("ok")
    assert dingtalk.channel.health().detail == "connected; gaps: 2, 0 s in all"
