"""The queue of the big size: NATS JetStream keeps what people say until it stands in rows.

Comes in: stored messages from many adapters at once. Goes out: envelopes that the broker has on its
disk, before the platform hears "thank you"; where there is no broker, rows. Does not: store rows
otherwise; `bot.queues.arrivals` does. Rows are the truth: what comes twice, by either way, is
stored once.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from nats.js import JetStreamContext

from bot.domain.turn import StoredMessage
from bot.ports import Clock, Queue
from bot.queues.broker import STREAM, TROUBLE, Broker, subject_of
from bot.queues.envelopes import envelopes
from bot.queues.gathering import Gathering

log = logging.getLogger(__name__)


class JetStreamQueue:
    """See `bot.ports.Queue`. `instead` is where messages go without a broker."""

    def __init__(self, *, broker: Broker, instead: Queue, clock: Clock, gather: timedelta) -> None:
        self._broker = broker
        self._instead = instead
        self._gathering = Gathering(write=self._write, clock=clock, gather=gather)

    async def put(self, messages: Sequence[StoredMessage]) -> int:
        """Hand over; returns how many were handed over for good. Which of them were seen before is
        found out when they are stored. StorageError where neither broker nor store took them.
        """
        return await self._gathering.put(messages)

    async def _write(self, messages: Sequence[StoredMessage]) -> int:
        jetstream = self._broker.jetstream
        if jetstream is None:
            return await self._instead.put(messages)
        try:
            await self._publish(jetstream, messages)
        except TROUBLE as err:
            self._broker.doubt(err)  # what it has taken nevertheless is found to be there
        else:
            return len(messages)
        return await self._instead.put(messages)

    async def _publish(
        self, jetstream: JetStreamContext, messages: Sequence[StoredMessage]
    ) -> None:
        await asyncio.gather(
            *(
                jetstream.publish(subject_of(partition), envelope, stream=STREAM)
                for partition, envelope in envelopes(messages)
            )
        )
