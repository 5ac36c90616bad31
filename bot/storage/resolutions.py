"""Queries about what meetings have decided.

Comes in: domain values. Goes out: domain values. Does not: know when somebody is asked.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, or_, select, update

from bot.domain.facts import Period
from bot.domain.resolution import Resolution, ResolutionState
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.resolutions import agendas, resolutions
from bot.storage.upsert import insert

_NAMES = tuple(field.name for field in fields(Resolution))
_OPEN = resolutions.c.state == ResolutionState.OPEN.value
_STANDS = resolutions.c.state != ResolutionState.PROPOSED.value
_IN_ORDER = (resolutions.c.until, resolutions.c.number, resolutions.c.id)
NEXT_DUE = Prepared(
    select(resolutions.c.next_at)
    .where(_OPEN, resolutions.c.next_at.is_not(None))
    .order_by(resolutions.c.next_at)
    .limit(1),
    [resolutions.c.next_at],
)
_LISTED = Prepared(
    select(resolutions)
    .where(
        resolutions.c.community == bindparam("of"),
        or_(_OPEN, resolutions.c.done_at >= bindparam("since")),
    )
    .order_by(*_IN_ORDER),
    resolutions.c,
)


class SqlResolutions:
    """See `bot.ports.rows_resolutions.Resolutions`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, resolution: Resolution) -> None:
        """Keep a new one."""
        await self._connection.execute(insert(resolutions), _values(resolution))

    async def change(self, resolution: Resolution) -> None:
        """Keep it as it is now."""
        await self._connection.execute(
            update(resolutions)
            .where(resolutions.c.id == resolution.id)
            .values(**_values(resolution))
        )

    async def drop(self, ids: Sequence[str]) -> None:
        """Forget those that were proposed only."""
        await self._connection.execute(
            delete(resolutions).where(
                resolutions.c.id.in_(ids), resolutions.c.state == ResolutionState.PROPOSED.value
            )
        )

    async def drop_stale(self, before: datetime) -> None:
        """Forget what was proposed before an instant and never confirmed."""
        await self._connection.execute(
            delete(resolutions).where(
                resolutions.c.state == ResolutionState.PROPOSED.value,
                resolutions.c.made_at < before,
            )
        )

    async def some(self, ids: Sequence[str]) -> list[Resolution]:
        """Those of these ids, in order of them as strings."""
        rows = await self._connection.execute(
            select(resolutions).where(resolutions.c.id.in_(ids)).order_by(resolutions.c.id)
        )
        return [_resolution(row) for row in rows]

    async def numbered(self, community: str, number: int) -> Resolution | None:
        """The one that people call by a number."""
        rows = await self._connection.execute(
            select(resolutions).where(
                resolutions.c.community == community, resolutions.c.number == number, _STANDS
            )
        )
        row = rows.first()
        return _resolution(row) if row is not None else None

    async def open_of(self, people: Sequence[str]) -> list[Resolution]:
        """Those that these people see to and that are not done, the next due first."""
        theirs = or_(
            resolutions.c.owner.in_(people),
            and_(resolutions.c.owner.is_(None), resolutions.c.by.in_(people)),
        )
        rows = await self._connection.execute(
            select(resolutions).where(theirs, _OPEN).order_by(*_IN_ORDER)
        )
        return [_resolution(row) for row in rows]

    async def listed(self, community: str, since: datetime) -> list[Resolution]:
        """Those that are not done, and those done since, the next due first; none that is proposed
        only."""
        rows = await self._connection.execute(_LISTED, {"of": community, "since": since})
        return [_resolution(row) for row in rows]

    async def made(self, period: Period) -> list[Resolution]:
        """Those of a period, in the order in which they were made; none that is proposed only."""
        rows = await self._connection.execute(
            select(resolutions)
            .where(
                _STANDS,
                resolutions.c.made_at >= period.begin,
                resolutions.c.made_at < period.end,
            )
            .order_by(resolutions.c.made_at, resolutions.c.id)
        )
        return [_resolution(row) for row in rows]

    async def due(self, now: datetime) -> list[Resolution]:
        """Those about which somebody is to be asked."""
        rows = await self._connection.execute(
            select(resolutions).where(resolutions.c.next_at <= now, _OPEN).order_by(*_IN_ORDER)
        )
        return [_resolution(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When somebody is to be asked next."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def told(self, meeting: str) -> bool:
        """Note that what lies before a meeting was told; False where it was before."""
        rows = await self._connection.execute(
            insert(agendas).on_conflict_do_nothing().returning(agendas.c.meeting),
            {"meeting": meeting},
        )
        return rows.first() is not None


def _values(resolution: Resolution) -> dict[str, object]:
    found = {name: getattr(resolution, name) for name in _NAMES}
    return found | {"state": resolution.state.value}


def _resolution(row: AnyRow) -> Resolution:
    values = {name: getattr(row, name) for name in _NAMES}
    return Resolution(**values | {"state": ResolutionState(row.state)})
