"""Wake-ups between the stages of several processes over one broker.

Comes in: topics, from this process and from the others. Goes out: returns from `wait`. Does not:
carry data; rows are the truth, and who misses a wake-up looks a little later.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from bot.ports import Clock, Signals
from bot.queues.broker import TROUBLE, Broker, unless_cancelled

_SUBJECT: Final = "qunli.wake"
_AGAIN: Final = timedelta(seconds=1)


class BrokerSignals:
    """The signals of this process; while `run` runs, everybody who runs it with the same broker is
    woken, too.
    """

    def __init__(self, local: Signals, broker: Broker, clock: Clock) -> None:
        self._local = local
        self._broker = broker
        self._clock = clock
        self._told: set[str] = set()
        self._tell = asyncio.Event()

    def notify(self, topic: str) -> None:
        """Wake whoever waits for `topic`, now or the next time."""
        self._local.notify(topic)
        self._told.add(topic)
        self._tell.set()

    async def wait(self, topic: str, at_most: timedelta) -> None:
        """Return at the next `notify`, at once if one came since the last wait, or after
        `at_most`.
        """
        await self._local.wait(topic, at_most)

    async def run(self) -> None:
        """Tell others and hear of them until cancelled, again where the broker was gone."""
        while True:
            client, _ = await self._broker.connected()
            try:
                await self._joined(client)
            except TROUBLE as err:
                unless_cancelled()
                self._broker.doubt(err)
                await self._clock.sleep(_AGAIN)

    async def _joined(self, client: Client) -> None:
        await client.subscribe(_SUBJECT, cb=self._hear)
        while client.is_connected:
            with suppress(TimeoutError):
                async with asyncio.timeout(_AGAIN.total_seconds()):
                    await self._tell.wait()
            self._tell.clear()
            topics, self._told = sorted(self._told), set()
            if topics:
                await client.publish(_SUBJECT, " ".join(topics).encode())
        raise Error

    async def _hear(self, message: Msg) -> None:
        for topic in message.data.decode().split():
            self._local.notify(topic)
