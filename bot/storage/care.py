"""Queries about families that somebody looks after.

Comes in: domain values. Goes out: domain values. Does not: know who may see them.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Select, delete, select

from bot.domain.care import CareKind, Family, Visit
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.leaders import care_families, care_visits
from bot.storage.upsert import insert

_FAMILY = tuple(field.name for field in fields(Family))
_VISIT = tuple(field.name for field in fields(Visit))
NEXT_DUE = Prepared(
    select(care_families.c.next_at).order_by(care_families.c.next_at).limit(1),
    [care_families.c.next_at],
)


class SqlCare:
    """See `bot.ports.rows_leaders.Care`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def save(self, family: Family) -> None:
        """Keep a new one, or one as it is now."""
        values = {name: getattr(family, name) for name in _FAMILY} | {"kind": family.kind.value}
        new = insert(care_families).values(**values)
        changed = {name: new.excluded[name] for name in _FAMILY if name != "id"}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=[care_families.c.id], set_=changed)
        )

    async def forget(self, family: str) -> None:
        """Delete a family with its visits."""
        await self._connection.execute(delete(care_visits).where(care_visits.c.family == family))
        await self._connection.execute(delete(care_families).where(care_families.c.id == family))

    async def get(self, family: str) -> Family | None:
        """One of them."""
        found = await self._families(select(care_families).where(care_families.c.id == family))
        return found[0] if found else None

    async def of_carers(self, people: Sequence[str]) -> list[Family]:
        """Those whom these people look after, by building and name."""
        return await self._families(select(care_families).where(care_families.c.carer.in_(people)))

    async def of_grids(self, grids: Sequence[str]) -> list[Family]:
        """Those of grids, by building and name."""
        return await self._families(select(care_families).where(care_families.c.grid.in_(grids)))

    async def due(self, now: datetime) -> list[Family]:
        """Those whose carer is to be reminded."""
        return await self._families(select(care_families).where(care_families.c.next_at <= now))

    async def next_due(self) -> datetime | None:
        """When the next one is."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def visit(self, visit: Visit) -> None:
        """Keep that somebody was there."""
        await self._connection.execute(
            insert(care_visits), {name: getattr(visit, name) for name in _VISIT}
        )

    async def visits(self, family: str) -> list[Visit]:
        """The visits of a family, the newest first."""
        rows = await self._connection.execute(
            select(care_visits)
            .where(care_visits.c.family == family)
            .order_by(care_visits.c.at.desc(), care_visits.c.id.desc())
        )
        return [Visit(**{name: getattr(row, name) for name in _VISIT}) for row in rows]

    async def _families(self, wanted: Select[tuple[object, ...]]) -> list[Family]:
        order = (care_families.c.building, care_families.c.called, care_families.c.id)
        rows = await self._connection.execute(wanted.order_by(*order))
        return [_family(row) for row in rows]


def _family(row: AnyRow) -> Family:
    values = {name: getattr(row, name) for name in _FAMILY}
    return Family(**values | {"kind": CareKind(row.kind)})
