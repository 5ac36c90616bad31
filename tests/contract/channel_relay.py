"""A channel behind a relay in the contract suite: the fake in what would be another process, joined
by the rows of a store in a file, each side with a store of its own.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from bot.adapters.relay import Host, RelayChannel, RelaySettings
from bot.clock import SystemClock
from bot.domain.message import Address
from bot.ids import TimedIds
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.contract.channel_fake import FakeRig

SOON = RelaySettings(
    poll=timedelta(milliseconds=2),
    look=timedelta(milliseconds=20),
    stuck=timedelta(milliseconds=20),
    beat=timedelta(milliseconds=20),
    watch=timedelta(milliseconds=5),
)


class RelayRig:
    """Acknowledged is what the other side has in a row."""

    def __init__(self, fake: FakeRig, channel: RelayChannel) -> None:
        self.channel = channel
        self._fake = fake
        self._heard = 0

    async def hear(self, text: str, *, private: bool = False):
        """A relay has no acknowledgement of its own: what counts is what is in the service."""
        self._heard += 1
        after = self._heard
        await self._fake.hear(text, private=private)
        return lambda: self.channel.taken >= after

    async def settle(self) -> None:
        await self._fake.settle()

    def group(self) -> Address:
        return self._fake.group()

    def person(self) -> Address:
        return self._fake.person()

    def nowhere(self) -> Address:
        return self._fake.nowhere()

    def spoken(self) -> list[str]:
        return self._fake.spoken()

    async def trouble(self, kind) -> None:
        await self._fake.trouble(kind)


def _stores(url: str) -> tuple[SqlStore, SqlStore]:
    engine = make_engine(url)
    create_all(engine)
    return SqlStore(engine), SqlStore(make_engine(url))


@contextlib.asynccontextmanager
async def relay() -> AsyncIterator[RelayRig]:
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as directory:
        url = f"sqlite:///{Path(directory) / 'relay.db'}"
        here, there = await asyncio.to_thread(_stores, url)
        fake = FakeRig()
        host = Host(fake.channel, store=there, clock=clock, ids=TimedIds(clock), settings=SOON)
        channel = RelayChannel(
            fake.channel.declaration, store=here, clock=clock, ids=TimedIds(clock), settings=SOON
        )
        hosting = asyncio.ensure_future(host.run())
        try:
            yield RelayRig(fake, channel)
        finally:
            hosting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await hosting
            await here.close()
            await there.close()
