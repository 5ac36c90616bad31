"""Queries about what people are to be reminded of.

Comes in: domain values. Goes out: domain values. Does not: know when that is decent.
"""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select

from bot.domain.lamps import Stage
from bot.domain.nudge import Nudge
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import nudges
from bot.storage.upsert import insert

_NEW = insert(nudges)
_ADD = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[nudges.c.person, nudges.c.case_key],
        set_={name: _NEW.excluded[name] for name in ("stage", "as_owner", "due_at")},
    )
)
_OF = Prepared(
    select(nudges)
    .where(nudges.c.person == bindparam("whose"))
    .order_by(nudges.c.due_at, nudges.c.case_key),
    nudges.c,
)
_FORGET = Prepared(
    delete(nudges).where(
        nudges.c.person == bindparam("whose"), nudges.c.case_key == bindparam("of_case")
    )
)


class SqlNudges:
    """See `bot.ports.nudges.Nudges`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, nudge: Nudge) -> None:
        """Keep it, in the place of an earlier one about the same case."""
        row = {
            "person": nudge.person,
            "case_key": nudge.case,
            "stage": nudge.stage,
            "as_owner": nudge.as_owner,
            "due_at": nudge.due_at,
        }
        await self._connection.execute(_ADD, row)

    async def of(self, person: str) -> list[Nudge]:
        """First due first."""
        rows = await self._connection.execute(_OF, {"whose": person})
        return [
            Nudge(
                person=row.person,
                case=row.case_key,
                stage=Stage(row.stage),
                as_owner=row.as_owner,
                due_at=row.due_at,
            )
            for row in rows
        ]

    async def forget(self, person: str, cases: Sequence[str]) -> None:
        """These are done with."""
        await self._connection.execute(
            _FORGET, [{"whose": person, "of_case": case} for case in cases]
        )
