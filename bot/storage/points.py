"""Queries about the points ledger.

Comes in: domain values. Goes out: domain values. Does not: change a booking, or know a rule.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from bot.domain.facts import Period
from bot.domain.points import Booking, BookingKind, Code, CodeState, Line
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.points import point_bookings, point_codes, point_lines
from bot.storage.upsert import insert

_SAME = ("id", "at", "by", "person", "source", "activity", "minutes", "day", "runs_out")


class SqlPoints:
    """See `bot.ports.rows_points.Points`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, booking: Booking) -> bool:
        """Keep a booking with its lines; False where its source is booked already."""
        row = {name: getattr(booking, name) for name in _SAME} | {"kind": booking.kind.value}
        added = await self._connection.execute(
            insert(point_bookings)
            .on_conflict_do_nothing(index_elements=[point_bookings.c.source])
            .returning(point_bookings.c.id),
            row,
        )
        if added.first() is None:
            return False
        moved = [
            {"booking": booking.id, "account": line.account, "points": line.points}
            for line in booking.lines
        ]
        await self._connection.execute(insert(point_lines), moved)
        return True

    async def of(self, person: str) -> list[Booking]:
        """Somebody's bookings, oldest first."""
        return (await self.of_all([person])).get(person, [])

    async def of_all(self, people: Sequence[str]) -> Mapping[str, list[Booking]]:
        """The same of several, in one question; whoever has none is not in it."""
        booked: dict[str, list[Booking]] = {}
        for one in await self._bookings(point_bookings.c.person.in_(people)):
            booked.setdefault(one.person, []).append(one)
        return booked

    async def booked(self, period: Period) -> list[Booking]:
        """Everybody's bookings of a period, by when they were booked."""
        at = point_bookings.c.at
        return await self._bookings(and_(at >= period.begin, at < period.end))

    async def _bookings(self, wanted: ColumnElement[bool]) -> list[Booking]:
        found = await self._connection.execute(
            select(point_bookings, point_lines.c.account, point_lines.c.points)
            .join(point_lines, point_lines.c.booking == point_bookings.c.id)
            .where(wanted)
            .order_by(point_bookings.c.at, point_bookings.c.id, point_lines.c.account)
        )
        together: dict[str, list[AnyRow]] = {}
        for row in found:
            together.setdefault(row.id, []).append(row)
        return [_booking(rows) for rows in together.values()]

    async def minutes_on(self, person: str, day: date) -> int:
        """How much is booked of what somebody did on a day."""
        booked = await self._connection.scalar(
            select(func.coalesce(func.sum(point_bookings.c.minutes), 0)).where(
                point_bookings.c.person == person, point_bookings.c.day == day
            )
        )
        return int(booked)

    async def balances(self) -> Mapping[str, int]:
        """Every account and what is on it; together they make nothing."""
        rows = await self._connection.execute(
            select(point_lines.c.account, func.sum(point_lines.c.points).label("points")).group_by(
                point_lines.c.account
            )
        )
        return {row.account: int(row.points) for row in rows}

    async def issue(self, code: Code) -> None:
        """A code that can be shown."""
        await self._connection.execute(
            insert(point_codes),
            {
                "code": code.code,
                "person": code.person,
                "good": code.good,
                "points": code.points,
                "until": code.until,
                "state": code.state.value,
            },
        )

    async def code(self, code: str) -> Code | None:
        """A code, whatever became of it."""
        return (await self.codes([code])).get(code)

    async def codes(self, wanted: Sequence[str]) -> Mapping[str, Code]:
        """The same of several, in one question; what is no code is not in it."""
        rows = await self._connection.execute(
            select(point_codes).where(point_codes.c.code.in_(wanted))
        )
        return {row.code: _code(row) for row in rows}

    async def open_codes(self, person: str, now: datetime) -> list[Code]:
        """Somebody's codes that can still be shown, oldest first."""
        rows = await self._connection.execute(
            select(point_codes)
            .where(point_codes.c.person == person, _open(now))
            .order_by(point_codes.c.until)
        )
        return [_code(row) for row in rows]

    async def use(self, code: str, now: datetime) -> bool:
        """Take a code; True once, and only in its time."""
        taken = await self._connection.execute(
            update(point_codes)
            .where(point_codes.c.code == code, _open(now))
            .values(state=CodeState.USED.value)
        )
        return bool(taken.rowcount)

    async def given(self, good: str, now: datetime) -> int:
        """How many of a good are handed out or promised by open codes."""
        found = await self._connection.scalar(
            select(func.count())
            .select_from(point_codes)
            .where(
                point_codes.c.good == good,
                or_(point_codes.c.state == CodeState.USED.value, _open(now)),
            )
        )
        return int(found)


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(point_codes.c.state == CodeState.OPEN.value, point_codes.c.until > now)


def _booking(rows: list[AnyRow]) -> Booking:
    first = rows[0]
    return Booking(
        kind=BookingKind(first.kind),
        lines=tuple(Line(account=row.account, points=row.points) for row in rows),
        **{name: getattr(first, name) for name in _SAME},
    )


def _code(row: AnyRow) -> Code:
    return Code(
        code=row.code,
        person=row.person,
        good=row.good,
        points=row.points,
        until=row.until,
        state=CodeState(row.state),
    )
