"""Queries about the cards that stand in conversations.

Comes in: domain values. Goes out: domain values. Does not: know what a card shows.
"""

from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, or_, select, update

from bot.ports.cards import ShownCard
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import cards, cases, deliveries
from bot.storage.upsert import insert

_RENAMED: Final = {"case": "case_key"}
_COLUMNS: Final = {
    field.name: _RENAMED.get(field.name, field.name)
    for field in fields(ShownCard)
    if field.name != "text"
}
_NOW = bindparam("now", type_=cards.c.look_at.type)
_GIVES = (*cards.c, deliveries.c.text)
_STALE = Prepared(
    select(*_GIVES)
    .join(cases, cases.c.key == cards.c.case_key)
    .join(deliveries, deliveries.c.id == cards.c.delivery)
    .where(
        or_(cards.c.held_until.is_(None), cards.c.held_until <= _NOW),
        or_(cards.c.version != cases.c.version, cards.c.look_at <= _NOW),
    )
    .order_by(cards.c.look_at, cards.c.delivery)
    .limit(bindparam("most")),
    _GIVES,
)


class SqlShownCards:
    """See `bot.ports.cards.ShownCards`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, card: ShownCard) -> None:
        """It stands there."""
        row = {column: getattr(card, name) for name, column in _COLUMNS.items()}
        await self._connection.execute(insert(cards).on_conflict_do_nothing(), row)

    async def stale(self, now: datetime, limit: int) -> list[ShownCard]:
        """Those that may show what is not so any more."""
        rows = await self._connection.execute(_STALE, {"now": now, "most": limit})
        return [
            ShownCard(
                text=row.text,
                **{name: getattr(row, column) for name, column in _COLUMNS.items()},
            )
            for row in rows
        ]

    async def drawn(self, card: ShownCard) -> None:
        """This is what it shows now."""
        shown = {"shown": card.shown, "version": card.version, "look_at": card.look_at}
        await self._set(card.delivery, held_until=None, **shown)

    async def hold(self, delivery: str, until: datetime) -> None:
        """It could not be drawn."""
        await self._set(delivery, held_until=until)

    async def _set(self, delivery: str, **changes: object) -> None:
        await self._connection.execute(
            update(cards).where(cards.c.delivery == delivery).values(changes)
        )

    async def leave(self, delivery: str) -> None:
        """It is not drawn any more."""
        await self._connection.execute(delete(cards).where(cards.c.delivery == delivery))
