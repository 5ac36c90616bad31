"""Queries about talk that may be a report.

Comes in: domain values. Goes out: domain values. Does not: hold the words (they lie with their
turn), or decide who is asked.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.doubt import Doubt
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables import doubts

_ADD = Prepared(insert(doubts))
_CHANGE = Prepared(
    update(doubts)
    .where(doubts.c.id == bindparam("doubt"))
    .values(asked=bindparam("who"), thread=bindparam("there"), cause=bindparam("by"))
)
_SETTLE = Prepared(delete(doubts).where(doubts.c.id == bindparam("doubt")))
_GET = Prepared(select(doubts).where(doubts.c.id == bindparam("doubt")), doubts.c)
_OF_MESSAGE = Prepared(select(doubts).where(doubts.c.message == bindparam("said")), doubts.c)
_OVER = Prepared(
    select(doubts).where(doubts.c.until <= bindparam("now")).limit(bindparam("most")), doubts.c
)
_RAISED = Prepared(
    select(doubts.c.id)
    .where(doubts.c.said_in == bindparam("conversation"), doubts.c.created_at >= bindparam("since"))
    .limit(1),
    [doubts.c.id],
)


class SqlDoubts:
    """See `bot.ports.Doubts`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, doubt: Doubt) -> None:
        """Store a new one."""
        row = {column.name: getattr(doubt, column.name) for column in doubts.c}
        await self._connection.execute(_ADD, row)

    async def change(self, doubt: Doubt) -> None:
        """Store who was asked."""
        await self._connection.execute(
            _CHANGE,
            {"doubt": doubt.id, "who": doubt.asked, "there": doubt.thread, "by": doubt.cause},
        )

    async def get(self, id_: str) -> Doubt | None:
        """One of them."""
        return _first(await self._connection.execute(_GET, {"doubt": id_}))

    async def of_message(self, message: str) -> Doubt | None:
        """The one about a message."""
        return _first(await self._connection.execute(_OF_MESSAGE, {"said": message}))

    async def raised_in(self, thread: str, since: datetime) -> bool:
        """Whether this person's words in this conversation are doubted already."""
        known = {"conversation": thread, "since": since}
        return (await self._connection.execute(_RAISED, known)).first() is not None

    async def unasked(self, grid: str | None, limit: int) -> list[Doubt]:
        """Those of a grid that nobody was asked about, oldest first."""
        rows = await self._connection.execute(
            select(doubts)
            .where(doubts.c.grid == grid, doubts.c.asked.is_(None))
            .order_by(doubts.c.created_at, doubts.c.id)
            .limit(limit)
        )
        return [_doubt(row) for row in rows]

    async def latest(self, limit: int) -> list[Doubt]:
        """All that are left, newest first."""
        rows = await self._connection.execute(
            select(doubts).order_by(doubts.c.created_at.desc(), doubts.c.id.desc()).limit(limit)
        )
        return [_doubt(row) for row in rows]

    async def settle(self, id_: str) -> None:
        """Answered."""
        await self._connection.execute(_SETTLE, {"doubt": id_})

    async def over(self, now: datetime, limit: int) -> list[Doubt]:
        """Those whose time is over."""
        rows = await self._connection.execute(_OVER, {"now": now, "most": limit})
        return [_doubt(row) for row in rows]


def _first(rows: Iterable[AnyRow]) -> Doubt | None:
    return next((_doubt(row) for row in rows), None)


def _doubt(row: AnyRow) -> Doubt:
    return Doubt(**{column.name: getattr(row, column.name) for column in doubts.c})
