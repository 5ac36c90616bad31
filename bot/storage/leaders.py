"""Queries about building leaders: what they do, and to whom they hand over.

Comes in: domain values. Goes out: domain values. Does not: decide what counts.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.register import Deed, DeedKind, Handover, HandoverState
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.leaders import deeds, handovers
from bot.storage.upsert import insert

_DEED = tuple(field.name for field in fields(Deed))
_HANDOVER = tuple(field.name for field in fields(Handover))
_OPEN = (HandoverState.ASKED.value, HandoverState.CONSENTED.value)


class SqlDeeds:
    """See `bot.ports.rows_leaders.Deeds`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, new: Sequence[Deed]) -> None:
        """Keep new ones; one of a source that there is already changes nothing."""
        for deed in new:
            values = {name: getattr(deed, name) for name in _DEED} | {"kind": deed.kind.value}
            await self._connection.execute(insert(deeds).on_conflict_do_nothing(), values)

    async def of(self, person: str, since: datetime) -> list[Deed]:
        """What somebody has done since, the oldest first."""
        rows = await self._connection.execute(
            select(deeds)
            .where(deeds.c.person == person, deeds.c.at >= since)
            .order_by(deeds.c.at, deeds.c.source)
        )
        return [_deed(row) for row in rows]

    async def heard(self, since: datetime) -> list[str]:
        """Who has done anything since."""
        rows = await self._connection.execute(
            select(deeds.c.person).where(deeds.c.at >= since).distinct().order_by(deeds.c.person)
        )
        return [row.person for row in rows]


class SqlHandovers:
    """See `bot.ports.rows_leaders.Handovers`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, handover: Handover) -> None:
        """Keep a new one."""
        await self._connection.execute(insert(handovers), _values(handover))

    async def change(self, handover: Handover) -> None:
        """Keep it as it is now."""
        await self._connection.execute(
            update(handovers).where(handovers.c.id == handover.id).values(**_values(handover))
        )

    async def open(self) -> list[Handover]:
        """Those that wait for somebody's word, the oldest first."""
        rows = await self._connection.execute(
            select(handovers)
            .where(handovers.c.state.in_(_OPEN))
            .order_by(handovers.c.asked_at, handovers.c.id)
        )
        return [_handover(row) for row in rows]


def _deed(row: AnyRow) -> Deed:
    values = {name: getattr(row, name) for name in _DEED}
    return Deed(**values | {"kind": DeedKind(row.kind)})


def _values(handover: Handover) -> dict[str, object]:
    values = {name: getattr(handover, name) for name in _HANDOVER}
    return values | {"buildings": list(handover.buildings), "state": handover.state.value}


def _handover(row: AnyRow) -> Handover:
    values = {name: getattr(row, name) for name in _HANDOVER}
    known = {"buildings": tuple(row.buildings), "state": HandoverState(row.state)}
    return Handover(**values | known)
