"""The other side: a process that lives for one channel, joined to the service by rows.

Comes in: a channel, an intake, the store with errands in rows. Goes out: messages to the intake;
outcomes of errands; a sign of life. Does not: understand a message, or know which platform it is.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.adapters.relay.channel import FETCH, FIND, SEND, RelaySettings
from bot.adapters.relay.wire import (
    read_outbound,
    read_wanted,
    write_error,
    write_receipt,
)
from bot.domain.errors import ChannelError, ChannelRefused, StorageError
from bot.ports import Accept, Channel, Clock, Store
from bot.ports.edges import MediaChannel
from bot.ports.relay import Errand, Pulse

log = logging.getLogger(__name__)

_BREATH = timedelta(milliseconds=20)


class Host:
    """Runs a channel for somebody else; `figures` is what is counted in this process."""

    def __init__(
        self,
        channel: Channel,
        *,
        store: Store,
        clock: Clock,
        settings: RelaySettings | None = None,
        figures: Callable[[], Mapping[str, float]] = dict,
    ) -> None:
        self._figures = figures
        self._channel = channel
        self._store = store
        self._clock = clock
        self._settings = settings or RelaySettings()
        self._name = channel.declaration.name

    async def run(self, accept: Accept) -> None:
        """Until cancelled; the last sign of life says that it stopped."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._channel.run(accept))
                tasks.create_task(self._serve())
                tasks.create_task(self._live())
        finally:
            await self._beat()

    async def _serve(self) -> None:
        """Do errands, some at a time; a slow one holds up none of the others."""
        at_once = asyncio.Semaphore(self._settings.at_once)
        async with asyncio.TaskGroup() as tasks:
            while True:
                for errand in await self._asked():
                    await at_once.acquire()
                    doing = tasks.create_task(self._do(errand))
                    doing.add_done_callback(lambda _: at_once.release())
                await self._clock.sleep(self._settings.poll)

    async def _asked(self) -> list[Errand]:
        name = self._name
        try:
            if not await self._store.look(lambda unit: unit.relay.is_asked(name)):
                return []
            return await self._store.work(lambda unit: unit.relay.take(name, 1))
        except StorageError as err:
            log.warning("relay_waits", extra={"reason": type(err).__name__})
            return []

    async def _do(self, errand: Errand) -> None:
        content: bytes | None = None
        try:
            if errand.kind == FETCH:
                body, content = write_receipt(None), await self._fetch(errand)
            else:
                body = await self._words(errand)
        except ChannelError as err:
            body = write_error(err)
        while True:
            try:
                await self._store.work(lambda unit: unit.relay.answer(errand.id, body, content))
            except StorageError as err:
                log.warning("relay_waits", extra={"reason": type(err).__name__})
                await self._clock.sleep(_BREATH)
            else:
                return

    async def _words(self, errand: Errand) -> str:
        message = read_outbound(errand.body)
        doing = {SEND: self._channel.send, FIND: self._channel.find}
        return write_receipt(await doing[errand.kind](message))

    async def _fetch(self, errand: Errand) -> bytes:
        if not isinstance(self._channel, MediaChannel):
            raise ChannelRefused("nothing can be fetched here")
        return await self._channel.fetch(*read_wanted(errand.body))

    async def _live(self) -> None:
        """Tell at once what changes, and else now and then."""
        told, told_at = None, self._clock.now()
        while True:
            now, health = self._clock.now(), self._channel.health()
            if health != told or now - told_at >= self._settings.beat:
                told, told_at = health, now
                await self._beat()
            await self._clock.sleep(self._settings.watch)

    async def _beat(self) -> None:
        health = self._channel.health()
        pulse = Pulse(
            status=health.status,
            since=health.since,
            detail=health.detail,
            alive_at=self._clock.now(),
            figures=self._figures(),
        )
        try:
            await self._store.work(lambda unit: unit.relay.beat(self._name, pulse))
        except StorageError as err:
            log.warning("relay_waits", extra={"reason": type(err).__name__})
