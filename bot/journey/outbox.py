"""Station 7: queued words go out, once; what cannot be delivered stays visible.

Comes in: due deliveries. Goes out: receipts, retries, dead letters. Does not: choose words or hold
a transaction while it sends. Where the outcome of an earlier send is unknown it looks the words up;
where the platform cannot look up, emergencies are said again and everything else is kept as
`unknown`. No more is claimed than is sent at once, so that after a crash only what was really on
its way is uncertain. What had to wait (for a platform's limit, or while it was away) goes out in
one message with what has come behind it meanwhile; which ones is kept in their rows, so that the
same message is looked up later. Emergencies neither wait nor travel with others.
"""

import asyncio
import logging
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
    StorageError,
)
from bot.domain.message import Receipt
from bot.domain.parcel import Parcel, together
from bot.domain.tally import Ending
from bot.journey.office import Office
from bot.journey.pacing import Pace
from bot.journey.tracing import sent
from bot.journey.words.casecard import card_of, standing
from bot.ports import Channel, Store, UnitOfWork
from bot.ports.cards import ShownCard

log = logging.getLogger(__name__)

_MINUTE: Final = timedelta(minutes=1)
_TOGETHER: Final = 20
"""So many deliveries may travel in one message."""
_ALONE: Final = "refused together with others"
"""Why words that waited are tried alone: it may be one of the others that is not wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A message that the platform took and no row says so yet."""

    deliveries: tuple[str, ...]
    receipt: str | None
    at: datetime
    card: ShownCard | None = None


class Outbox:
    """The only place that retries."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        channels: Mapping[str, Channel],
        seed: int = 0,
        shared: bool = False,
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._only = frozenset(channels) if shared else None
        self._random = random.Random(seed)
        self._pace = Pace()
        self._begun = False
        self._taken: list[_Taken] = []
        self._recording = asyncio.Lock()

    async def run_once(self) -> int:
        """Claim, send outside of any transaction, record; how many were tried."""
        claimed = await self._store.work(self._claim)
        batch = [parcel for parcel in claimed if parcel is not None]
        # All of them come to their end, also where the store fails one of them.
        ended = await asyncio.gather(
            *(self._guarded(parcel) for parcel in batch), return_exceptions=True
        )
        for error in ended:
            if error is not None:
                raise error
        if batch:
            self._office.signals.notify("delivered")
        return len(claimed)

    async def _claim(self, unit: UnitOfWork) -> list[Parcel | None]:
        """What is due, each with what travels with it; None for what would be too fast, which is
        put off.
        """
        settings, now = self._office.settings, self._office.clock.now()
        if not self._begun:
            since = now - _MINUTE
            known = await unit.parcels.sent_since(since, since - settings.delivery_patience)
            self._pace.remember(known, now)
            self._begun = True
        heads = await unit.deliveries.claim_due(
            now, settings.lease, settings.sends_at_once, self._only
        )
        parcels = [await self._parcel(unit, head, now) for head in heads]
        return [await self._with_card(unit, one) if one is not None else None for one in parcels]

    async def _with_card(self, unit: UnitOfWork, parcel: Parcel) -> Parcel:
        if parcel.head.picture:
            return replace(parcel, picture=await unit.digests.picture(parcel.head.cause))
        if not parcel.head.card:
            return parcel
        return replace(parcel, card=await card_of(self._office, unit, parcel.head))

    async def _parcel(self, unit: UnitOfWork, head: Delivery, now: datetime) -> Parcel | None:
        settings = self._office.settings
        channel = self._channels.get(head.address.channel)
        if head.claimed_before:
            same = await unit.parcels.joined(head.id, now + settings.lease)
            return Parcel(head=head, rest=tuple(same))
        if channel is None or now >= head.until:
            return Parcel(head=head)
        wait = self._pace.wait(head, channel.declaration, now)
        if wait is not None:
            await unit.deliveries.pause(head, now + wait)
            self._office.tally.sends(head.address.channel, Ending.PACED)
            return None
        patience = now - settings.together_after
        waited = head.attempts > 1 or head.due_at <= patience
        if head.urgent or head.reason == _ALONE or not waited:
            return Parcel(head=head)
        behind = await unit.parcels.behind(head, patience, _TOGETHER - 1)
        rest = together(head, behind, text_limit=channel.declaration.text_limit, now=now)
        if rest:
            others = [one.id for one in rest]
            await unit.parcels.join(head.id, others, now + settings.lease)
        return Parcel(head=head, rest=rest)

    async def _guarded(self, parcel: Parcel) -> None:
        begun = self._office.clock.now()
        try:
            await self._deliver(parcel)
            sent(self._office, parcel.head, begun)
        except StorageError:
            raise
        except Exception as err:
            log.error("delivery_failed", extra={"delivery_id": parcel.head.id}, exc_info=err)
            await self._uncertain(parcel, type(err).__name__, findable=False)

    async def _deliver(self, parcel: Parcel) -> None:
        delivery = parcel.head
        channel = self._channels.get(delivery.address.channel)
        if channel is None:
            await self._bury(parcel, _lost(delivery), "channel is switched off")
        elif self._office.clock.now() >= delivery.until:
            await self._bury(parcel, _lost(delivery), delivery.reason or "too late")
        elif not delivery.claimed_before or await self._may_repeat(channel, parcel):
            await self._send(channel, parcel)

    async def _may_repeat(self, channel: Channel, parcel: Parcel) -> bool:
        """An earlier attempt ended without a record: look first, it may have been delivered."""
        if channel.declaration.can_look_up:
            try:
                receipt = await channel.find(parcel.message)
            except OutcomeUnknown as err:
                if not parcel.head.urgent:
                    await self._bury(parcel, DeliveryState.UNKNOWN, str(err))
                return parcel.head.urgent
            except ChannelError as err:
                await self._later(parcel, self._backoff(parcel), str(err), uncertain=True)
                return False
            if receipt is not None:
                await self._record(parcel, receipt)
            return receipt is None
        if not parcel.head.urgent:
            await self._uncertain(parcel, "outcome of the send is not known", findable=False)
        return parcel.head.urgent

    async def _send(self, channel: Channel, parcel: Parcel) -> None:
        started = self._office.clock.now()
        try:
            receipt = await channel.send(parcel.message)
        except ChannelUnavailable as err:
            await self._later(parcel, err.retry_after or self._backoff(parcel), str(err))
        except (ChannelRefused, AddressExpired) as err:
            if parcel.rest:
                await self._later(parcel, timedelta(0), _ALONE)
                return
            await self._bury(parcel, DeliveryState.DEAD, str(err))
        except OutcomeUnknown as err:
            findable = channel.declaration.can_look_up
            await self._uncertain(parcel, str(err), findable=findable)
        except ChannelError as err:
            await self._later(parcel, self._backoff(parcel), str(err))
        else:
            await self._record(parcel, receipt)
            took = self._office.clock.now() - started
            log.info(
                "delivered",
                extra={"delivery_id": parcel.head.id, "ms": round(took.total_seconds() * 1000)},
            )

    async def _uncertain(self, parcel: Parcel, reason: str, *, findable: bool) -> None:
        """The words may have been taken, or may be a moment later: look, or say them again, after a
        while.
        """
        if findable or parcel.head.urgent:
            await self._later(parcel, self._backoff(parcel), reason, uncertain=True)
        else:
            await self._bury(parcel, DeliveryState.UNKNOWN, reason)

    def _backoff(self, parcel: Parcel) -> timedelta:
        settings = self._office.settings
        doublings: int = min(max(parcel.head.attempts - 1, 0), 16)
        grown = settings.first_retry * float(1 << doublings)
        return min(grown, settings.longest_retry) * (0.75 + self._random.random() / 2)

    async def _record(self, parcel: Parcel, receipt: Receipt) -> None:
        """Who comes while another writes is written with the others who wait."""
        now, name = self._office.clock.now(), receipt.external_id
        self._office.tally.sends(parcel.head.address.channel, Ending.SENT)
        self._office.tally.delivered.add(now - parcel.head.due_at)
        card = parcel.card if receipt.card else None
        shown = None if card is None else standing(parcel.head, card, name, now)
        mine = _Taken(deliveries=parcel.ids, receipt=name, at=now, card=shown)
        self._taken.append(mine)
        async with self._recording:
            taken = tuple(self._taken)
            if mine not in taken:
                return

            async def write(unit: UnitOfWork) -> None:
                for one in taken:
                    for delivery in one.deliveries:
                        await unit.deliveries.sent(delivery, one.receipt, one.at)
                    if one.card is not None:
                        await unit.cards.add(one.card)

            try:
                await self._store.work(write)
            except BaseException:
                self._taken.remove(mine)
                raise
            self._taken = [one for one in self._taken if one not in taken]

    async def _later(
        self, parcel: Parcel, wait: timedelta, reason: str, *, uncertain: bool = False
    ) -> None:
        """Again after a while: as the same message where it may have been taken, else each for
        itself.
        """
        head = parcel.head
        log.warning("delivery_later", extra={"delivery_id": head.id, "reason": reason})
        self._office.tally.sends(head.address.channel, Ending.LATER)
        at = self._office.clock.now() + wait
        unsure = uncertain or head.claimed_before
        again = parcel.ids if unsure else (head.id,)

        async def write(unit: UnitOfWork) -> None:
            for delivery in again:
                await unit.deliveries.retry(delivery, at=at, reason=reason, uncertain=unsure)
            if parcel.rest and not unsure:
                await unit.parcels.part(head.id)

        await self._store.work(write)

    async def _bury(self, parcel: Parcel, state: DeliveryState, reason: str) -> None:
        log.error("delivery_buried", extra={"delivery_id": parcel.head.id, "reason": reason})
        card, now = parcel.card, self._office.clock.now()
        self._office.tally.sends(parcel.head.address.channel, Ending(state.value))

        async def write(unit: UnitOfWork) -> None:
            for delivery in parcel.ids:
                await unit.deliveries.bury(delivery, state, reason)
            if card is not None and state is DeliveryState.UNKNOWN:
                # It may stand there: if so it has to stay true, if not the platform says so.
                await unit.cards.add(standing(parcel.head, card, None, now))

        await self._store.work(write)


def _lost(delivery: Delivery) -> DeliveryState:
    """What becomes of words that will not be tried any more."""
    return DeliveryState.UNKNOWN if delivery.claimed_before else DeliveryState.DEAD
