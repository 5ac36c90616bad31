"""Beside the stations: voices whose words the platform does not tell become words on this machine.

Comes in: voices that are wanted because a message has nothing but one. Goes out: the same message
once more with what was heard, for assembly to take. Does not: keep voices (showing keeps those of
cases), listen where intake did not, or decide how far such words are believed (understanding does).
Nothing is fetched or recognised within a transaction.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.errors import ChannelError, ChannelRefused
from bot.domain.media import Media
from bot.domain.message import TEXT_LIMIT
from bot.domain.turn import StoredMessage
from bot.journey.office import Office
from bot.ports import Channel, Store, UnitOfWork
from bot.ports.edges import MediaChannel, Speech

log = logging.getLogger(__name__)

_AT_ONCE = 2


class Dictating:
    """A few at a time; without `speech` there is nothing to do."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        channels: Mapping[str, Channel],
        speech: Speech | None,
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._speech = speech

    async def run_once(self) -> int:
        """Listen to some; how many were tried."""
        now, lease = self._office.clock.now(), self._office.settings.lease
        found = await self._store.work(
            lambda unit: unit.media.claim(now, lease, _AT_ONCE, of_cases=False)
        )
        await asyncio.gather(*(self._listen(one) for one in found))
        return len(found)

    async def _listen(self, one: Media) -> None:
        try:
            words = await self._words(one)
        except ChannelRefused as err:
            await self._end(one, str(err))
        except ChannelError as err:
            await self._later(one, str(err))
        except Exception as err:
            log.error("voice_failed", extra={"media_id": one.id}, exc_info=err)
            await self._later(one, type(err).__name__)
        else:
            await self._hear(one, " ".join(words.split())[:TEXT_LIMIT])

    async def _words(self, one: Media) -> str:
        channel = self._channels.get(one.channel)
        if self._speech is None or channel is None:
            raise ChannelRefused("nobody listens to voices here")
        if not (channel.declaration.pictures_in and isinstance(channel, MediaChannel)):
            raise ChannelRefused("this platform gives no voices")
        voice = await channel.fetch(one.attachment, self._office.speech.most)
        return await self._speech.recognise(voice)

    async def _hear(self, one: Media, words: str) -> None:
        """The message comes once more, with words: stored once, however often this is done."""

        async def write(unit: UnitOfWork) -> None:
            message = await unit.messages.get(one.message) if words else None
            if message is not None:
                await unit.messages.add([self._with(words, message)])
            await unit.media.drop(one.id)

        await self._store.work(write)
        log.info("voice_heard", extra={"media_id": one.id, "empty": not words})
        self._office.signals.notify("assembly")

    def _with(self, words: str, message: StoredMessage) -> StoredMessage:
        """As if it had come now; that it was spoken stays known."""
        return replace(
            message,
            id=self._office.ids.new("message"),
            external_id=f"{message.external_id}#voice",
            text=words,
            received_at=self._office.clock.now(),
        )

    async def _later(self, one: Media, reason: str) -> None:
        rules, now = self._office.speech, self._office.clock.now()
        if now + rules.retry > one.said_at + rules.patience:
            await self._end(one, reason)
            return
        log.warning("voice_later", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.retry(one.id, now + rules.retry))

    async def _end(self, one: Media, reason: str) -> None:
        log.warning("voice_not_heard", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.drop(one.id))
