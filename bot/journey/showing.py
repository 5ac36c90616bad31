"""Beside the stations: pictures that came with the words of a case are fetched, drawn anew and kept
with it.

Comes in: pictures that are wanted because their message belongs to a case. Goes out: kept pictures,
or why they are not. Does not: want any (casework does), nor fetch what belongs to no case: that
stays with the platform and is forgotten with the talk. Nothing is fetched within a transaction.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from bot.domain.errors import ChannelError, ChannelRefused
from bot.domain.media import Media, MediaRules, Picture, Unfit
from bot.domain.message import AttachmentKind
from bot.journey.office import Office
from bot.ports import Channel, Store
from bot.ports.edges import MediaChannel

log = logging.getLogger(__name__)

Clean = Callable[[bytes, MediaRules], Picture | Unfit]
"""Draws a picture anew; blocks."""

_AT_ONCE = 4


class Showing:
    """A few at a time; one that cannot be had now is asked for again, each time later."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        channels: Mapping[str, Channel],
        clean: Clean,
        executor: Executor,
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._clean = clean
        self._executor = executor

    async def run_once(self) -> int:
        """Fetch some; how many were tried."""
        now, lease = self._office.clock.now(), self._office.settings.lease
        found = await self._store.work(
            lambda unit: unit.media.claim(AttachmentKind.PICTURE, now, lease, _AT_ONCE)
        )
        await asyncio.gather(*(self._show(one) for one in found))
        if found:
            self._office.signals.notify("cases")
        return len(found)

    async def _show(self, one: Media) -> None:
        try:
            picture = await self._picture(one)
        except ChannelRefused as err:
            await self._refuse(one, str(err))
        except ChannelError as err:
            await self._later(one, str(err))
        except Exception as err:
            log.error("picture_failed", extra={"media_id": one.id}, exc_info=err)
            await self._later(one, type(err).__name__)
        else:
            if isinstance(picture, Unfit):
                await self._refuse(one, picture.value)
            else:
                await self._store.work(lambda unit: unit.media.keep(one.id, picture))
                log.info("picture_kept", extra={"media_id": one.id, "bytes": len(picture.data)})

    async def _picture(self, one: Media) -> Picture | Unfit:
        channel, rules = self._channels.get(one.channel), self._office.pictures
        if channel is None:
            raise ChannelRefused("channel is switched off")
        if not (channel.declaration.pictures_in and isinstance(channel, MediaChannel)):
            raise ChannelRefused("this platform gives no pictures")
        data = await channel.fetch(one.attachment, rules.most)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._clean, data, rules)

    async def _later(self, one: Media, reason: str) -> None:
        rules, now = self._office.pictures, self._office.clock.now()
        at = now + rules.retry * float(1 << min(one.attempts - 1, 8))
        if at > one.said_at + rules.patience:
            await self._refuse(one, reason)
            return
        log.warning("picture_later", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.retry(one.id, at))

    async def _refuse(self, one: Media, reason: str) -> None:
        log.warning("picture_refused", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.refuse(one.id, reason))
