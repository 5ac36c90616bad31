"""Beside the stations: pictures and voices that came with the words of a case are fetched, made
anew and kept with it.

Comes in: what is wanted because its message belongs to a case. Goes out: kept pictures and
recordings, or why they are not. Does not: want any (casework does), nor fetch what belongs to no
case: that stays with the platform and is forgotten with the talk. Nothing is fetched within a
transaction.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from bot.domain.errors import ChannelError, ChannelRefused
from bot.domain.media import Media, MediaRules, Picture, Recording, Unfit
from bot.journey.office import Office
from bot.ports import Channel, Store
from bot.ports.edges import MediaChannel

log = logging.getLogger(__name__)

Clean = Callable[[bytes, MediaRules], Picture | Unfit]
"""Draws a picture anew; blocks."""

Rewrite = Callable[[bytes, MediaRules], Recording | Unfit]
"""Writes a recording anew; blocks."""

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
        rewrite: Rewrite,
        executor: Executor,
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._clean = clean
        self._rewrite = rewrite
        self._executor = executor

    async def run_once(self) -> int:
        """Fetch some; how many were tried."""
        now, lease = self._office.clock.now(), self._office.settings.lease
        found = await self._store.work(
            lambda unit: unit.media.claim(now, lease, _AT_ONCE, of_cases=True)
        )
        await asyncio.gather(*(self._show(one) for one in found))
        if found:
            self._office.signals.notify("cases")
        return len(found)

    async def _show(self, one: Media) -> None:
        try:
            made = await self._made(one)
        except ChannelRefused as err:
            await self._refuse(one, str(err))
        except ChannelError as err:
            await self._later(one, str(err))
        except Exception as err:
            log.error("media_failed", extra={"media_id": one.id}, exc_info=err)
            await self._later(one, type(err).__name__)
        else:
            if isinstance(made, Unfit):
                await self._refuse(one, made.value)
            else:
                await self._store.work(lambda unit: unit.media.keep(one.id, made))
                log.info("media_kept", extra={"media_id": one.id, "bytes": len(made.data)})

    async def _made(self, one: Media) -> Picture | Recording | Unfit:
        channel, rules = self._channels.get(one.channel), self._office.pictures
        if channel is None:
            raise ChannelRefused("channel is switched off")
        if not (channel.declaration.pictures_in and isinstance(channel, MediaChannel)):
            raise ChannelRefused("this platform gives nothing but words")
        data = await channel.fetch(one.attachment, rules.most)
        loop = asyncio.get_running_loop()
        make: Clean | Rewrite = self._rewrite if one.is_spoken else self._clean
        return await loop.run_in_executor(self._executor, make, data, rules)

    async def _later(self, one: Media, reason: str) -> None:
        rules, now = self._office.pictures, self._office.clock.now()
        at = now + rules.retry * float(1 << min(one.attempts - 1, 8))
        if at > one.said_at + rules.patience:
            await self._refuse(one, reason)
            return
        log.warning("media_later", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.retry(one.id, at))

    async def _refuse(self, one: Media, reason: str) -> None:
        log.warning("media_refused", extra={"media_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.media.refuse(one.id, reason))
