"""Queries about what staff have put right, and about what they want done at the desk.

Comes in: domain values. Goes out: domain values. Does not: know who may correct anything.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, delete, func, insert, select

from bot.domain.correction import Correction, CorrectionKind, Order, OrderKind
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import corrections, orders

_GIVEN = Prepared(
    select(orders).order_by(orders.c.given_at, orders.c.id).limit(bindparam("most")), orders.c
)


class SqlCorrections:
    """See `bot.ports.Corrections`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, correction: Correction) -> None:
        """Keep one; the same text again is the newest word on it."""
        await self._connection.execute(
            delete(corrections).where(corrections.c.text == correction.text)
        )
        row = {column.name: getattr(correction, column.name) for column in corrections.c}
        row["day"] = correction.day.isoformat()
        await self._connection.execute(insert(corrections), row)

    async def all(self, limit: int) -> list[Correction]:
        """What is kept, oldest first."""
        rows = await self._connection.execute(
            select(corrections).order_by(corrections.c.day, corrections.c.id).limit(limit)
        )
        return [
            Correction(
                id=row.id,
                kind=CorrectionKind(row.kind),
                text=row.text,
                item=row.item,
                was=row.was,
                model=row.model,
                day=date.fromisoformat(row.day),
            )
            for row in rows
        ]

    async def count(self) -> int:
        """How many are kept."""
        return int(
            await self._connection.scalar(select(func.count()).select_from(corrections)) or 0
        )

    async def remove(self, ids: Sequence[str]) -> int:
        """Delete these; how many there were."""
        gone = await self._connection.execute(
            delete(corrections).where(corrections.c.id.in_(list(ids)))
        )
        return int(gone.rowcount)

    async def clear(self) -> int:
        """Delete all; how many there were."""
        return int((await self._connection.execute(delete(corrections))).rowcount)


class SqlOrders:
    """See `bot.ports.Orders`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def give(self, order: Order) -> None:
        """Leave one for casework."""
        row = {column.name: getattr(order, column.name) for column in orders.c}
        await self._connection.execute(insert(orders), row)

    async def given(self, limit: int) -> list[Order]:
        """What is to be done, oldest first."""
        rows = await self._connection.execute(_GIVEN, {"most": limit})
        return [
            Order(
                id=row.id,
                kind=OrderKind(row.kind),
                subject=row.subject,
                given_at=row.given_at,
                value=row.value,
                by=row.by or "",
            )
            for row in rows
        ]

    async def done(self, id_: str) -> None:
        """Carried out, or not possible any more."""
        await self._connection.execute(delete(orders).where(orders.c.id == id_))
