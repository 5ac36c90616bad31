"""Queries about numbers that cases have elsewhere.

Comes in: domain values. Goes out: domain values. Does not: know platforms.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from bot.domain.exchange import ForeignNumber
from bot.storage.session import Session
from bot.storage.tables import foreign_numbers
from bot.storage.upsert import insert

_LOT = 500
_BY_NAME = (foreign_numbers.c.platform, foreign_numbers.c.number)


class SqlForeignNumbers:
    """See `bot.ports.rows_exchange.ForeignNumbers`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def put(self, number: ForeignNumber) -> None:
        """Store, in the place of the same number of the same platform."""
        new = insert(foreign_numbers).values(
            platform=number.platform,
            number=number.number,
            noted_at=number.noted_at,
            case_key=number.case,
        )
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=list(_BY_NAME),
                set_={"noted_at": new.excluded.noted_at, "case_key": new.excluded.case_key},
            )
        )

    async def known(self, platform: str, numbers: Sequence[str]) -> dict[str, ForeignNumber]:
        """Those of these numbers that are known."""
        found: dict[str, ForeignNumber] = {}
        for first in range(0, len(numbers), _LOT):
            wanted = select(foreign_numbers).where(
                foreign_numbers.c.platform == platform,
                foreign_numbers.c.number.in_(numbers[first : first + _LOT]),
            )
            rows = await self._connection.execute(wanted)
            found |= {row.number: _number(row) for row in rows}
        return found

    async def of_cases(self, cases: Sequence[str]) -> list[ForeignNumber]:
        """What these cases are called, by platform and number."""
        found: list[ForeignNumber] = []
        for first in range(0, len(cases), _LOT):
            wanted = select(foreign_numbers).where(
                foreign_numbers.c.case_key.in_(cases[first : first + _LOT])
            )
            found += [_number(row) for row in await self._connection.execute(wanted)]
        return sorted(found, key=lambda one: (one.platform, one.number))

    async def pending(self, limit: int) -> list[ForeignNumber]:
        """Those whose tickets have come to no case yet, the oldest first."""
        wanted = (
            select(foreign_numbers)
            .where(foreign_numbers.c.case_key.is_(None))
            .order_by(foreign_numbers.c.noted_at, *_BY_NAME)
            .limit(limit)
        )
        return [_number(row) for row in await self._connection.execute(wanted)]


def _number(row: Row[Any]) -> ForeignNumber:
    return ForeignNumber(
        platform=row.platform, number=row.number, noted_at=row.noted_at, case=row.case_key
    )
