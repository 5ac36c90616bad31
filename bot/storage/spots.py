"""Queries about places that have a code on a wall.

Comes in: domain values. Goes out: domain values. Does not: know pages.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.domain.visitors import Spot
from bot.storage.session import Session
from bot.storage.tables import spots


class SqlSpots:
    """See `bot.ports.rows_spots.Spots`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, spot: Spot) -> None:
        """Store a new one."""
        await self._connection.execute(insert(spots).values(**asdict(spot)))

    async def get(self, token: str) -> Spot | None:
        """One of them, ended or not."""
        wanted = select(spots).where(spots.c.token == token)
        row = (await self._connection.execute(wanted)).first()
        return None if row is None else Spot(**row._asdict())

    async def all(self) -> list[Spot]:
        """Every one, the oldest first."""
        wanted = select(spots).order_by(spots.c.made_at, spots.c.token)
        return [Spot(**row._asdict()) for row in await self._connection.execute(wanted)]

    async def end(self, token: str, at: datetime) -> bool:
        """Its code opens nothing any more; whether there was one that did."""
        ended = (update(spots).where(spots.c.token == token, spots.c.ended_at.is_(None))).values(
            ended_at=at
        )
        return (await self._connection.execute(ended)).rowcount > 0
