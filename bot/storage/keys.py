"""Queries about the keys of machines.

Comes in: domain values. Goes out: domain values. Does not: know what a key opens.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.domain.keys import KeyRight, MachineKey
from bot.storage.session import Session
from bot.storage.tables import machine_keys


class SqlKeys:
    """See `bot.ports.rows_keys.Keys`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, key: MachineKey) -> None:
        """Store a new one."""
        await self._connection.execute(insert(machine_keys).values(**asdict(key)))

    async def held(self, secret: str) -> MachineKey | None:
        """The one with this hash, ended or not."""
        wanted = select(machine_keys).where(machine_keys.c.secret == secret)
        row = (await self._connection.execute(wanted)).first()
        return None if row is None else _key(row._asdict())

    async def all(self) -> list[MachineKey]:
        """Every key, the oldest first."""
        wanted = select(machine_keys).order_by(machine_keys.c.made_at, machine_keys.c.id)
        return [_key(row._asdict()) for row in await self._connection.execute(wanted)]

    async def end(self, key: str, at: datetime) -> bool:
        """It is over; whether there was one by this id that was not."""
        ended = (
            update(machine_keys)
            .where(machine_keys.c.id == key, machine_keys.c.ended_at.is_(None))
            .values(ended_at=at)
        )
        return (await self._connection.execute(ended)).rowcount > 0


def _key(row: Mapping[str, Any]) -> MachineKey:
    changed = {"right": KeyRight(row["right"]), "grids": tuple(row["grids"])}
    return MachineKey(**{**row, **changed})
