"""WeCom in the contract suite: our adapter and the platform's own client against an honest fake.

The platform has no acknowledgement; what stands for it here is that the adapter has had a message
stored.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.adapters.wecom import WecomChannel, WecomSettings
from bot.clock import VirtualClock
from bot.domain.message import Address, ConversationKind
from tests.fakes.wecom_platform import BOT, OWNERS, SECRET, WANG, FakeWecom

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MOMENT = timedelta(milliseconds=10)


def settings_for(platform: FakeWecom, **changed) -> WecomSettings:
    """Fast where the service is patient."""
    settings = WecomSettings(
        bot_id=BOT,
        secret=SECRET,
        endpoint=platform.endpoint,
        silence=timedelta(seconds=2),
        ask_every=MOMENT,
        backoff_first=MOMENT,
        backoff_longest=MOMENT,
        store_wait=MOMENT,
    )
    return replace(settings, **changed)


class WecomRig:
    """Somebody mentions the bot in a group, or writes to it alone."""

    def __init__(self, platform: FakeWecom, **changed) -> None:
        self.platform = platform
        self.channel = WecomChannel(settings_for(platform, **changed), VirtualClock(NOON))
        self._heard = 0

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        return await self._say(self.platform.text(text, private=private))

    async def show(self, picture: bytes) -> Callable[[], bool]:
        return await self._say(self.platform.body("image", self.platform.picture(picture)))

    async def _say(self, body) -> Callable[[], bool]:
        await self.platform.say(body)
        self._heard += 1
        after = self._heard
        return lambda: self.channel.stored >= after

    async def settle(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(5):
            await loop.run_in_executor(None, lambda: None)

    def group(self) -> Address:
        return Address(channel="wecom", kind=ConversationKind.GROUP, conversation=OWNERS)

    def person(self) -> Address:
        kind = ConversationKind.PRIVATE
        return Address(channel="wecom", kind=kind, conversation="", person=WANG)

    def nowhere(self) -> Address:
        return replace(self.group(), conversation="wr-elsewhere")

    def spoken(self) -> list[str]:
        return [words for _, words in self.platform.taken]

    async def trouble(self, kind) -> None:
        match kind.value:
            case "be_busy":
                self.platform.faults.append("busy")
            case "swallow":
                self.platform.faults.append("swallow")
            case "send_garbage":
                for garbage in ("", "?", "[]", "7", "null", '{"cmd": 7}', '{"headers": []}'):
                    await self.platform.push(garbage)
                await self.platform.push({"cmd": "aibot_msg_callback", "body": {"msgtype": "?"}})
                await self.platform.push({"cmd": "aibot_msg_callback", "body": []})
                await self.platform.push({"cmd": "aibot_event_callback", "headers": {}, "body": {}})
            case "hang_up":
                await self.platform.hang_up()


@contextlib.asynccontextmanager
async def wecom() -> AsyncIterator[WecomRig]:
    platform = FakeWecom()
    async with platform.running():
        yield WecomRig(platform, silence=timedelta(milliseconds=500))
