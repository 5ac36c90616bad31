"""WeChat in the contract suite: our adapter and wechaty's client against a real gateway.

The gateway has no acknowledgement: the adapter has a message as soon as it is announced, and what
stands for the acknowledgement here is that the adapter has had it stored.
"""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.adapters.wechat import WechatChannel, WechatSettings
from bot.clock import VirtualClock
from bot.domain.message import Address, ConversationKind
from tests.fakes.wechat_gateway import BOT, OWNERS, TOKEN, WANG, Gateway, shared

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MOMENT = timedelta(milliseconds=100)


def settings_for(gateway: Gateway, **changed) -> WechatSettings:
    """Fast where the service is patient."""
    settings = WechatSettings(
        host="127.0.0.1",
        port=gateway.port,
        token=TOKEN,
        deadline=timedelta(seconds=2),
        ask_every=timedelta(milliseconds=200),
        silence=timedelta(milliseconds=500),
        backoff_first=MOMENT,
        backoff_longest=MOMENT,
        store_wait=timedelta(milliseconds=20),
    )
    return replace(settings, **changed)


class WechatRig:
    """Somebody speaks in a room of the mocked account."""

    def __init__(self, gateway: Gateway) -> None:
        self.channel = WechatChannel(settings_for(gateway), VirtualClock(NOON))
        self._gateway = gateway
        self._heard = 0

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        self._gateway.say(text, to=BOT if private else OWNERS)
        self._heard += 1
        after = self._heard
        return lambda: self.channel.stored >= after

    async def show(self, picture: bytes) -> Callable[[], bool]:
        content = base64.b64encode(picture).decode()
        self._gateway.order("file", **{"from": WANG, "to": OWNERS, "content": content})
        self._heard += 1
        after = self._heard
        return lambda: self.channel.stored >= after

    async def settle(self) -> None:
        self._gateway.order("sentCount")
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await loop.run_in_executor(None, lambda: None)

    def group(self) -> Address:
        return Address(channel="wechat", kind=ConversationKind.GROUP, conversation=OWNERS)

    def person(self) -> Address:
        kind = ConversationKind.PRIVATE
        return Address(channel="wechat", kind=kind, conversation=WANG, person=WANG)

    def nowhere(self) -> Address:
        return replace(self.group(), conversation="elsewhere@chatroom")

    def spoken(self) -> list[str]:
        return self._gateway.texts()

    async def trouble(self, kind) -> None:
        gateway = self._gateway
        match kind.value:
            case "be_busy":
                gateway.order("fault", kind="busy")
            case "swallow":
                gateway.order("fault", kind="swallow")
            case "echo":
                gateway.say("路灯坏了", **{"from": BOT})
            case "send_garbage":
                gateway.order("garbage")
                gateway.order("emit", event="message", payload={"messageId": 7})
                gateway.order("emit", event="message", payload={"messageId": "nothing"})
                gateway.order("emit", event="error", payload={"data": "?"})
                gateway.order("emit", event="room-join", payload={"roomId": None})
                gateway.say("?", type=99)
            case "hang_up":
                gateway.order("restart")


@contextlib.asynccontextmanager
async def wechat() -> AsyncIterator[WechatRig]:
    gateway = shared()
    gateway.order("reset")
    rig = WechatRig(gateway)
    yield rig
    rig.channel.close()
    await rig.settle()
