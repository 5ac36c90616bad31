"""Queries about words on their way out.

Comes in: domain values. Goes out: domain values. Does not: send, or decide whether to try again.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select, tuple_, update

from bot.domain.delivery import Delivery, DeliveryState
from bot.storage.locks import Alone
from bot.storage.prepared import Prepared
from bot.storage.rows import (
    AnyRow,
    delivery_from_row,
    delivery_to_row,
)
from bot.storage.session import Session
from bot.storage.tables import SPECIAL, deliveries
from bot.storage.upsert import insert as insert_or_ignore

_QUEUED = DeliveryState.QUEUED
_LOST = (DeliveryState.DEAD, DeliveryState.UNKNOWN)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

IN_ORDER = 5
"""So many times a delivery is tried before those behind it in its conversation may overtake it."""

_CLAIMING = Alone("claiming words")
_ADD = Prepared(insert_or_ignore(deliveries).on_conflict_do_nothing())
_SENT = Prepared(
    update(deliveries)
    .where(deliveries.c.id == bindparam("delivery"))
    .values(
        claimed_until=None,
        state=DeliveryState.SENT,
        receipt=bindparam("taken_as"),
        sent_at=bindparam("taken_at"),
    )
)
_DROP = Prepared(
    update(deliveries)
    .where(
        deliveries.c.case_key == bindparam("of_case"),
        deliveries.c.state == _QUEUED,
        deliveries.c.claimed_until.is_(None),
    )
    .values(state=DeliveryState.DROPPED)
)
_SAID_TO = (
    deliveries.c.cause == bindparam("of_cause"),
    deliveries.c.person == bindparam("to"),
    deliveries.c.case_key.is_(None),
)
_TAKE_BACK = Prepared(
    update(deliveries)
    .where(*_SAID_TO, deliveries.c.state == _QUEUED, deliveries.c.claimed_until.is_(None))
    .values(state=DeliveryState.DROPPED)
)
_BLANK = Prepared(
    update(deliveries).where(*_SAID_TO, deliveries.c.state != _QUEUED).values(text="")
)
NEXT_DUE = Prepared(
    select(deliveries.c.due_at)
    .where(deliveries.c.state == _QUEUED)
    .order_by(deliveries.c.due_at)
    .limit(1),
    [deliveries.c.due_at],
)


_ASPECTS = (
    deliveries.c.id,
    deliveries.c.conversation,
    deliveries.c.urgent,
    deliveries.c.due_at,
    deliveries.c.attempts,
    deliveries.c.claimed_until,
    deliveries.c.sent_with,
)
_SPECIAL = Prepared(select(*_ASPECTS).where(deliveries.c.state == _QUEUED, SPECIAL), _ASPECTS)
_PAGE = 64
_PLAIN = Prepared(
    select(*_ASPECTS)
    .where(
        deliveries.c.state == _QUEUED,
        ~SPECIAL,
        deliveries.c.due_at <= bindparam("now"),
        tuple_(deliveries.c.due_at, deliveries.c.id)
        > tuple_(
            bindparam("at", type_=deliveries.c.due_at.type),
            bindparam("after", type_=deliveries.c.id.type),
        ),
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(_PAGE),
    _ASPECTS,
)
_SOON = 8
_LEASE = Prepared(
    update(deliveries)
    .where(
        deliveries.c.id.in_([bindparam(f"delivery_{n}") for n in range(_SOON)]),
        or_(
            deliveries.c.claimed_until.is_(None),
            deliveries.c.claimed_until < bindparam("now"),
        ),
    )
    .values(claimed_until=bindparam("until"), attempts=deliveries.c.attempts + 1)
    .returning(*deliveries.c),
    deliveries.c,
)
"""So many at once; missing ones are filled up with the last."""


def _on_its_way(row: AnyRow, now: datetime) -> bool:
    return bool(row.claimed_until is not None and row.claimed_until >= now)


def _held(row: AnyRow, now: datetime) -> bool:
    """Tried and to be tried again: what comes behind it waits, for a while."""
    return bool(not row.urgent and 1 <= row.attempts <= IN_ORDER and row.due_at > now)


def _is_due(row: AnyRow, now: datetime) -> bool:
    """Urgent words are due at once, even where the clock was set back after they were queued."""
    return bool(row.due_at <= now or (row.urgent and row.attempts == 0))


def _of(platforms: Set[str] | None, rows: Iterable[AnyRow]) -> list[AnyRow]:
    """What is said on these platforms; on any where none are named."""
    if platforms is None:
        return list(rows)
    return [row for row in rows if row.conversation.partition(":")[0] in platforms]


def _rank(row: AnyRow) -> tuple[bool, bool, datetime, str]:
    return not row.urgent, row.attempts == 0, row.due_at, row.id


class SqlDeliveries:
    """See `bot.ports.Deliveries`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, new: Sequence[Delivery]) -> None:
        """Queue; the same cause and ordinal twice is left out."""
        if new:
            await self._connection.execute(
                _ADD,
                [delivery_to_row(delivery) for delivery in new],
            )

    async def claim_due(
        self, now: datetime, lease: timedelta, limit: int, only: Set[str] | None = None
    ) -> list[Delivery]:
        """Lease the first due delivery of each conversation that has none on its way, urgent ones
        first; only of these platforms, if any are named.
        """
        await self._connection.execute(_CLAIMING)
        firsts = await self._first_due(now, limit, only)
        again = {row.id for row in firsts if row.claimed_until is not None}
        found = []
        for begin in range(0, len(firsts), _SOON):
            some = [row.id for row in firsts[begin : begin + _SOON]]
            filled = [*some, *[some[-1]] * (_SOON - len(some))]
            named = {f"delivery_{n}": id_ for n, id_ in enumerate(filled)}
            rows = await self._connection.execute(
                _LEASE, named | {"now": now, "until": now + lease}
            )
            found += [delivery_from_row(row, claimed_before=row.id in again) for row in rows]
        return sorted(found, key=lambda one: (not one.urgent, one.due_at, one.id))

    async def _first_due(
        self, now: datetime, limit: int, only: Set[str] | None = None
    ) -> list[AnyRow]:
        """What is due, the first of each conversation, no more than `limit`. Urgent words go first;
        the others keep their order, so that they wait for one that is to be tried again.
        """
        special = _of(only, await self._connection.execute(_SPECIAL))
        taken = {row.conversation for row in special if _on_its_way(row, now)}
        held = {row.conversation for row in special if _held(row, now)}
        heads = {row.id for row in special}
        firsts: dict[str, AnyRow] = {}
        for row in sorted(special, key=_rank):
            if row.sent_with in heads:
                continue
            waits = row.conversation in taken or (row.conversation in held and not row.urgent)
            if _is_due(row, now) and not waits:
                firsts.setdefault(row.conversation, row)
        last = {"at": _LONG_AGO, "after": ""}
        plain = 0
        while plain < limit:
            page = (await self._connection.execute(_PLAIN, {"now": now} | last)).all()
            for row in _of(only, page):
                if row.conversation not in taken | held and row.conversation not in firsts:
                    firsts[row.conversation] = row
                    plain += 1
            if len(page) < _PAGE:
                break
            last = {"at": page[-1].due_at, "after": page[-1].id}
        ordered = sorted(firsts.values(), key=lambda row: (not row.urgent, row.due_at, row.id))
        return ordered[:limit]

    async def pause(self, head: Delivery, at: datetime) -> None:
        """Not tried: due then."""
        await self._set(head.id, due_at=at, reason="paced", attempts=max(head.attempts - 1, 1))

    async def sent(self, delivery: str, receipt: str | None, at: datetime) -> None:
        """The platform took it."""
        await self._connection.execute(
            _SENT, {"delivery": delivery, "taken_as": receipt, "taken_at": at}
        )

    async def retry(
        self, delivery: str, *, at: datetime, reason: str, uncertain: bool = False
    ) -> None:
        """Try again then; an uncertain one will show as claimed before."""
        lease = _LONG_AGO if uncertain else None
        await self._set(delivery, due_at=at, reason=reason, claimed_until=lease)

    async def bury(self, delivery: str, state: DeliveryState, reason: str) -> None:
        """Kept visibly, never sent."""
        await self._set(delivery, state=state, reason=reason)

    async def _set(self, delivery: str, **changes: object) -> None:
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery)
            .values({"claimed_until": None} | changes)
        )

    async def forget(self, cause: str, person: str) -> None:
        """Drop what is queued of these words, and blank them all."""
        await self._connection.execute(_TAKE_BACK, {"of_cause": cause, "to": person})
        await self._connection.execute(_BLANK, {"of_cause": cause, "to": person})

    async def drop_queued(self, case: str) -> int:
        """Drop what is queued about a case and not yet on its way."""
        done = await self._connection.execute(_DROP, {"of_case": case})
        return int(done.rowcount)

    async def interrupt(self) -> None:
        """End every lease, marked so that it shows as claimed before."""
        await self._connection.execute(
            update(deliveries)
            .where(deliveries.c.state == _QUEUED, deliveries.c.claimed_until.is_not(None))
            .values(claimed_until=_LONG_AGO)
        )

    async def next_due(self) -> datetime | None:
        """When the next delivery is due."""
        rows = await self._connection.execute(NEXT_DUE)
        return rows.instant()

    async def dead_letters(self) -> int:
        """How many are dead or unknown."""
        count = await self._connection.scalar(
            select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(_LOST))
        )
        return count or 0

    async def lost(self, limit: int, past: Delivery | None = None) -> list[Delivery]:
        """What is dead or unknown, the newest first."""
        wanted = select(deliveries).where(deliveries.c.state.in_(_LOST))
        if past is not None:
            same = and_(deliveries.c.due_at == past.due_at, deliveries.c.id < past.id)
            wanted = wanted.where(or_(deliveries.c.due_at < past.due_at, same))
        order = (deliveries.c.due_at.desc(), deliveries.c.id.desc())
        rows = await self._connection.execute(wanted.order_by(*order).limit(limit))
        return [delivery_from_row(row) for row in rows]

    async def queued(self, limit: int, past: Delivery | None = None) -> list[Delivery]:
        """What is to be sent, the next first."""
        wanted = select(deliveries).where(deliveries.c.state == _QUEUED)
        if past is not None:
            same = and_(deliveries.c.due_at == past.due_at, deliveries.c.id > past.id)
            wanted = wanted.where(or_(deliveries.c.due_at > past.due_at, same))
        order = (deliveries.c.due_at, deliveries.c.id)
        rows = await self._connection.execute(wanted.order_by(*order).limit(limit))
        return [delivery_from_row(row) for row in rows]

    async def of_causes(self, causes: Sequence[str]) -> list[Delivery]:
        """What these turns or timers wanted said, in order."""
        rows = await self._connection.execute(
            select(deliveries)
            .where(deliveries.c.cause.in_(causes))
            .order_by(deliveries.c.due_at, deliveries.c.cause, deliveries.c.ordinal)
        )
        return [delivery_from_row(row) for row in rows]

    async def causes_of(self, case: str) -> list[str]:
        """The causes of everything ever queued about a case, each once."""
        rows = await self._connection.execute(
            select(deliveries.c.cause).where(deliveries.c.case_key == case).distinct()
        )
        return sorted(row.cause for row in rows)

    async def all(self, limit: int) -> list[Delivery]:
        """Everything ever queued, oldest first."""
        rows = await self._connection.execute(
            select(deliveries).order_by(deliveries.c.due_at, deliveries.c.id).limit(limit)
        )
        return [delivery_from_row(row) for row in rows]

    async def waiting(self) -> int:
        """How many are queued."""
        count = await self._connection.scalar(
            select(func.count()).select_from(deliveries).where(deliveries.c.state == _QUEUED)
        )
        return count or 0
