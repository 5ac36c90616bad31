"""The fake channel of the journey's tests, as the contract of channels moves it.

What the journey is tested with has to behave as what it runs with.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from bot.domain.errors import ChannelRefused, OutcomeUnknown, StorageError
from bot.domain.message import Address, OutboundMessage
from tests.builders import group, inbound, private
from tests.fakes.channel import FakeChannel

NOWHERE = "nowhere"


class PickyChannel(FakeChannel):
    """Refuses one conversation, as platforms refuse those that are gone."""

    async def send(self, message: OutboundMessage):
        if message.address.conversation == NOWHERE:
            raise ChannelRefused("no such conversation")
        return await super().send(message)


class FakeRig:
    """Somebody speaks by handing a message to `accept`; its return is the acknowledgement."""

    def __init__(self) -> None:
        self.channel = PickyChannel()
        self._said: list[asyncio.Future] = []

    async def hear(self, text: str, *, private: bool = False) -> Callable[[], bool]:
        address = self.person() if private else self.group()
        message = inbound(
            text, external_id=f"x-{len(self._said)}", address=address, addressed=private
        )
        saying = asyncio.ensure_future(self._say(message))
        self._said.append(saying)
        return lambda: saying.done() and saying.result()

    async def _say(self, message) -> bool:
        try:
            await self.channel.hear(message)
        except StorageError:
            return False
        return True

    async def settle(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await loop.run_in_executor(None, lambda: None)

    def group(self) -> Address:
        return group()

    def person(self) -> Address:
        return private()

    def nowhere(self) -> Address:
        return replace(group(), conversation=NOWHERE)

    def spoken(self) -> list[str]:
        return self.channel.texts

    async def trouble(self, kind) -> None:
        self.channel.swallow.append(OutcomeUnknown(str(kind)))


@contextlib.asynccontextmanager
async def fake() -> AsyncIterator[FakeRig]:
    yield FakeRig()
