"""`qunli run` with two WeChat accounts: two real processes with a real gateway each, looked after,
answered each through its own, and gone when the service goes.
"""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta

import aiohttp
import psutil
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import SystemClock
from tests.fakes.wechat_gateway import IMPOSSIBLE, NEEDS, OWNERS, TOKEN, Gateway
from tests.unit.test_config import SMALL

pytestmark = [pytest.mark.skipif(IMPOSSIBLE, reason=NEEDS), pytest.mark.timeout(300)]

PATIENCE = 120
A, B = "adapters.wechat.a", "adapters.wechat.b"


class Office:
    """The service's process, and the gateways its accounts are behind."""

    def __init__(self, directory, gateways: dict[str, Gateway]) -> None:
        self.gateways = gateways
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        accounts = [
            {"name": n, "endpoint": f"127.0.0.1:{g.port}", "token_env": "QUNLI_TEST_TOKEN"}
            for n, g in gateways.items()
        ]
        config = SMALL | {
            "server": {"port": self._port},
            "store": {"url": f"sqlite:///{directory / 'qunli.db'}"},
            "assembly": {"quiet_seconds": 0, "addressed_quiet_seconds": 0, "longest_seconds": 1},
            "casework": {"acknowledge_together_seconds": 0},
            "hours": {"night_begin": "00:00", "night_end": "00:00"},
            "adapters": {"wechat": {"enabled": True, "accounts": accounts}},
            "groups": [
                SMALL["groups"][0]
                | {"id": f"own-{n}", "bindings": {f"wechat.{n}": OWNERS}, "listening": "natural"}
                for n in gateways
            ],
            "people": [],
        }
        path = directory / "config.yaml"
        path.write_text(yaml.safe_dump(config), encoding="utf-8")
        self._log = (directory / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.service_host", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env=os.environ  # noqa: TID251 - what pytest runs with
            | {"PYTHONPATH": ":".join(sys.path), "QUNLI_TEST_TOKEN": TOKEN},
        )

    def adapters(self) -> dict[str, int]:
        """The pid of each account's process."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                line = child.cmdline()
                if "--account" in line:
                    found[line[line.index("--account") + 1]] = child.pid
        return found

    async def get(self, path: str) -> str:
        """What a page says; nothing while nobody answers."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self._port}{path}") as response,
            ):
                return await response.text()
        except aiohttp.ClientError:
            return ""

    async def parts(self) -> dict[str, str]:
        """How each part is."""
        text = await self.get("/healthz")
        parts = yaml.safe_load(text)["parts"] if text else {}
        return {name: part["status"] for name, part in parts.items()}

    async def until(self, **wanted: str) -> None:
        """Wait until accounts are so."""
        told: dict[str, str] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                while any(told.get(f"adapters.wechat.{n}") != how for n, how in wanted.items()):
                    assert self.process.poll() is None, "the service has ended"
                    await SystemClock().sleep(timedelta(milliseconds=100))
                    told = await self.parts()
        except TimeoutError as err:
            raise AssertionError(told) from err

    async def answered(self, name: str, text: str) -> str:
        """Something is reported in the group of one account, and the answer of the same."""
        gateway = self.gateways[name]
        before = len(gateway.texts())
        gateway.say(text)
        async with asyncio.timeout(PATIENCE):
            while len(gateway.texts()) == before:
                await SystemClock().sleep(timedelta(milliseconds=50))
        return gateway.texts()[before]

    async def metric(self, name: str, **labels: str) -> float:
        """One number of /metrics."""
        families = text_string_to_metric_families(await self.get("/metrics"))
        return next(
            sample.value
            for family in families
            for sample in family.samples
            if (sample.name, sample.labels) == (name, labels)
        )

    def end(self) -> None:
        """Whatever became of it."""
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                child.kill()
        self.process.kill()
        self.process.wait()
        self._log.close()


@pytest.fixture
async def office(tmp_path):
    gateways = {name: await asyncio.to_thread(Gateway) for name in "ab"}
    made = await asyncio.to_thread(Office, tmp_path, gateways)
    try:
        await made.until(a="ok", b="ok")
        yield made
    finally:
        await asyncio.to_thread(made.end)
        for gateway in gateways.values():
            await asyncio.to_thread(gateway.kill)


async def gone(pids) -> None:
    async with asyncio.timeout(PATIENCE):
        while any(psutil.pid_exists(pid) for pid in pids):
            await SystemClock().sleep(timedelta(milliseconds=50))


async def test_each_account_has_its_own_and_one_that_is_down_touches_no_other(office):
    assert "#1" in await office.answered("a", "1栋门口的路灯坏了")
    assert "#2" in await office.answered("b", "2栋楼道的水管漏水")
    assert len(office.gateways["a"].texts()) == 1

    first = office.adapters()
    os.kill(first["a"], signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        while office.adapters().get("a", first["a"]) == first["a"]:
            await SystemClock().sleep(timedelta(milliseconds=50))
    async with asyncio.timeout(PATIENCE):
        while await office.metric("qunli_adapter_gaps_total", channel="wechat.a") != 1:
            await SystemClock().sleep(timedelta(seconds=1))
    await office.until(a="ok", b="ok")
    assert office.adapters()["b"] == first["b"]
    assert "#3" in await office.answered("a", "1栋电梯坏了")
    assert await office.metric("qunli_adapter_gaps_total", channel="wechat.b") == 0

    await asyncio.to_thread(office.gateways["b"].kill)
    await office.until(a="ok", b="down")
    assert '"status": "degraded"' in await office.get("/healthz")
    assert await office.get("/readyz") == '{"ready": true}'
    assert "#4" in await office.answered("a", "1栋门口的垃圾没人清")
    heard = await office.metric("qunli_messages_heard_total", channel="wechat.b", fate="taken")
    assert heard == 1
    async with asyncio.timeout(PATIENCE):  # the receipt is written after the words were said
        while await office.metric("qunli_deliveries_total", channel="wechat.a", ending="sent") < 3:
            await SystemClock().sleep(timedelta(milliseconds=50))

    pids = list(office.adapters().values())
    office.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(office.process.wait, PATIENCE) == 0
    await gone(pids)


async def test_none_outlives_a_service_that_is_killed(office):
    pids = list(office.adapters().values())
    assert len(pids) == 2
    office.process.kill()
    await asyncio.to_thread(office.process.wait, PATIENCE)
    await gone(pids)
