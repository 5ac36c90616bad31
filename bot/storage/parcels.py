"""Queries about deliveries that travel in one message, and what was said a moment ago.

Comes in: domain values. Goes out: domain values. Does not: claim or end deliveries, or decide which
travel together.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.message import Address
from bot.storage.prepared import Prepared
from bot.storage.rows import address_from_text, conversation_of, delivery_from_row
from bot.storage.session import Session
from bot.storage.tables import SPECIAL, deliveries

_QUEUED = DeliveryState.QUEUED
_BEHIND = Prepared(
    select(deliveries)
    .where(
        deliveries.c.state == _QUEUED,
        deliveries.c.conversation == bindparam("there"),
        deliveries.c.due_at <= bindparam("before"),
        ~SPECIAL,
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(bindparam("most")),
    deliveries.c,
)
_JOIN = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        sent_with=bindparam("head"),
        claimed_until=bindparam("until"),
        attempts=deliveries.c.attempts + 1,
    )
)


class SqlParcels:
    """See `bot.ports.rows_out.Parcels`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def behind(self, head: Delivery, before: datetime, limit: int) -> list[Delivery]:
        """What waits behind it in its conversation and was never tried."""
        there = {"there": conversation_of(head.address), "before": before, "most": limit}
        rows = await self._connection.execute(_BEHIND, there)
        return [delivery_from_row(row) for row in rows]

    async def join(self, head: str, others: Sequence[str], until: datetime) -> None:
        """They travel in its message."""
        await self._connection.execute(
            _JOIN, [{"delivery": one, "head": head, "until": until} for one in others]
        )

    async def joined(self, head: str, until: datetime) -> list[Delivery]:
        """What travelled in its message."""
        rows = await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.state == _QUEUED, SPECIAL, deliveries.c.sent_with == head)
            .values(claimed_until=until, attempts=deliveries.c.attempts + 1)
            .returning(*deliveries.c)
        )
        found = [delivery_from_row(row, claimed_before=True) for row in rows]
        return sorted(found, key=lambda one: (one.due_at, one.id))

    async def part(self, head: str) -> None:
        """They stand for themselves again."""
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.state == _QUEUED, SPECIAL, deliveries.c.sent_with == head)
            .values(sent_with=None, claimed_until=None, attempts=0)
        )

    async def sent_since(self, since: datetime, due: datetime) -> list[tuple[Address, datetime]]:
        """Where something was sent."""
        rows = await self._connection.execute(
            select(deliveries.c.address, deliveries.c.sent_at).where(
                deliveries.c.state == DeliveryState.SENT,
                deliveries.c.due_at > due,
                deliveries.c.sent_at > since,
                deliveries.c.sent_with.is_(None),
            )
        )
        return [(address_from_text(row.address), row.sent_at) for row in rows]
