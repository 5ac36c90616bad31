"""Beside the outbox: cards that stand in conversations show how their cases are now.

Comes in: rows of cards. Goes out: cards drawn anew, where what they show has changed. Does not:
say anything: nobody is told by it, so it may happen at night. A card that the platform has no more
is left alone.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.cards import CaseCard
from bot.domain.errors import ChannelError, ChannelRefused, ChannelUnavailable
from bot.journey.office import Office
from bot.journey.words.casecard import LOOK_AGAIN, LOOK_SELDOM, case_card, in_short
from bot.ports import Store, UnitOfWork
from bot.ports.cards import ShownCard
from bot.ports.edges import CardChannel

log = logging.getLogger(__name__)

_AT_ONCE: Final = 10
_AGAIN: Final = timedelta(seconds=30)
_KEPT: Final = timedelta(days=30)
"""So long after its case was last touched a card that shows its end is looked at."""


class Carding:
    """`channels` are those that show cards."""

    def __init__(
        self, *, office: Office, store: Store, channels: Mapping[str, CardChannel]
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels

    async def run_once(self) -> int:
        """Draw a few; how many were looked at."""
        if not self._channels:
            return 0
        now = self._office.clock.now()
        found = await self._store.look(lambda unit: self._look(unit, now))
        for shown, card, is_over in found:
            await self._show(shown, card, now + (LOOK_SELDOM if is_over else LOOK_AGAIN))
        return len(found)

    async def _look(
        self, unit: UnitOfWork, now: datetime
    ) -> list[tuple[ShownCard, CaseCard | None, bool]]:
        found: list[tuple[ShownCard, CaseCard | None, bool]] = []
        for shown in await unit.cards.stale(now, _AT_ONCE):
            case = await unit.cases.get(shown.case)
            if case is None or (not case.is_open and now - case.touched_at > _KEPT):
                found.append((shown, None, True))
                continue
            card = case_card(self._office, case, shown.text, room=shown.room, person=shown.person)
            found.append((shown, card, not case.is_open))
        return found

    async def _show(self, shown: ShownCard, card: CaseCard | None, look_at: datetime) -> None:
        """Draw it where it shows something else; what is drawn twice looks the same."""
        channel = self._channels.get(shown.channel)
        if card is None or channel is None:
            await self._leave(shown, "over" if channel else "channel is switched off")
            return
        now_shown = in_short(card)
        if now_shown != shown.shown:
            try:
                await channel.redraw(shown.reference, card)
            except ChannelRefused as err:
                await self._leave(shown, str(err))
                return
            except ChannelError as err:
                await self._hold(shown, err)
                return
            log.info("card_drawn", extra={"delivery_id": shown.delivery, "case": shown.case})
        drawn = replace(shown, shown=now_shown, version=card.version, look_at=look_at)
        await self._store.work(lambda unit: unit.cards.drawn(drawn))

    async def _hold(self, shown: ShownCard, err: ChannelError) -> None:
        wait = _AGAIN
        if isinstance(err, ChannelUnavailable) and err.retry_after is not None:
            wait = err.retry_after
        until = self._office.clock.now() + wait
        log.warning("card_later", extra={"delivery_id": shown.delivery, "reason": str(err)})
        await self._store.work(lambda unit: unit.cards.hold(shown.delivery, until))

    async def _leave(self, shown: ShownCard, reason: str) -> None:
        log.info("card_left", extra={"delivery_id": shown.delivery, "reason": reason})
        await self._store.work(lambda unit: unit.cards.leave(shown.delivery))
