"""Queries about what two processes leave for each other.

Comes in: plain values. Goes out: plain values. Does not: know what is in a body.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.ports.relay import Errand, Outcome, Pulse
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.relay import errands, pulses
from bot.storage.upsert import insert

_PULSE = insert(pulses)
_TOLD = ("status", "since", "detail", "alive_at", "figures")
_BEAT = _PULSE.on_conflict_do_update(
    index_elements=[pulses.c.channel],
    set_={name: _PULSE.excluded[name] for name in _TOLD},
)


def _outcome(row: AnyRow) -> Outcome:
    return Outcome(taken=row.taken, body=row.outcome, content=row.content)


class SqlRelay:
    """See `bot.ports.relay.RelayRows`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def expire(self, before: datetime) -> int:
        """Drop errands whose end nobody waits for."""
        gone = await self._connection.execute(delete(errands).where(errands.c.asked_at < before))
        return int(gone.rowcount)

    async def ask(self, errand: Errand, at: datetime) -> None:
        """Leave an errand."""
        row = {
            "id": errand.id,
            "channel": errand.channel,
            "kind": errand.kind,
            "delivery": errand.delivery,
            "body": errand.body,
            "asked_at": at,
            "taken": False,
        }
        await self._connection.execute(insert(errands), row)

    async def is_asked(self, channel: str) -> bool:
        """Whether an errand waits."""
        found = await self._connection.scalar(
            select(errands.c.id)
            .where(errands.c.channel == channel, errands.c.taken.is_(False))
            .limit(1)
        )
        return found is not None

    async def take(self, channel: str, limit: int) -> list[Errand]:
        """Begin the oldest that wait."""
        rows = await self._connection.execute(
            select(errands)
            .where(errands.c.channel == channel, errands.c.taken.is_(False))
            .order_by(errands.c.id)
            .limit(limit)
        )
        found = [
            Errand(
                id=row.id,
                channel=row.channel,
                kind=row.kind,
                body=row.body,
                delivery=row.delivery,
            )
            for row in rows
        ]
        names = [errand.id for errand in found]
        await self._connection.execute(
            update(errands).where(errands.c.id.in_(names)).values(taken=True)
        )
        return found

    async def answer(self, errand: str, body: str, content: bytes | None) -> None:
        """It is done; the words that were to be said are not needed any more."""
        await self._connection.execute(
            update(errands)
            .where(errands.c.id == errand)
            .values(outcome=body, content=content, body="")
        )

    async def outcome(self, errand: str) -> Outcome | None:
        """How it stands."""
        rows = await self._connection.execute(select(errands).where(errands.c.id == errand))
        row = rows.first()
        return _outcome(row) if row is not None else None

    async def withdraw(self, errand: str) -> bool:
        """Take it back."""
        gone = await self._connection.execute(
            delete(errands).where(errands.c.id == errand, errands.c.taken.is_(False))
        )
        return gone.rowcount > 0

    async def forget(self, errand: str) -> None:
        """Drop it."""
        await self._connection.execute(delete(errands).where(errands.c.id == errand))

    async def attempts(self, channel: str, delivery: str) -> list[Outcome]:
        """How the errands about these words stand."""
        rows = await self._connection.execute(
            select(errands)
            .where(errands.c.channel == channel, errands.c.delivery == delivery)
            .order_by(errands.c.id.desc())
        )
        return [_outcome(row) for row in rows]

    async def beat(self, channel: str, pulse: Pulse) -> None:
        """The channel lives."""
        row = {
            "channel": channel,
            "status": pulse.status,
            "since": pulse.since,
            "detail": pulse.detail,
            "alive_at": pulse.alive_at,
            "figures": dict(pulse.figures),
        }
        await self._connection.execute(_BEAT, row)

    async def pulse(self, channel: str) -> Pulse | None:
        """When it last did."""
        rows = await self._connection.execute(select(pulses).where(pulses.c.channel == channel))
        row = rows.first()
        if row is None:
            return None
        return Pulse(
            status=row.status,
            since=row.since,
            detail=row.detail,
            alive_at=row.alive_at,
            figures=row.figures or {},
        )
