"""What lies with the broker becomes rows.

Comes in: envelopes of every partition, one at a time each. Goes out: stored messages, then the
broker may forget. Does not: understand anything. A partition's next envelope comes only when this
one is stored, whoever stores it: that keeps the order of every conversation.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Final

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error
from nats.js import JetStreamContext

from bot.domain.errors import StorageError
from bot.ports import Clock, Queue, Signals
from bot.queues.broker import STREAM, TROUBLE, Broker, consumer_of, unless_cancelled
from bot.queues.envelopes import PARTITIONS, opened

log = logging.getLogger(__name__)

_WAIT: Final = 2
"""Seconds; whoever waits asks again after this, since a server that was started again does not know
who had asked.
"""
_AGAIN: Final = timedelta(seconds=1)


class Arrivals:
    """Any number of processes may do this; each takes the partitions that nobody is at."""

    def __init__(self, *, broker: Broker, store: Queue, signals: Signals, clock: Clock) -> None:
        self._broker = broker
        self._store = store
        self._signals = signals
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled, also where the broker comes and goes."""
        async with asyncio.TaskGroup() as tasks:
            for partition in range(PARTITIONS):
                tasks.create_task(self._attend(partition))

    async def _attend(self, partition: int) -> None:
        while True:
            client, jetstream = await self._broker.connected()
            try:
                await self._drain(client, jetstream, partition)
            except TROUBLE as err:
                unless_cancelled()
                self._broker.doubt(err)
                await self._clock.sleep(_AGAIN)

    async def _drain(self, client: Client, jetstream: JetStreamContext, partition: int) -> None:
        coming = await jetstream.pull_subscribe_bind(consumer_of(partition), stream=STREAM)
        try:
            while client.is_connected:
                with suppress(TimeoutError):
                    (envelope,) = await coming.fetch(1, timeout=_WAIT)
                    await self._take(envelope)
        finally:
            with suppress(*TROUBLE):
                await coming.unsubscribe()
        raise Error

    async def _take(self, envelope: Msg) -> None:
        try:
            messages = opened(envelope.data)
        except ValueError as err:
            # Not of ours: it would come again for ever, and nothing behind it.
            sequence = envelope.metadata.sequence.stream
            log.error("arrival_unreadable", extra={"sequence": sequence, "error": str(err)})
            await envelope.term()
            return
        try:
            new = await self._store.put(messages)
        except StorageError as err:
            log.warning("arrival_waits", extra={"error": str(err)})
            await envelope.nak(delay=_AGAIN.total_seconds())
            return
        await envelope.ack()
        if new:
            self._signals.notify("assembly")
