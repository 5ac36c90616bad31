"""Queries about what is held out and looked for.

Comes in: domain values. Goes out: domain values. Does not: know how long something counts.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, or_, select, update

from bot.domain.case import OVER_FOR_ALL
from bot.domain.giving import Giving, Side
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables import cases
from bot.storage.tables.giving import givings, givings_listed
from bot.storage.upsert import insert

_NAMES = tuple(field.name for field in fields(Giving))
_STALE = Prepared(
    delete(givings).where(
        or_(
            givings.c.until < bindparam("now"),
            and_(givings.c.listed.is_(False), givings.c.made_at < bindparam("before")),
        )
    )
)
_LASTS = or_(
    givings.c.of_case.is_(None),
    exists().where(
        cases.c.key == givings.c.of_case,
        *(cases.c.status != status.value for status in sorted(OVER_FOR_ALL)),
    ),
)
"""What a case lacks is not looked for when the case is over."""
_OF_CASES = Prepared(
    select(givings)
    .where(
        givings.c.of_case.is_not(None),
        givings.c.listed.is_(True),
        givings.c.until >= bindparam("now"),
        _LASTS,
    )
    .order_by(givings.c.made_at.desc(), givings.c.id.desc()),
    givings.c,
)


class SqlGivings:
    """See `bot.ports.rows_giving.Givings`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, giving: Giving) -> None:
        """Keep a new one."""
        values = {name: getattr(giving, name) for name in _NAMES}
        await self._connection.execute(insert(givings), values | {"side": giving.side.value})
        if giving.listed:
            await self._mark(giving.id)

    async def confirm(self, id_: str) -> None:
        """It counts from now on."""
        await self._connection.execute(
            update(givings).where(givings.c.id == id_).values(listed=True)
        )
        await self._mark(id_)

    async def _mark(self, id_: str) -> None:
        """Keep that it was listed, for figures; a second time changes nothing."""
        new = insert(givings_listed).from_select(
            ["id", "community", "grid", "side", "at"],
            select(
                givings.c.id,
                givings.c.community,
                givings.c.grid,
                givings.c.side,
                givings.c.made_at,
            ).where(givings.c.id == id_),
        )
        await self._connection.execute(new.on_conflict_do_nothing())

    async def drop(self, ids: Sequence[str]) -> None:
        """Forget these."""
        await self._connection.execute(delete(givings).where(givings.c.id.in_(ids)))

    async def drop_stale(self, now: datetime, proposed_before: datetime) -> None:
        """Forget what is over now, and what was proposed before an instant and never confirmed."""
        await self._connection.execute(_STALE, {"now": now, "before": proposed_before})

    async def get(self, id_: str) -> Giving | None:
        """One of them, proposed or listed."""
        rows = await self._connection.execute(select(givings).where(givings.c.id == id_))
        row = rows.first()
        return _giving(row) if row is not None else None

    async def of_person(self, person: str, now: datetime) -> list[Giving]:
        """What somebody proposed or has listed, the newest first; nothing that is over."""
        rows = await self._connection.execute(
            select(givings)
            .where(givings.c.person == person, givings.c.until >= now)
            .order_by(givings.c.made_at.desc(), givings.c.id)
        )
        return [_giving(row) for row in rows]

    async def listed(self, community: str, side: Side, now: datetime) -> list[Giving]:
        """What counts now, the first over first."""
        rows = await self._connection.execute(
            select(givings)
            .where(
                givings.c.community == community,
                givings.c.side == side.value,
                givings.c.listed.is_(True),
                givings.c.until >= now,
                _LASTS,
            )
            .order_by(givings.c.until, givings.c.id)
        )
        return [_giving(row) for row in rows]

    async def of_cases(self, now: datetime) -> list[Giving]:
        """What cases lack that are not over, the newest first."""
        rows = await self._connection.execute(_OF_CASES, {"now": now})
        return [_giving(row) for row in rows]

    async def pledge(self, id_: str, amount: int) -> bool:
        """Take so much of it on; False, and nothing, where so much is not lacking."""
        taken = await self._connection.execute(
            update(givings)
            .where(givings.c.id == id_, givings.c.pledged + amount <= givings.c.wanted)
            .values(pledged=givings.c.pledged + amount)
        )
        return bool(taken.rowcount)

    async def unpledge(self, id_: str, amount: int) -> None:
        """So much of it is lacking again, if it was taken on."""
        await self._connection.execute(
            update(givings)
            .where(givings.c.id == id_, givings.c.pledged >= amount)
            .values(pledged=givings.c.pledged - amount)
        )


def _giving(row: AnyRow) -> Giving:
    values = {name: getattr(row, name) for name in _NAMES}
    return Giving(**values | {"side": Side(row.side)})
