"""Beside the stations: groups are linked by whoever types a one-time code in them, and every
process knows which groups are linked and how far the bot listens there (domain rules §11.1, §11.3).

Comes in: what was said in a group, of which only a code is looked at; links and wishes in rows.
Goes out: a link with its notice in that group; refreshed directory and consent. Does not: make
codes (`qunli link` does), keep what else is said, or read wishes out of words (casework does). A
code is good once, for its time, in a group that is not linked yet; after a few wrong ones nothing
of that group is looked at for an hour.
"""

import logging
from collections import defaultdict
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.case import EventKind
from bot.domain.delivery import Delivery
from bot.domain.grid import Listening
from bot.domain.links import Link, Offer, linked
from bot.domain.message import ConversationKind, InboundMessage
from bot.domain.reply import ReplyKey
from bot.domain.wishes import Wish, WishKind, about_room
from bot.journey.bound import Bound
from bot.journey.consent import Consent
from bot.journey.office import Office
from bot.journey.roombook import note
from bot.journey.steps.mishearing import fall_back
from bot.journey.words.notice import notice
from bot.ports import Store, UnitOfWork
from intents.overhearing import code_in, may_be_code, prepare

log = logging.getLogger(__name__)

_HOUR: Final = timedelta(hours=1)
_GROUPS_WATCHED: Final = 1000
"""Of so many groups wrong codes are counted; beyond them nothing is looked at."""


class Why(StrEnum):
    """Why a code did nothing."""

    NO_CODE = "no_code"
    WRONG = "wrong"
    BOUND = "bound"
    ELSEWHERE = "elsewhere"
    CONFIGURED = "configured"


class Linking:
    """`try_code` is for intake, `run_once` for every process."""

    def __init__(self, *, office: Office, store: Store, consent: Consent, bound: Bound) -> None:
        self._office = office
        self._store = store
        self._consent = consent
        self._bound = bound
        self._wrong: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        self._looked: datetime | None = None

    async def run_once(self) -> int:
        """Know what is linked and wished; once an hour look whether groups are misheard, and how
        many the bot listens to less from now on.
        """
        await self.refresh()
        now = self._office.clock.now()
        if self._looked is not None and now < self._looked + _HOUR:
            return 0
        self._looked = now
        fallen = await self._store.work(lambda unit: self._tidy(unit, now))
        if fallen:
            self._office.signals.notify("outbox")
            await self.refresh()
        return fallen

    async def refresh(self) -> None:
        """Know what is linked and wished now."""

        async def look(unit: UnitOfWork) -> None:
            prepare()  # here, off the event loop
            wishes = await unit.wishes.all()
            self._consent.refresh(wishes)
            self._bound.refresh(await unit.links.all(), wishes)

        await self._store.look(look)

    async def _tidy(self, unit: UnitOfWork, now: datetime) -> int:
        await unit.links.forget_offers(now)
        return await fall_back(self._office, unit, now)

    async def try_code(self, message: InboundMessage) -> bool:
        """Whether a message of a group was a code, and is done with."""
        if message.address.kind is not ConversationKind.GROUP or not may_be_code(message.text):
            return False
        binding = message.channel, message.address.conversation
        if not self._may_try(binding):
            return False
        why = await self._store.work(lambda unit: self._redeem(unit, message))
        if why is Why.NO_CODE:
            return False
        if why is None:
            await self.refresh()
            log.info("group_linked", extra={"channel": message.channel})
        elif why is Why.WRONG:
            self._wrong[binding].append(self._office.clock.now())
            log.info("code_refused", extra={"channel": message.channel})
        self._office.signals.notify("outbox")
        return why is not Why.WRONG

    def _may_try(self, binding: tuple[str, str]) -> bool:
        since = self._office.clock.now() - _HOUR
        for other in [key for key, times in self._wrong.items() if times[-1] < since]:
            del self._wrong[other]
        tried = sum(time >= since for time in self._wrong.get(binding, ()))
        room = binding in self._wrong or len(self._wrong) < _GROUPS_WATCHED
        return room and tried < self._office.settings.listening.tries

    async def _redeem(self, unit: UnitOfWork, message: InboundMessage) -> Why | None:
        said, now = code_in(message.text), self._office.clock.now()
        if said is None:
            return Why.NO_CODE
        offers = await unit.links.offers(now)
        offer = next((offer for offer in offers if offer.fits(said.digits)), None)
        if offer is None:
            if said.meant and self._room_of(message) is None:
                await self._refuse(unit, message, Why.WRONG)
            return Why.WRONG
        why = self._refused(message, offer)
        if why is not None:
            await self._refuse(unit, message, why)
            return why
        await unit.links.spend(offer.id)
        await self._link(unit, message, offer, now)
        return None

    def _room_of(self, message: InboundMessage) -> str | None:
        binding = message.channel, message.address.conversation
        room = self._office.directory.room_bound_to(*binding)
        return room.id if room else None

    def _refused(self, message: InboundMessage, offer: Offer) -> Why | None:
        """Why this group cannot be the one the code is for."""
        if self._room_of(message) is not None:
            return Why.BOUND
        binding = message.channel, message.address.conversation
        configured = self._office.areas.room_bound_to(*binding)
        if configured is not None and configured.id != offer.room:
            return Why.CONFIGURED
        room = self._office.directory.room(offer.room)
        if room is not None and room.conversation(message.channel) is not None:
            return Why.ELSEWHERE
        return None

    async def _link(
        self, unit: UnitOfWork, message: InboundMessage, offer: Offer, now: datetime
    ) -> None:
        office = self._office
        speaker = office.directory.speaker(message.channel, message.sender, "")
        binding = message.channel, message.address.conversation
        link = linked(offer, binding, by=speaker.id, at=now)
        await unit.links.put(link)
        only = Wish(
            about=about_room(link.room),
            kind=WishKind.LISTENING,
            value=Listening.ADDRESSED,
            at=now,
            by=speaker.id,
        )
        await unit.wishes.put(only)  # until the owner agrees to more, whatever was agreed before
        wishes = await unit.wishes.all()
        self._bound.refresh(await unit.links.all(), wishes)
        room = office.directory.room(link.room)
        if room is None:
            raise LookupError(f"{link.room} was linked just now")
        await note(unit, room.id, EventKind.LINKED, by=speaker, at=now, detail=_facts(link))
        grid = office.directory.grid(link.grid)
        told = office.words.render(
            ReplyKey.LINKED,
            {
                "grid": grid.name if grid else room.community,
                "place": link.building or link.estate or "",
                "to": office.words.term("room_kind", link.kind.value),
            },
        )
        await self._say(unit, message, told + notice(office, room, message.channel), room.id)

    async def _refuse(self, unit: UnitOfWork, message: InboundMessage, why: Why) -> None:
        words = self._office.words
        parameters = {"why": words.term("link_refused", why.value)}
        await self._say(unit, message, words.render(ReplyKey.LINK_REFUSED, parameters), None)

    async def _say(
        self, unit: UnitOfWork, message: InboundMessage, text: str, room: str | None
    ) -> None:
        """At once, also at night: somebody stands there with the code in his hand."""
        now, office = self._office.clock.now(), self._office
        delivery = Delivery(
            id=office.ids.new("delivery"),
            cause=office.ids.new("linking"),
            ordinal=1,
            address=message.address,
            text=text,
            due_at=now,
            until=now + office.settings.live_alarm_limit,
            room=room,
        )
        await unit.deliveries.add([delivery])


def _facts(link: Link) -> dict[str, object]:
    return {
        "channel": link.channel,
        "kind": link.kind.value,
        "grid": link.grid,
        "building": link.building,
    }
