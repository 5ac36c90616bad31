"""Station 7: queued words go out, once; what cannot be delivered stays visible.

Comes in: due deliveries. Goes out: receipts, retries, dead letters. Does not: choose words or hold
a transaction while it sends. Where the outcome of an earlier send is unknown it looks the words up;
where the platform cannot look up, emergencies are said again and everything else is kept as
`unknown`. No more is claimed than is sent at once, so that after a crash only what was really on
its way is uncertain.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.errors import (
    AddressExpired,
    ChannelError,
    ChannelRefused,
    ChannelUnavailable,
    OutcomeUnknown,
    StorageError,
)
from bot.domain.message import OutboundMessage
from bot.journey.office import Office
from bot.ports import Channel, Store, UnitOfWork

log = logging.getLogger(__name__)

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A delivery that the platform took and no row says so yet."""

    delivery: str
    receipt: str | None
    at: datetime


class Outbox:
    """The only place that retries."""

    def __init__(
        self, *, office: Office, store: Store, channels: Mapping[str, Channel], seed: int = 0
    ) -> None:
        self._office = office
        self._store = store
        self._channels = channels
        self._random = random.Random(seed)
        self._sent: dict[str, deque[datetime]] = {}
        self._taken: list[_Taken] = []
        self._recording = asyncio.Lock()

    async def run_once(self) -> int:
        """Claim, send outside of any transaction, record; how many were tried."""
        settings, now = self._office.settings, self._office.clock.now()
        batch = await self._store.work(
            lambda unit: unit.deliveries.claim_due(now, settings.lease, settings.sends_at_once)
        )
        # All of them come to their end, also where the store fails one of them.
        ended = await asyncio.gather(
            *(self._guarded(delivery) for delivery in batch), return_exceptions=True
        )
        for error in ended:
            if error is not None:
                raise error
        if batch:
            self._office.signals.notify("delivered")
        return len(batch)

    async def _guarded(self, delivery: Delivery) -> None:
        try:
            await self._deliver(delivery)
        except StorageError:
            raise
        except Exception as err:
            log.error("delivery_failed", extra={"delivery_id": delivery.id}, exc_info=err)
            await self._uncertain(delivery, type(err).__name__, findable=False)

    async def _deliver(self, delivery: Delivery) -> None:
        channel = self._channels.get(delivery.address.channel)
        now = self._office.clock.now()
        if channel is None:
            await self._bury(delivery, _lost(delivery), "channel is switched off")
        elif now >= delivery.until:
            await self._bury(delivery, _lost(delivery), delivery.reason or "too late")
        elif delivery.claimed_before and not await self._may_repeat(channel, delivery):
            return
        elif (wait := self._pace(channel, delivery, now)) is not None:
            await self._later(delivery, wait, "paced")
        else:
            await self._send(channel, delivery)

    async def _may_repeat(self, channel: Channel, delivery: Delivery) -> bool:
        """An earlier attempt ended without a record: look first, it may have been delivered."""
        if channel.declaration.can_look_up:
            try:
                receipt = await channel.find(_outbound(delivery))
            except ChannelError as err:
                await self._later(delivery, self._backoff(delivery), str(err), uncertain=True)
                return False
            if receipt is not None:
                await self._record(delivery, receipt.external_id)
            return receipt is None
        if not delivery.urgent:
            await self._uncertain(delivery, "outcome of the send is not known", findable=False)
        return delivery.urgent

    def _pace(self, channel: Channel, delivery: Delivery, now: datetime) -> timedelta | None:
        """How long to wait for the platform's limit on this conversation; None to send now."""
        address = delivery.address
        sent = self._sent.setdefault(
            f"{address.channel}/{address.person or address.conversation}", deque()
        )
        while sent and not now - _MINUTE < sent[0] <= now:  # a clock may be set back
            sent.popleft()
        if len(sent) < channel.declaration.messages_per_minute or delivery.urgent:
            sent.append(now)
            return None
        return sent[0] + _MINUTE - now

    async def _send(self, channel: Channel, delivery: Delivery) -> None:
        started = self._office.clock.now()
        try:
            receipt = await channel.send(_outbound(delivery))
        except ChannelUnavailable as err:
            await self._later(delivery, err.retry_after or self._backoff(delivery), str(err))
        except (ChannelRefused, AddressExpired) as err:
            await self._bury(delivery, DeliveryState.DEAD, str(err))
        except OutcomeUnknown as err:
            findable = channel.declaration.can_look_up
            await self._uncertain(delivery, str(err), findable=findable)
        except ChannelError as err:
            await self._later(delivery, self._backoff(delivery), str(err))
        else:
            await self._record(delivery, receipt.external_id)
            took = self._office.clock.now() - started
            log.info(
                "delivered",
                extra={"delivery_id": delivery.id, "ms": round(took.total_seconds() * 1000)},
            )

    async def _uncertain(self, delivery: Delivery, reason: str, *, findable: bool) -> None:
        """The words may have been taken, or may be a moment later: look, or say them again, after a
        while.
        """
        if findable or delivery.urgent:
            await self._later(delivery, self._backoff(delivery), reason, uncertain=True)
        else:
            await self._bury(delivery, DeliveryState.UNKNOWN, reason)

    def _backoff(self, delivery: Delivery) -> timedelta:
        settings = self._office.settings
        doublings: int = min(max(delivery.attempts - 1, 0), 16)
        grown = settings.first_retry * float(1 << doublings)
        return min(grown, settings.longest_retry) * (0.75 + self._random.random() / 2)

    async def _record(self, delivery: Delivery, receipt: str | None) -> None:
        """Who comes while another writes is written with the others who wait."""
        mine = _Taken(delivery=delivery.id, receipt=receipt, at=self._office.clock.now())
        self._taken.append(mine)
        async with self._recording:
            taken = tuple(self._taken)
            if mine not in taken:
                return

            async def write(unit: UnitOfWork) -> None:
                for one in taken:
                    await unit.deliveries.sent(one.delivery, one.receipt, one.at)

            try:
                await self._store.work(write)
            except BaseException:
                self._taken.remove(mine)
                raise
            self._taken = [one for one in self._taken if one not in taken]

    async def _later(
        self, delivery: Delivery, wait: timedelta, reason: str, *, uncertain: bool = False
    ) -> None:
        log.warning("delivery_later", extra={"delivery_id": delivery.id, "reason": reason})
        at = self._office.clock.now() + wait
        unsure = uncertain or delivery.claimed_before
        await self._store.work(
            lambda unit: unit.deliveries.retry(delivery.id, at=at, reason=reason, uncertain=unsure)
        )

    async def _bury(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        log.error("delivery_buried", extra={"delivery_id": delivery.id, "reason": reason})
        await self._store.work(lambda unit: unit.deliveries.bury(delivery.id, state, reason))


def _lost(delivery: Delivery) -> DeliveryState:
    """What becomes of words that will not be tried any more."""
    return DeliveryState.UNKNOWN if delivery.claimed_before else DeliveryState.DEAD


def _outbound(delivery: Delivery) -> OutboundMessage:
    return OutboundMessage(
        delivery_id=delivery.id,
        address=delivery.address,
        text=delivery.text,
        mentions=delivery.mentions,
        urgent=delivery.urgent,
    )
