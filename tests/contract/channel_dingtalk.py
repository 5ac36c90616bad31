"""DingTalk in the contract suite: the real dingtalk-stream client, and ours, against the fake open
platform; by the stream, and called by HTTP.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.adapters.dingtalk import DingtalkChannel
from bot.adapters.dingtalk.settings import Listening, Receiving
from bot.clock import VirtualClock
from bot.domain.message import Address, ConversationKind
from tests.fakes.dingtalk_platform import OWNERS, FakeDingtalk
from tests.fakes.dingtalk_push import Pusher
from tests.fakes.dingtalk_rig import IMPATIENT, settings_for
from tests.fakes.dingtalk_robot import GROUP
from tests.fakes.dingtalk_world import WANG, Fault, Reply

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class DingtalkRig:
    """By the stream."""

    def __init__(self, platform: FakeDingtalk, clock: VirtualClock, **changed) -> None:
        wait = timedelta(milliseconds=150)  # so that a lost line is to be seen
        settings = settings_for(
            platform.base_url, backoff_first=wait, backoff_longest=wait, **IMPATIENT
        )
        self.channel = DingtalkChannel(replace(settings, **changed), clock)
        self._platform = platform
        self._clock = clock

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        return await self._deliver(self._payload(text, private=private))

    async def show(self, picture: bytes) -> Callable[[], bool]:
        self._platform.robot.files["code-1"] = picture
        content = {"downloadCode": "code-1"}
        payload = self._platform.payload(WANG, group=OWNERS, msgtype="picture", content=content)
        return await self._deliver(payload)

    async def _deliver(self, payload: dict) -> Callable[[], bool]:
        said = await self._platform.gateway.deliver(payload)
        return lambda: self._platform.gateway.deliveries[said].acknowledged

    async def settle(self) -> None:
        """The answer to a heartbeat comes after whatever was sent before it."""
        pongs = len(self._platform.gateway.pongs)
        await self._platform.gateway.ping("settle")
        await self._platform.until(lambda: len(self._platform.gateway.pongs) > pongs)

    def group(self) -> Address:
        return Address(channel="dingtalk", kind=ConversationKind.GROUP, conversation=OWNERS)

    def person(self) -> Address:
        kind = ConversationKind.PRIVATE
        return Address(channel="dingtalk", kind=kind, conversation="", person=WANG.staff_id)

    def nowhere(self) -> Address:
        return replace(self.group(), conversation="cid-elsewhere")

    def spoken(self) -> list[str]:
        return [sent.text for sent in self._platform.sent]

    async def trouble(self, kind) -> None:
        gateway = self._platform.gateway
        match kind.value:
            case "redeliver":
                self._clock.move_to(self._clock.now() + timedelta(minutes=1))
                await gateway.redeliver()
            case "be_busy":
                self._platform.fail(GROUP, Reply(status=503))
            case "swallow":
                self._platform.fail(GROUP, Fault.SWALLOW)
            case "echo":
                payload = self._payload("?")
                await self._deliver(payload | {"senderId": payload["chatbotUserId"]})
            case "send_garbage":
                await self._garbage()
                await self._deliver({"msgId": "empty"})
                await self._deliver(self._payload("?") | {"msgtype": "unheard of"})
            case "hang_up":
                gateway.cut()

    async def _garbage(self) -> None:
        await self._platform.gateway.raw("{half a frame")

    def _payload(self, text: str, *, private: bool = False) -> dict:
        return self._platform.payload(
            WANG,
            group=None if private else OWNERS,
            msgtype="text",
            text={"content": f" {text}"},
        )


class CallbackRig(DingtalkRig):
    """Called by HTTP; the answer 200 is the acknowledgement."""

    def __init__(self, platform: FakeDingtalk, clock: VirtualClock) -> None:
        where = Listening(port=_free_port())
        super().__init__(platform, clock, receiving=Receiving.CALLBACK, listening=where)
        url = f"http://{where.host}:{where.port}{where.path}"
        self._pusher = Pusher(url, "ding-secret", clock)
        self._pushing: set[asyncio.Future] = set()

    async def _deliver(self, payload: dict) -> Callable[[], bool]:
        pushing = asyncio.ensure_future(self._pusher.push(payload))
        self._pushing.add(pushing)
        return lambda: pushing.done() and pushing.result() == 200

    async def settle(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await loop.run_in_executor(None, lambda: None)

    async def _garbage(self) -> None:
        await self._pusher.post(b"{half a body", self._pusher.headers())


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


@contextlib.asynccontextmanager
async def _platform() -> AsyncIterator[tuple[FakeDingtalk, VirtualClock]]:
    clock = VirtualClock(NOON)
    platform = FakeDingtalk(clock, groups=(OWNERS,))
    await platform.start()
    try:
        yield platform, clock
    finally:
        await platform.stop()


@contextlib.asynccontextmanager
async def dingtalk() -> AsyncIterator[DingtalkRig]:
    async with _platform() as (platform, clock):
        yield DingtalkRig(platform, clock)


@contextlib.asynccontextmanager
async def dingtalk_called() -> AsyncIterator[CallbackRig]:
    async with _platform() as (platform, clock):
        yield CallbackRig(platform, clock)
