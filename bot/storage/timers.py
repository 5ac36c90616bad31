"""Queries about timers.

Comes in: domain values. Goes out: domain values. Does not: know what a timer does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import String, bindparam, insert, or_, select, update

from bot.domain.timer import Timer, TimerKind
from bot.storage.prepared import Prepared
from bot.storage.rows import timer_from_row, timer_to_row
from bot.storage.session import Session
from bot.storage.tables import timers

WAITING, FIRED, CANCELLED, PARKED = "waiting", "fired", "cancelled", "parked"
_ADD = Prepared(insert(timers))
_FREE = or_(timers.c.claimed_until.is_(None), timers.c.claimed_until < bindparam("now"))
_CLAIM = Prepared(
    update(timers)
    .where(
        timers.c.id.in_(
            select(timers.c.id)
            .where(timers.c.state == WAITING, timers.c.due_at <= bindparam("now"), _FREE)
            .order_by(timers.c.due_at, timers.c.id)
            .limit(bindparam("most"))
            .with_for_update(skip_locked=True)
        )
    )
    .values(claimed_until=bindparam("until"))
    .returning(*timers.c),
    timers.c,
)
NEXT_DUE = Prepared(
    select(timers.c.due_at).where(timers.c.state == WAITING).order_by(timers.c.due_at).limit(1),
    [timers.c.due_at],
)

_FINISH = Prepared(
    update(timers).where(timers.c.id == bindparam("which")).values(state=FIRED, claimed_until=None)
)


class SqlTimers:
    """See `bot.ports.Timers`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, new: Sequence[Timer]) -> None:
        """Store new timers."""
        if new:
            await self._connection.execute(_ADD, [timer_to_row(timer) for timer in new])

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Timer]:
        """Lease what is due, oldest first."""
        rows = await self._connection.execute(
            _CLAIM, {"now": now, "until": now + lease, "most": limit}
        )
        found = [timer_from_row(row) for row in rows]
        return sorted(found, key=lambda timer: (timer.due_at, timer.id))

    async def finish(self, timer: str) -> None:
        """It has fired."""
        await self._connection.execute(_FINISH, {"which": timer})

    async def failed(self, timer: str, *, reason: str, park: bool) -> None:
        """Count the attempt; give the lease back or park."""
        changes: dict[str, object] = {"reason": reason, "claimed_until": None}
        if park:
            changes["state"] = PARKED
        await self._connection.execute(
            update(timers)
            .where(timers.c.id == timer)
            .values(attempts=timers.c.attempts + 1, **changes)
        )

    async def cancel(self, case: str, kinds: Sequence[TimerKind]) -> None:
        """Forget timers of these kinds of a case."""
        if kinds:
            named = {f"kind_{n}": kind for n, kind in enumerate(kinds)}
            await self._connection.execute(_cancel(len(kinds)), {"of_case": case} | named)

    async def release(self) -> None:
        """Give every lease back."""
        await self._connection.execute(
            update(timers).where(timers.c.claimed_until.is_not(None)).values(claimed_until=None)
        )

    async def next_due(self) -> datetime | None:
        """When the next timer is due."""
        rows = await self._connection.execute(NEXT_DUE)
        return rows.instant()


@cache
def _cancel(kinds: int) -> Prepared:
    """A statement for so many kinds at once: the timers of a case are looked at once."""
    return Prepared(
        update(timers)
        .where(
            timers.c.case_key == bindparam("of_case"),
            timers.c.kind.in_([bindparam(f"kind_{n}", type_=String) for n in range(kinds)]),
            timers.c.state == WAITING,
        )
        .values(state=CANCELLED)
    )
