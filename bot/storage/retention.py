"""Queries about words whose time is up.

Comes in: keys, instants. Goes out: cases, counts. Does not: decide whose time is up.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from bot.domain.case import Case
from bot.domain.delivery import DeliveryState
from bot.domain.forgetting import STAND_IN
from bot.domain.message import Address, ConversationKind
from bot.domain.retention import OVER
from bot.storage.rows import address_to_text, case_from_row
from bot.storage.session import Session
from bot.storage.tables import case_messages, cases, deliveries, questions
from bot.storage.tables.whistles import summons, whistle_cases, whistles

_NOWHERE = Address(channel="", kind=ConversationKind.GROUP, conversation="")


class SqlRetention:
    """See `bot.ports.rows_retention.Retention`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def over(self, before: datetime, after: str, limit: int) -> list[Case]:
        """Cases that were over then and still have words."""
        said = select(case_messages.c.case_key).where(case_messages.c.text != "")
        rows = await self._connection.execute(
            select(cases)
            .where(
                cases.c.key > after,
                cases.c.status.in_([status.value for status in OVER]),
                func.coalesce(cases.c.closed_at, cases.c.touched_at) <= before,
                or_(cases.c.words != "", cases.c.key.in_(said)),
            )
            .order_by(cases.c.key)
            .limit(limit)
        )
        return [case_from_row(row) for row in rows]

    async def empty(self, keys: Sequence[str]) -> tuple[int, int]:
        """Words and people are overwritten, the rows with their instants stay."""
        of_people = await self._connection.execute(
            update(case_messages)
            .where(case_messages.c.case_key.in_(keys), case_messages.c.text != "")
            .values(text="", sender=STAND_IN, external_id="")
        )
        of_bot = await self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.case_key.in_(keys),
                deliveries.c.state != DeliveryState.QUEUED,
                deliveries.c.text != "",
            )
            .values(
                text="",
                conversation="",
                address=address_to_text(_NOWHERE),
                person=None,
                mentions=[],
                receipt=None,
            )
        )
        await self._connection.execute(delete(questions).where(questions.c.case_key.in_(keys)))
        of = select(whistle_cases.c.whistle).where(whistle_cases.c.case_key.in_(keys))
        await self._connection.execute(
            update(whistles).where(whistles.c.id.in_(of)).values(minutes="")
        )
        await self._connection.execute(
            update(summons).where(summons.c.whistle.in_(of)).values(task="", reason="")
        )
        return of_people.rowcount, of_bot.rowcount

    async def drop_said(self, before: datetime, limit: int) -> int:
        """Delete what was said about no case."""
        old = (
            select(deliveries.c.id)
            .where(
                deliveries.c.case_key.is_(None),
                deliveries.c.state != DeliveryState.QUEUED,
                deliveries.c.due_at <= before,
            )
            .limit(limit)
        )
        gone = await self._connection.execute(delete(deliveries).where(deliveries.c.id.in_(old)))
        return gone.rowcount
