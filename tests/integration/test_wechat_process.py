"""`qunli adapter wechat`: an account's process, its gateway, and the service's side of the rows."""

import asyncio
import contextlib
import signal
import subprocess
import sys
from datetime import timedelta

import psutil
import pytest
import yaml

from bot.adapters.relay import RelayChannel, RelaySettings
from bot.adapters.wechat import WechatSettings
from bot.adapters.wechat.channel import declaration
from bot.clock import SystemClock
from bot.domain.errors import ChannelRefused, ChannelUnavailable
from bot.domain.message import (
    Address,
    Attachment,
    AttachmentKind,
    ConversationKind,
    OutboundMessage,
)
from bot.ids import TimedIds
from bot.storage.engine import make_engine
from bot.storage.schema import migrate
from bot.storage.unit import SqlStore
from tests.fakes.wechat_gateway import IMPOSSIBLE, NEEDS, OTHERS, OWNERS, TOKEN, Gateway
from tests.unit.test_config import SMALL

pytestmark = pytest.mark.skipif(IMPOSSIBLE, reason=NEEDS)

GROUP = Address(channel="wechat", kind=ConversationKind.GROUP, conversation=OWNERS)
SOON = RelaySettings(look=timedelta(milliseconds=100), begin=timedelta(seconds=1))
PICTURE = Attachment(kind=AttachmentKind.PICTURE, reference="nothing")
MOST_MEMORY = 160 * 2**20


class Account:
    """A gateway, the process, and what the service sees of it."""

    def __init__(self, directory, gateway: Gateway) -> None:
        self.gateway = gateway
        url = f"sqlite:///{directory / 'qunli.db'}"
        engine = make_engine(url)
        migrate(engine)
        wechat = {"enabled": True, "endpoint": f"127.0.0.1:{gateway.port}"}
        config = SMALL | {
            "groups": [
                SMALL["groups"][0] | {"bindings": {"wechat": OWNERS}, "listening": "natural"}
            ],
            "store": {"url": url},
            "adapters": {"wechat": wechat},
        }
        self._config = directory / "config.yaml"
        self._config.write_text(yaml.safe_dump(config), encoding="utf-8")
        clock = SystemClock()
        self.store = SqlStore(engine)
        self.channel = RelayChannel(
            declaration(WechatSettings(host="", port=1, token="")),
            store=self.store,
            clock=clock,
            ids=TimedIds(clock),
            settings=SOON,
        )

    def start(self, *more: str) -> subprocess.Popen:
        """The process."""
        command = [sys.executable, "-m", "bot", "adapter", "wechat", "--config", self._config]
        return subprocess.Popen(
            ["env", f"QUNLI_WECHAT_TOKEN={TOKEN}", *command, *more],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    async def until(self, condition) -> None:
        """Wait for something that nobody announces."""
        async with asyncio.timeout(30):
            while not condition():
                await SystemClock().sleep(timedelta(milliseconds=10))

    async def stored(self, *texts: str) -> None:
        """Wait until exactly this is in rows."""

        async def found() -> list[str]:
            rows = await self.store.look(lambda unit: unit.messages.unassembled(99))
            return [row.text for row in rows]

        async with asyncio.timeout(30):
            while await found() != list(texts):
                await SystemClock().sleep(timedelta(milliseconds=20))

    def told(self, what: str) -> bool:
        """Whether that is told of the account's health."""
        return what in f"{self.channel.health().status} {self.channel.health().detail}"


@pytest.fixture(scope="module")
def gateway():
    made = Gateway()
    yield made
    made.kill()


@pytest.fixture
async def account(tmp_path, gateway):
    gateway.order("reset")
    made = await asyncio.to_thread(Account, tmp_path, gateway)
    yield made
    await made.store.close()


@contextlib.asynccontextmanager
async def serving(account: Account):
    """As the service does, which hears nothing of it by itself."""

    async def refuse(messages) -> None:
        raise AssertionError(messages)

    running = asyncio.ensure_future(account.channel.run(refuse))
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def end(process: subprocess.Popen, number: signal.Signals = signal.SIGTERM) -> int:
    process.send_signal(number)
    process.stdin.close()
    process.stderr.close()
    return process.wait(20)


def words(text: str, delivery: str) -> OutboundMessage:
    return OutboundMessage(delivery_id=delivery, address=GROUP, text=text)


async def test_words_go_both_ways_and_a_killed_process_leaves_a_gap(account):
    first = account.start()
    async with serving(account):
        await account.until(lambda: account.told("ok connected"))
        account.gateway.say("三号楼路灯坏了")
        account.gateway.say("与谁都无关", to=OTHERS)
        await account.stored("三号楼路灯坏了")
        receipt = await account.channel.send(words("收到", "delivery-1"))
        assert [one["id"] for one in account.gateway.sent()] == [receipt.external_id]
        assert await account.channel.find(words("收到", "delivery-1")) == receipt
        with pytest.raises(ChannelRefused, match="no such file"):
            await account.channel.fetch(PICTURE, 99)
        assert psutil.Process(first.pid).memory_info().rss < MOST_MEMORY

        other = await asyncio.to_thread(account.start)
        assert await asyncio.to_thread(other.wait, 20) == 2
        end(other)

        assert end(first, signal.SIGKILL) == -signal.SIGKILL
        account.gateway.say("没人听见")
        with pytest.raises(ChannelUnavailable, match="takes no words"):
            await account.channel.send(words("在吗", "delivery-2"))
        second = await asyncio.to_thread(account.start)
        await account.until(lambda: account.told("1 gaps of"))
        account.gateway.say("水管爆了")
        await account.stored("三号楼路灯坏了", "水管爆了")
        assert end(second) == 0
    assert account.gateway.texts() == ["收到"]


async def test_it_hears_while_the_service_is_away_and_ends_with_it(account):
    process = account.start("--with-parent")
    async with serving(account):
        await account.until(lambda: account.told("ok connected"))
    for number in range(20):
        account.gateway.say(f"第{number}句")
    await account.stored(*(f"第{number}句" for number in range(20)))
    process.stdin.close()  # as when the service has ended, however it did
    assert await asyncio.to_thread(process.wait, 20) == 0
    process.stderr.close()


async def test_a_process_without_its_token_says_so(account):
    command = [sys.executable, "-m", "bot", "adapter", "wechat", "--config", account._config]
    for more, told in (
        ([], "environment variable QUNLI_WECHAT_TOKEN must be set"),
        (["--account", "b"], "there is no account wechat.b (wechat)"),
    ):
        done = await asyncio.to_thread(
            subprocess.run, [*command, *more], capture_output=True, text=True, check=False
        )
        assert (done.returncode, told in done.stderr) == (2, True)
