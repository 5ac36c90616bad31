"""Queries about what other programs are told of cases.

Comes in: domain values. Goes out: domain values. Does not: send.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from bot.domain.announcement import Announcement, AnnouncementState
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables import announcements

_QUEUED, _DEAD = AnnouncementState.QUEUED.value, AnnouncementState.DEAD.value


class SqlAnnouncements:
    """See `bot.ports.rows_announcements.Announcements`. `due_at` is its lease, too."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, announcements_: Sequence[Announcement]) -> None:
        """Queue them."""
        if announcements_:
            await self._connection.execute(insert(announcements), list(map(_row, announcements_)))

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> list[Announcement]:
        """Lease what is due."""
        ahead = announcements.alias("ahead")
        waits = exists().where(
            and_(
                ahead.c.recipient == announcements.c.recipient,
                ahead.c.case_key == announcements.c.case_key,
                ahead.c.state == _QUEUED,
                ahead.c.id < announcements.c.id,
            )
        )
        due = (
            select(announcements.c.id)
            .where(announcements.c.state == _QUEUED, announcements.c.due_at <= now, ~waits)
            .order_by(announcements.c.due_at, announcements.c.id)
            .limit(limit)
        )
        rows = await self._connection.execute(
            update(announcements)
            .where(announcements.c.id.in_(due), announcements.c.due_at <= now)
            .values(due_at=now + lease, attempts=announcements.c.attempts + 1)
            .returning(*announcements.c)
        )
        return sorted(map(_announcement, rows), key=lambda one: one.id)

    async def sent(self, id_: str) -> None:
        """It has arrived."""
        await self._change(id_, state=AnnouncementState.SENT.value, reason="")

    async def later(self, id_: str, at: datetime, reason: str) -> None:
        """It is tried again then."""
        await self._change(id_, due_at=at, reason=reason)

    async def bury(self, id_: str, reason: str) -> None:
        """It is given up."""
        await self._change(id_, state=_DEAD, reason=reason)

    async def drop(self, id_: str) -> None:
        """It is not to be told any more."""
        await self._change(id_, state=AnnouncementState.DROPPED.value, text="")

    async def _change(self, id_: str, **values: object) -> None:
        await self._connection.execute(
            update(announcements)
            .where(announcements.c.id == id_, announcements.c.state == _QUEUED)
            .values(values)
        )

    async def next_due(self) -> datetime | None:
        """When one is to be tried next."""
        found = await self._connection.execute(
            select(func.min(announcements.c.due_at)).where(announcements.c.state == _QUEUED)
        )
        return found.instant()

    async def lost(self, limit: int, past: Announcement | None = None) -> list[Announcement]:
        """Those that were given up."""
        wanted = select(announcements).where(announcements.c.state == _DEAD)
        if past is not None:
            same = and_(announcements.c.at == past.at, announcements.c.id < past.id)
            wanted = wanted.where(or_(announcements.c.at < past.at, same))
        order = (announcements.c.at.desc(), announcements.c.id.desc())
        rows = await self._connection.execute(wanted.order_by(*order).limit(limit))
        return list(map(_announcement, rows))

    async def queued(self, limit: int, past: Announcement | None = None) -> list[Announcement]:
        """Those that are to be told."""
        wanted = select(announcements).where(announcements.c.state == _QUEUED)
        if past is not None:
            same = and_(announcements.c.due_at == past.due_at, announcements.c.id > past.id)
            wanted = wanted.where(or_(announcements.c.due_at > past.due_at, same))
        order = (announcements.c.due_at, announcements.c.id)
        rows = await self._connection.execute(wanted.order_by(*order).limit(limit))
        return list(map(_announcement, rows))

    async def waiting(self) -> int:
        """How many are queued."""
        return await self._number(_QUEUED)

    async def dead(self) -> int:
        """How many were given up."""
        return await self._number(_DEAD)

    async def _number(self, state: str) -> int:
        counted = select(func.count()).select_from(announcements)
        return int(await self._connection.scalar(counted.where(announcements.c.state == state)))

    async def forget(self, before: datetime, limit: int) -> int:
        """Delete such as are over and older."""
        old = (
            select(announcements.c.id)
            .where(announcements.c.state != _QUEUED, announcements.c.at < before)
            .limit(limit)
        )
        gone = await self._connection.execute(
            delete(announcements).where(announcements.c.id.in_(old))
        )
        return gone.rowcount


def _row(one: Announcement) -> dict[str, object]:
    return {
        "id": one.id,
        "recipient": one.to,
        "case_key": one.case,
        "type": one.type,
        "at": one.at,
        "text": one.text,
        "due_at": one.due_at,
        "attempts": one.attempts,
        "state": one.state.value,
        "reason": one.reason,
    }


def _announcement(row: AnyRow) -> Announcement:
    return Announcement(
        id=row.id,
        to=row.recipient,
        case=row.case_key,
        type=row.type,
        at=row.at,
        text=row.text,
        due_at=row.due_at,
        attempts=row.attempts,
        state=AnnouncementState(row.state),
        reason=row.reason,
    )
