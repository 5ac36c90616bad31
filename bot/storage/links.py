"""Queries about groups that were linked, and what one-time codes stand for.

Comes in: domain values. Goes out: domain values. Does not: know codes, or decide who may link.
"""

from collections import defaultdict
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from bot.domain.case import CaseStatus
from bot.domain.delivery import DeliveryState
from bot.domain.grid import RoomKind
from bot.domain.links import Link, Offer
from bot.domain.message import Address
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow, conversation_of
from bot.storage.session import Session
from bot.storage.tables import cases, deliveries
from bot.storage.tables.links import links, offers
from bot.storage.upsert import insert as insert_or_change

_OFFER: Final = [field.name for field in fields(Offer)]
_LINK: Final = [field.name for field in fields(Link)]
_ALL = Prepared(
    select(links).order_by(links.c.linked_at, links.c.channel, links.c.conversation), links.c
)
_OPEN = Prepared(
    select(offers).where(offers.c.until > bindparam("now")).order_by(offers.c.until, offers.c.id),
    offers.c,
)
_TAKEN_BACK = Prepared(
    select(cases.c.opened_in, cases.c.opened_at).where(
        cases.c.opened_at >= bindparam("since"),
        cases.c.status == CaseStatus.CANCELED,
        cases.c.emergency.is_(None),
    ),
    [cases.c.opened_in, cases.c.opened_at],
)


class SqlLinks:
    """See `bot.ports.links.Links`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def offer(self, offer: Offer) -> None:
        """Keep what a code stands for."""
        await self._connection.execute(insert(offers), _row(offer, _OFFER))

    async def offers(self, now: datetime) -> list[Offer]:
        """What codes stand for that are still good, the one that ends first first."""
        rows = await self._connection.execute(_OPEN, {"now": now})
        return [Offer(**_fields(row, _OFFER)) for row in rows]

    async def spend(self, offer: str) -> None:
        """This code is used."""
        await self._connection.execute(delete(offers).where(offers.c.id == offer))

    async def forget_offers(self, before: datetime) -> int:
        """Codes that nobody has used in time go; how many."""
        gone = await self._connection.execute(delete(offers).where(offers.c.until <= before))
        return int(gone.rowcount)

    async def put(self, link: Link) -> None:
        """This is how it stands with a conversation now."""
        new = insert_or_change(links).values(**_row(link, _LINK))
        changed = {name: new.excluded[name] for name in _LINK}
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[links.c.channel, links.c.conversation], set_=changed
            )
        )

    async def silence(self, address: Address) -> int:
        """What is queued for a conversation and not yet on its way is not said."""
        return await self._drop(deliveries.c.conversation == conversation_of(address))

    async def hush(self, room: str, until: datetime) -> int:
        """What is queued for a room until then is not said, but what is urgent."""
        queued = deliveries.c
        return await self._drop(
            queued.room == room, queued.due_at < until, queued.urgent.is_(False)
        )

    async def _drop(self, *which: ColumnElement[bool]) -> int:
        done = await self._connection.execute(
            update(deliveries)
            .where(
                *which,
                deliveries.c.state == DeliveryState.QUEUED,
                deliveries.c.claimed_until.is_(None),
            )
            .values(state=DeliveryState.DROPPED)
        )
        return int(done.rowcount)

    async def taken_back(self, since: datetime) -> dict[str, list[datetime]]:
        """Cancelled by whoever had said it, or by whoever may judge; emergencies aside."""
        found: dict[str, list[datetime]] = defaultdict(list)
        for row in await self._connection.execute(_TAKEN_BACK, {"since": since}):
            found[row.opened_in].append(row.opened_at)
        return found

    async def all(self) -> list[Link]:
        """Every link, those that have ended too, oldest first."""
        rows = await self._connection.execute(_ALL)
        return [Link(**_fields(row, _LINK)) for row in rows]


def _row(value: object, names: list[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _fields(row: AnyRow, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} | {"kind": RoomKind(row.kind)}
