"""A DingtalkChannel on the fake platform, with an inbox that keeps what was accepted.

Comes in: settings that differ from the fast ones used here. Goes out: the running parts. Does not:
test anything.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.adapters.dingtalk import DingtalkChannel, DingtalkSettings
from bot.clock import VirtualClock
from bot.domain.message import InboundMessage
from tests.fakes.dingtalk_platform import FakeDingtalk
from tests.fakes.dingtalk_world import World

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MOMENT = timedelta(milliseconds=10)
IMPATIENT = {
    "connect_timeout": timedelta(milliseconds=250),
    "request_timeout": timedelta(milliseconds=500),
}
"""For tests of a platform that says nothing; elsewhere a slow machine must not look like one."""


class Inbox:
    """Stores messages once, as intake does; `fail_with` is raised instead as often as it has
    errors.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.stored: dict[str, InboundMessage] = {}
        self.calls: list[tuple[str, ...]] = []
        self.fail_with: list[BaseException] = []
        self.gate: asyncio.Event | None = None
        """Where there is one, storing waits for it."""

    async def accept(self, messages) -> None:
        self.calls.append(tuple(message.external_id for message in messages))
        self._world.ring()
        if self.gate is not None:
            await self.gate.wait()
        if self.fail_with:
            raise self.fail_with.pop(0)
        for message in messages:
            self.stored.setdefault(message.external_id, message)
        self._world.ring()

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.stored.values()]


@dataclass(slots=True, kw_only=True)
class Rig:
    """What a test needs."""

    clock: VirtualClock
    platform: FakeDingtalk
    settings: DingtalkSettings
    channel: DingtalkChannel
    inbox: Inbox
    running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to receive."""
        self.running = asyncio.ensure_future(self.channel.run(self.inbox.accept))

    async def stop(self) -> None:
        """Stop to receive, as the service does."""
        if self.running is not None:
            self.running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.running

    async def healthy(self, status: str) -> None:
        """Wait for a state of health, which follows what the platform sees by a turn or two."""
        await turns_until(lambda: self.channel.health().status == status)


async def turns_until(condition) -> None:
    """Let the event loop and other threads take turns until a condition holds that nobody
    announces.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(20):
        while not condition():
            await loop.run_in_executor(None, lambda: None)


def settings_for(base_url: str, **changed) -> DingtalkSettings:
    """Fast where the service is patient."""
    settings = DingtalkSettings(
        client_id="ding-client",
        client_secret="ding-secret",
        robot_code="ding-robot",
        api_base=base_url,
        oapi_base=base_url,
        login_base=base_url,
        backoff_first=MOMENT,
        backoff_longest=MOMENT * 8,
    )
    return replace(settings, **changed)


@contextlib.asynccontextmanager
async def rig(**changed) -> AsyncIterator[Rig]:
    """Platform and channel; the channel does not receive yet."""
    clock = VirtualClock(NOON)
    platform = FakeDingtalk(clock)
    settings = settings_for(await platform.start(), **changed)
    inbox = Inbox(platform.world)
    channel = DingtalkChannel(settings, clock)
    made = Rig(clock=clock, platform=platform, settings=settings, channel=channel, inbox=inbox)
    try:
        yield made
    finally:
        await made.stop()
        await platform.stop()
