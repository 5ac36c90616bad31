"""What is due next, of all kinds of work with an instant in a row, by one statement.

Comes in: nothing. Goes out: instants by kind. Does not: know which stage the work is for.
"""

from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Column, Select, select

from bot.storage import care, deliveries, musters, resolutions, services, surveys, timers, turns
from bot.storage.prepared import Prepared
from bot.storage.session import Session

_KINDS: Final[dict[str, Prepared]] = {
    "turns": turns.NEXT_DUE,
    "timers": timers.NEXT_DUE,
    "surveys": surveys.NEXT_DUE,
    "musters": musters.NEXT_DUE,
    "rounds": services.NEXT_ROUND,
    "services": services.NEXT_DUE,
    "resolutions": resolutions.NEXT_DUE,
    "families": care.NEXT_DUE,
    "deliveries": deliveries.NEXT_DUE,
}


def _together() -> Prepared:
    firsts = [
        cast("Select[Any]", kind.statement).scalar_subquery().label(name)
        for name, kind in _KINDS.items()
    ]
    return Prepared(select(*firsts), [Column(one.name, one.type) for one in firsts])


_FIRST = _together()


class SqlDues:
    """See `bot.ports.rows_dues.Dues`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def first(self) -> dict[str, datetime]:
        """When the next of each kind is due; nothing of a kind that waits for nothing."""
        row = (await self._connection.execute(_FIRST)).all()[0]
        return {kind: at for kind, at in zip(_KINDS, row, strict=True) if at is not None}
