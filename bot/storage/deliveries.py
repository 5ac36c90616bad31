"""Queries about words on their way out.

Comes in: domain values. Goes out: domain values. Does not: send, or decide whether to try again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from bot.domain.delivery import Delivery, DeliveryState
from bot.storage.prepared import Prepared
from bot.storage.rows import delivery_from_row, delivery_to_row
from bot.storage.session import Session
from bot.storage.tables import deliveries

_QUEUED = DeliveryState.QUEUED
_LOST = (DeliveryState.DEAD, DeliveryState.UNKNOWN)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

IN_ORDER = 5
"""So many times a delivery is tried before those behind it in its conversation may overtake it."""

_ADD = Prepared(insert_or_ignore(deliveries).on_conflict_do_nothing())
_SENT = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        claimed_until=None,
        state=DeliveryState.SENT,
        receipt=bindparam("taken_as"),
        sent_at=bindparam("taken_at"),
    )
)
_DROP = Prepared(
    update(deliveries)
    .where(
        deliveries.c.case_key == bindparam("of_case"),
        deliveries.c.state == _QUEUED,
        deliveries.c.claimed_until.is_(None),
    )
    .values(state=DeliveryState.DROPPED)
)
_SAID_TO = (
    deliveries.c.cause == bindparam("of_cause"),
    deliveries.c.person == bindparam("to"),
    deliveries.c.case_key.is_(None),
)
_TAKE_BACK = Prepared(
    update(deliveries)
    .where(*_SAID_TO, deliveries.c.state == _QUEUED, deliveries.c.claimed_until.is_(None))
    .values(state=DeliveryState.DROPPED)
)
_BLANK = Prepared(
    update(deliveries).where(*_SAID_TO, deliveries.c.state != _QUEUED).values(text="")
)
_LEASE = Prepared(
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("delivery"),
        or_(
            deliveries.c.claimed_until.is_(None),
            deliveries.c.claimed_until < bindparam("now"),
        ),
    )
    .values(claimed_until=bindparam("until"), attempts=deliveries.c.attempts + 1)
    .returning(*deliveries.c),
    deliveries.c,
)
_NEXT = Prepared(
    select(deliveries.c.due_at)
    .where(deliveries.c.state == _QUEUED)
    .order_by(deliveries.c.due_at)
    .limit(1),
    [deliveries.c.due_at],
)


def _first_due() -> Prepared:
    """What is due, the first of each conversation. Urgent words go first; the others keep their
    order, so that they wait for one that is to be tried again.
    """
    of, queued = deliveries.c, deliveries.c.state == _QUEUED
    now: BindParameter[datetime] = bindparam("now")
    tried = of.attempts > 0
    # Urgent words are due at once, even where the clock was set back after they were queued.
    due = or_(of.due_at <= now, and_(of.urgent, ~tried))
    busy = select(of.conversation).where(queued, of.claimed_until >= now)
    held = select(of.conversation).where(
        queued, ~of.urgent, of.attempts.between(1, IN_ORDER), of.due_at > now
    )
    order = (of.urgent.desc(), tried.desc(), of.due_at, of.id)
    rank = func.row_number().over(partition_by=of.conversation, order_by=order)
    first = (
        select(of.id, of.urgent, of.due_at, of.claimed_until, rank.label("rank"))
        .where(
            queued,
            due,
            of.conversation.not_in(busy),
            or_(of.urgent, of.conversation.not_in(held)),
        )
        .subquery()
    )
    return Prepared(
        select(first.c.id, first.c.claimed_until)
        .where(first.c.rank == 1)
        .order_by(first.c.urgent.desc(), first.c.due_at, first.c.id)
        .limit(bindparam("most")),
        [of.id, of.claimed_until],
    )


_FIRST_DUE = _first_due()


class SqlDeliveries:
    """See `bot.ports.Deliveries`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, new: Sequence[Delivery]) -> None:
        """Queue; the same cause and ordinal twice is left out."""
        if new:
            await self._connection.execute(
                _ADD,
                [delivery_to_row(delivery) for delivery in new],
            )

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Delivery]:
        """Lease the first due delivery of each conversation that has none on its way, urgent ones
        first.
        """
        picked = await self._connection.execute(_FIRST_DUE, {"now": now, "most": limit})
        found = []
        for first in picked:
            rows = await self._connection.execute(
                _LEASE, {"delivery": first.id, "now": now, "until": now + lease}
            )
            again = first.claimed_until is not None
            found += [delivery_from_row(row, claimed_before=again) for row in rows]
        return sorted(found, key=lambda one: (not one.urgent, one.due_at, one.id))

    async def sent(self, delivery: str, receipt: str | None, at: datetime) -> None:
        """The platform took it."""
        await self._connection.execute(
            _SENT, {"delivery": delivery, "taken_as": receipt, "taken_at": at}
        )

    async def retry(
        self, delivery: str, *, at: datetime, reason: str, uncertain: bool = False
    ) -> None:
        """Try again then; an uncertain one will show as claimed before."""
        lease = _LONG_AGO if uncertain else None
        await self._set(delivery, due_at=at, reason=reason, claimed_until=lease)

    async def bury(self, delivery: str, state: DeliveryState, reason: str) -> None:
        """Kept visibly, never sent."""
        await self._set(delivery, state=state, reason=reason)

    async def _set(self, delivery: str, **changes: object) -> None:
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery)
            .values({"claimed_until": None} | changes)
        )

    async def forget(self, cause: str, person: str) -> None:
        """Drop what is queued of these words, and blank them all."""
        await self._connection.execute(_TAKE_BACK, {"of_cause": cause, "to": person})
        await self._connection.execute(_BLANK, {"of_cause": cause, "to": person})

    async def drop_queued(self, case: str) -> int:
        """Drop what is queued about a case and not yet on its way."""
        done = await self._connection.execute(_DROP, {"of_case": case})
        return int(done.rowcount)

    async def interrupt(self) -> None:
        """End every lease, marked so that it shows as claimed before."""
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.state == _QUEUED, deliveries.c.claimed_until.is_not(None))
            .values(claimed_until=_LONG_AGO)
        )

    async def next_due(self) -> datetime | None:
        """When the next delivery is due."""
        rows = await self._connection.execute(_NEXT)
        return rows.instant()

    async def dead_letters(self) -> int:
        """How many are dead or unknown."""
        count = await self._connection.scalar(
            select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(_LOST))
        )
        return count or 0

    async def of_causes(self, causes: Sequence[str]) -> list[Delivery]:
        """What these turns or timers wanted said, in order."""
        rows = await self._connection.execute(
            select(deliveries)
            .where(deliveries.c.cause.in_(causes))
            .order_by(deliveries.c.due_at, deliveries.c.cause, deliveries.c.ordinal)
        )
        return [delivery_from_row(row) for row in rows]

    async def causes_of(self, case: str) -> list[str]:
        """The causes of everything ever queued about a case, each once."""
        rows = await self._connection.execute(
            select(deliveries.c.cause).where(deliveries.c.case_key == case).distinct()
        )
        return sorted(row.cause for row in rows)

    async def all(self, limit: int) -> list[Delivery]:
        """Everything ever queued, oldest first."""
        rows = await self._connection.execute(
            select(deliveries).order_by(deliveries.c.due_at, deliveries.c.id).limit(limit)
        )
        return [delivery_from_row(row) for row in rows]

    async def waiting(self) -> int:
        """How many are queued."""
        count = await self._connection.scalar(
            select(func.count()).select_from(deliveries).where(deliveries.c.state == _QUEUED)
        )
        return count or 0
