"""Every adapter beside its platform (or an honest stand-in), behind one face for the contract
suite.

Comes in: an inbox. Goes out: `ChannelCase` values, one for each adapter, with what its platform can
be made to do. Does not: assert anything. A new adapter writes a rig and adds a line to `CASES`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from bot.adapters.simulator import (
    GroupKind,
    SimulatedGroup,
    SimulatedMember,
    SimulatorChannel,
)
from bot.adapters.simulator.platform import Picture
from bot.adapters.simulator.rooms import Post
from bot.adapters.simulator.translate import Say
from bot.clock import VirtualClock
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.ports import Channel
from tests.contract.channel_dingtalk import dingtalk, dingtalk_called
from tests.contract.channel_fake import fake
from tests.contract.channel_wechat import wechat
from tests.contract.channel_wecom import wecom
from tests.fakes.dingtalk_rig import turns_until
from tests.fakes.wechat_gateway import IMPOSSIBLE

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


class Can(StrEnum):
    """What a platform can be made to do; the suite asks only for that."""

    WAIT = "wait"
    """It waits for an acknowledgement, and what was not stored is its to keep."""
    REDELIVER = "redeliver"
    BE_BUSY = "be_busy"
    SWALLOW = "swallow"
    SHOW = "show"
    """Somebody can send a picture; its rig has `show`."""
    ECHO = "echo"
    SEND_GARBAGE = "send_garbage"
    HANG_UP = "hang_up"


class Inbox:
    """Stores as intake does. `gate` holds it back while it is closed, `troubles` are raised one by
    one.
    """

    def __init__(self) -> None:
        self.stored: dict[tuple[str, str], InboundMessage] = {}
        self.asked = 0
        self.troubles: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        self.asked += 1
        await self.gate.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        for message in messages:
            self.stored.setdefault((message.channel, message.external_id), message)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.stored.values()]


class ChannelRig(Protocol):
    """A platform, as far as the suite needs to move it."""

    channel: Channel

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        """Somebody speaks to the bot; the answer tells whether that was acknowledged."""

    async def show(self, picture: bytes) -> Callable[[], bool]:
        """Somebody sends a picture."""

    async def settle(self) -> None:
        """Whatever the adapter has sent to the platform until now has arrived there."""

    def group(self) -> Address:
        """Where the bot can speak first."""

    def person(self) -> Address:
        """Whom the bot can write to first."""

    def nowhere(self) -> Address:
        """A conversation that the platform refuses."""

    def spoken(self) -> list[str]:
        """The words that the platform took, in order."""

    async def trouble(self, kind: Can) -> None:
        """Make the platform do this, for sending: once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCase:
    """An adapter to be tested."""

    name: str
    open: Callable[[], AbstractAsyncContextManager[ChannelRig]]
    can: frozenset[Can]


@contextlib.asynccontextmanager
async def receiving(rig: ChannelRig, inbox: Inbox) -> AsyncIterator[None]:
    """The channel while it runs; it is healthy when the body begins."""
    running = asyncio.ensure_future(rig.channel.run(inbox.accept))
    try:
        await turns_until(lambda: rig.channel.health().status == "ok")
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


class SimulatorRig:
    """Said on the page; shown there once stored is this platform's acknowledgement."""

    def __init__(self) -> None:
        self.channel = SimulatorChannel(
            groups=[SimulatedGroup(id="own1", name="富善花园业主群", kind=GroupKind.OWNERS)],
            members=[SimulatedMember(id="r1", name="王秀兰", role="resident", groups=("own1",))],
            clock=VirtualClock(NOON),
            bot_name="群理",
        )
        self._saying: set[asyncio.Future] = set()

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        room = "private:r1" if private else "own1"
        return self._say(Say(room=room, sender="r1", text=text, quoted=None, picture=False))

    async def show(self, picture: bytes) -> Callable[[], bool]:
        image = self.channel.platform.hang(Picture(kind="image/png", data=picture))
        shown = Say(room="own1", sender="r1", text="", quoted=None, picture=True, image=image)
        return self._say(shown)

    def _say(self, say: Say) -> Callable[[], bool]:
        saying = asyncio.ensure_future(self.channel.say(say))
        self._saying.add(saying)
        return lambda: saying.done() and isinstance(saying.result(), Post)

    async def settle(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await loop.run_in_executor(None, lambda: None)

    def group(self) -> Address:
        return Address(channel="simulator", kind=ConversationKind.GROUP, conversation="own1")

    def person(self) -> Address:
        kind = ConversationKind.PRIVATE
        return Address(channel="simulator", kind=kind, conversation="", person="r1")

    def nowhere(self) -> Address:
        return replace(self.group(), conversation="own9")

    def spoken(self) -> list[str]:
        return [post.text for post in self.channel.platform.posts() if post.sender is None]

    async def trouble(self, kind: Can) -> None:
        raise NotImplementedError(kind)


@contextlib.asynccontextmanager
async def _simulator() -> AsyncIterator[ChannelRig]:
    yield SimulatorRig()


CASES = (
    ChannelCase(name="simulator", open=_simulator, can=frozenset({Can.WAIT, Can.SHOW})),
    ChannelCase(name="dingtalk", open=dingtalk, can=frozenset(Can)),
    ChannelCase(
        name="dingtalk-called",
        open=dingtalk_called,
        can=frozenset(Can) - {Can.REDELIVER, Can.HANG_UP},
    ),
    ChannelCase(name="fake", open=fake, can=frozenset({Can.WAIT, Can.SWALLOW})),
    ChannelCase(
        name="wecom",
        open=wecom,
        can=frozenset({Can.BE_BUSY, Can.SWALLOW, Can.SHOW, Can.SEND_GARBAGE, Can.HANG_UP}),
    ),
)
if not IMPOSSIBLE:
    never = {Can.WAIT, Can.REDELIVER}
    CASES += (ChannelCase(name="wechat", open=wechat, can=frozenset(Can) - never),)
