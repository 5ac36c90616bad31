"""From the gateway's events to stored messages, in order, without losing one that was announced.

Comes in: events. Goes out: batches of messages to `accept`. Does not: keep the line, or decide what
is stored. WeChat replays nothing: what the store does not take is held in memory and offered again.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.adapters.wechat.echoes import Echoes
from bot.adapters.wechat.names import Names
from bot.adapters.wechat.official import Gateway
from bot.adapters.wechat.settings import WechatSettings
from bot.adapters.wechat.translate import (
    Account,
    Dropped,
    DropReason,
    dropped_unread,
    translate,
)
from bot.adapters.wechat.wire import Event, EventKind, Payload, Problem, Refused
from bot.domain.errors import StorageError
from bot.domain.message import InboundMessage
from bot.ports import Accept, Clock

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_ROOMS_NAMED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced:
    """A message that the gateway told of; its words have to be asked for."""

    id: str
    gateway: Gateway
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """What hearing needs of the rest: who the account is now, the gateway of the line that stands
    (None without one), and where a lost message is told.
    """

    account: Callable[[], str]
    gateway: Callable[[], Gateway | None]
    lost: Callable[[int], None]


class Hearing:
    """Two loops over two queues: `fetch` asks for words, `keep` has them stored."""

    def __init__(
        self, settings: WechatSettings, clock: Clock, *, ears: Ears, echoes: Echoes, names: Names
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ears = ears
        self._echoes = echoes
        self._names = names
        self._announced: asyncio.Queue[_Announced] = asyncio.Queue()
        self._messages: asyncio.Queue[InboundMessage] = asyncio.Queue(settings.backlog)
        self._rooms: set[str] = set()
        self.dropped: Counter[str] = Counter()
        self.stored = 0

    def figures(self) -> dict[str, float]:
        """What was dropped before anybody saw it, by reason."""
        return {f"heard:{reason}": number for reason, number in self.dropped.items()}

    def hear(self, gateway: Gateway, event: Event) -> None:
        """Take an event; never waits."""
        match event.kind:
            case EventKind.MESSAGE:
                if name := event.fact("messageId"):
                    self._announced.put_nowait(
                        _Announced(id=name, gateway=gateway, at=self._clock.now())
                    )
                else:
                    self._drop(DropReason.MALFORMED, "event")
            case EventKind.ROOM_JOIN | EventKind.ROOM_LEAVE:
                came = event.names("inviteeIdList")
                gone = event.names("removeeIdList")
                self._names.forget(event.fact("roomId"), came + gone)
                if self._ears.account() in came + gone:
                    self._name_room(event.fact("roomId"), "joined" if came else "left")
            case _:
                pass

    async def fetch(self) -> None:
        """Ask for the words of what was announced: many at a time, handed on in order."""
        while True:
            batch = await _some(self._announced, self._settings.in_flight)
            for message in await asyncio.gather(*(self._fetched(one) for one in batch)):
                if message is not None:
                    await self._messages.put(message)

    async def keep(self, accept: Accept) -> None:
        """Have them stored; what arrives meanwhile goes together into the next batch."""
        while True:
            batch = await _some(self._messages, self._settings.in_flight)
            while not await self._accepted(accept, batch):
                await self._pause()
            self.stored += len(batch)

    async def _accepted(self, accept: Accept, batch: list[InboundMessage]) -> bool:
        try:
            await accept(batch)
        except StorageError as err:
            log.warning("wechat_not_stored", extra={"reason": type(err).__name__})
            return False
        return True

    async def _fetched(self, announced: _Announced) -> InboundMessage | None:
        payload = await self._payload(announced)
        if payload is None:
            self._ears.lost(1)
            self._drop("unread", "")
            return None
        account = await self._account(announced.gateway)
        if dropped := dropped_unread(payload, account):
            if dropped.reason is DropReason.OWN:
                self._echoes.heard(payload.room or payload.listener, payload.text, payload.id)
            self._drop(dropped.reason, dropped.kind)
            return None
        member = await self._names.of(announced.gateway, payload.room, payload.talker)
        message = translate(payload, account=account, member=member, received_at=announced.at)
        if isinstance(message, Dropped):
            self._drop(message.reason, message.kind)
            return None
        if payload.room:
            self._name_room(payload.room, "heard")
        return message

    async def _account(self, gateway: Gateway) -> Account:
        account = self._ears.account()
        own = await self._names.of(gateway, "", account) if account else None
        return Account(channel=self._settings.name, id=account, name=own.name if own else "")

    async def _payload(self, announced: _Announced) -> Payload | None:
        """The words. A gateway that does not answer is asked again, also over the next line; one
        that says it knows no such message is asked again where it announced it, and believed at
        once where another line did: what is new shall not wait for what is gone.
        """
        gateway: Gateway | None = announced.gateway
        for _ in range(self._settings.fetch_attempts):
            while gateway is None:
                await self._pause()
                gateway = self._ears.gateway()
            try:
                return await gateway.message(announced.id)
            except Refused:
                if gateway is not announced.gateway:
                    return None
                await self._pause()
            except Problem:
                await self._pause()
                gateway = self._ears.gateway()
        return None

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.store_wait.total_seconds()):
                await asyncio.Event().wait()

    def _name_room(self, room: str, what: str) -> None:
        """Once for each: a room's id is what an administrator has to enter as the binding."""
        if room and (what != "heard" or room not in self._rooms):
            if len(self._rooms) < MOST_ROOMS_NAMED:
                self._rooms.add(room)
            log.info("wechat_room", extra={"conversation": room, "what": what})

    def _drop(self, reason: str, kind: str) -> None:
        self.dropped[reason] += 1
        if reason != DropReason.OWN:
            log.warning(
                "wechat_dropped",
                extra={"reason": reason, "kind": kind, "count": self.dropped[reason]},
            )


async def _some(queue: asyncio.Queue[T], most: int) -> list[T]:
    """What has arrived, at least one."""
    batch = [await queue.get()]
    while len(batch) < most and not queue.empty():
        batch.append(queue.get_nowait())
    return batch
