"""A line to NATS that is there again when the server is.

Comes in: addresses of servers. Goes out: JetStream with the stream of what people say, or nothing
while there is none, and how that is. Does not: carry anything itself. Needs the client that only
the big size installs.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import nats
from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, RetentionPolicy, StorageType, StreamConfig

from bot.ports import Clock, PartHealth
from bot.queues.envelopes import PARTITIONS

log = logging.getLogger(__name__)

TROUBLE: Final = (Error, OSError, TimeoutError)
"""Whatever goes wrong with a server that is not there, or not as it should be."""
STREAM: Final = "QUNLI"
_SUBJECT: Final = "qunli.said"
_LOOK: Final = timedelta(seconds=0.5)
_PATIENCE: Final = 2
"""Seconds: for an answer, and between two signs of life; after two that are missing the server is
taken for gone.
"""
_AGAIN_SECONDS: Final = 5
"""An envelope that a process has taken and not stored is the next one's after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerSettings:
    """Where the servers are, what they ask for, on how many of them each envelope lies."""

    servers: Sequence[str]
    token: str = ""
    replicas: int = 1


def subject_of(partition: int) -> str:
    """Where envelopes of a partition go."""
    return f"{_SUBJECT}.{partition}"


def consumer_of(partition: int) -> str:
    """Who gets them, one after the other."""
    return f"part-{partition}"


class Broker:
    """While `run` runs, `jetstream` is there whenever the server is."""

    def __init__(self, settings: BrokerSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._client: Client | None = None
        self._there = asyncio.Event()
        self._health = PartHealth(status="degraded", since=clock.now(), detail="not connected")

    @property
    def jetstream(self) -> JetStreamContext | None:
        """None while there is none."""
        found = self._client
        return found.jetstream(timeout=_PATIENCE) if found and self._there.is_set() else None

    async def connected(self) -> tuple[Client, JetStreamContext]:
        """Wait until it is there."""
        while True:
            await self._there.wait()
            if self._client is not None:
                return self._client, self._client.jetstream(timeout=_PATIENCE)

    def health(self) -> PartHealth:
        """`degraded` while it is not there: then everything goes through the store."""
        return self._health

    def doubt(self, err: BaseException) -> None:
        """It did not do what it should: nobody uses it before it was looked at again."""
        self._there.clear()
        self._note(type(err).__name__)

    async def run(self) -> None:
        """Connected until cancelled, again and again."""
        while True:
            try:
                await self._joined()
            except TROUBLE as err:
                unless_cancelled()
                self.doubt(err)
            await self._clock.sleep(_LOOK)

    async def _joined(self) -> None:
        client = await nats.connect(
            list(self._settings.servers),
            token=self._settings.token or None,
            no_echo=True,
            allow_reconnect=False,
            connect_timeout=_PATIENCE,
            ping_interval=_PATIENCE,
            max_outstanding_pings=2,
            error_cb=_unheard,
        )
        try:
            self._client = client
            await self._look_after(client)
        finally:
            self._there.clear()
            self._client = None
            with suppress(*TROUBLE):
                await client.close()

    async def _look_after(self, client: Client) -> None:
        while client.is_connected:
            if not self._there.is_set():
                await self._prepare(client.jetstream(timeout=_PATIENCE))
                self._there.set()
                self._note("")
            await self._clock.sleep(_LOOK)
        self.doubt(ConnectionError())

    async def _prepare(self, jetstream: JetStreamContext) -> None:
        """The stream, and one consumer a partition that is given one envelope at a time."""
        await jetstream.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=[f"{_SUBJECT}.*"],
                retention=RetentionPolicy.WORK_QUEUE,
                storage=StorageType.FILE,
                num_replicas=self._settings.replicas,
            )
        )
        for partition in range(PARTITIONS):
            await jetstream.add_consumer(
                STREAM,
                ConsumerConfig(
                    durable_name=consumer_of(partition),
                    filter_subject=subject_of(partition),
                    ack_policy=AckPolicy.EXPLICIT,
                    ack_wait=_AGAIN_SECONDS,
                    max_ack_pending=1,
                ),
            )

    def _note(self, trouble: str) -> None:
        """`since` only moves when the state changes."""
        status = "degraded" if trouble else "ok"
        if status != self._health.status:
            (log.warning if trouble else log.info)(f"broker_{status}", extra={"error": trouble})
            self._health = PartHealth(status=status, since=self._clock.now(), detail=trouble)


def unless_cancelled() -> None:
    """CancelledError where this task was cancelled: the client makes another error of it when its
    connection ends at the same time.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _unheard(err: Exception) -> None:
    """The client tells of what `run` sees anyway."""
    log.debug("broker_error", extra={"error": type(err).__name__})
