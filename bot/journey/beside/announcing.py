"""Beside the stations: other programs of the office are told what happened to cases.

Comes in: announcements that are due; they were written with the case, in its transaction. Goes out:
each to its program, once where it answers; later or never with a reason. Does not: make them, or
tell of a case that only some may see by now. Nothing is sent within a transaction.
"""

import asyncio
import logging
from typing import Final

from bot.domain.announcement import Announcement, may_be_told
from bot.domain.errors import ChannelError, ChannelRefused
from bot.journey.office import Office
from bot.ports import Store, UnitOfWork
from bot.ports.edges import Announcer

log = logging.getLogger(__name__)

_AT_ONCE: Final = 20
_FORGOTTEN: Final = 500


class Announcing:
    """Without an `announcer` nothing was written, and there is nothing to do."""

    def __init__(self, *, office: Office, store: Store, announcer: Announcer | None) -> None:
        self._office = office
        self._store = store
        self._announcer = announcer

    async def run_once(self) -> int:
        """Tell some; how many were tried, or taken out because their time is over."""
        if self._announcer is None:
            return 0
        announcer, now = self._announcer, self._office.clock.now()
        due = await self._store.work(
            lambda unit: unit.announcements.claim(now, self._office.settings.lease, _AT_ONCE)
        )
        await asyncio.gather(*(self._tell(announcer, one) for one in due))
        return len(due) or await self._tidy()

    async def _tell(self, announcer: Announcer, one: Announcement) -> None:
        if not await self._store.look(lambda unit: _may_go(unit, one)):
            await self._store.work(lambda unit: unit.announcements.drop(one.id))
            return
        try:
            await announcer.announce(one)
        except ChannelRefused as err:
            await self._end(one, str(err))
        except ChannelError as err:
            await self._later(one, str(err))
        except Exception as err:
            log.error("announcement_failed", extra={"announcement_id": one.id}, exc_info=err)
            await self._later(one, type(err).__name__)
        else:
            await self._store.work(lambda unit: unit.announcements.sent(one.id))
            self._office.signals.notify("announcements")

    async def _later(self, one: Announcement, reason: str) -> None:
        rules = self._office.announcements
        at = self._office.clock.now() + rules.wait(one.attempts)
        if at > one.at + rules.patience:
            await self._end(one, reason)
            return
        log.warning("announcement_later", extra={"announcement_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.announcements.later(one.id, at, reason))

    async def _end(self, one: Announcement, reason: str) -> None:
        log.error("announcement_given_up", extra={"announcement_id": one.id, "reason": reason})
        await self._store.work(lambda unit: unit.announcements.bury(one.id, reason))

    async def _tidy(self) -> int:
        before = self._office.clock.now() - self._office.announcements.kept
        return await self._store.work(lambda unit: unit.announcements.forget(before, _FORGOTTEN))


async def _may_go(unit: UnitOfWork, one: Announcement) -> bool:
    """What has become somebody's own affair since it was written down is told no more."""
    case = await unit.cases.get(one.case)
    return case is not None and may_be_told(case)
