"""Queries about calls for volunteers.

Comes in: domain values. Goes out: domain values. Does not: know who may call, or give more places
than there are: they are counted and taken in one statement.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.facts import Period
from bot.domain.muster import Muster, MusterStep, SignUp, SignUpState
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.musters import musters, sign_ups
from bot.storage.upsert import insert

_MUSTER = tuple(field.name for field in fields(Muster))
_SIGN_UP = tuple(field.name for field in fields(SignUp))
_STAYS = frozenset({"id", "taken"})
_OVER = bindparam("over", MusterStep.OVER.value, type_=musters.c.step.type)
_IS_OPEN = musters.c.step != _OVER
_OPEN = Prepared(
    select(musters).where(_IS_OPEN).order_by(musters.c.called_at.desc(), musters.c.id.desc()),
    musters.c,
)
NEXT_DUE = Prepared(
    select(musters.c.next_at).where(_IS_OPEN).order_by(musters.c.next_at).limit(1),
    [musters.c.next_at],
)


class SqlMusters:
    """See `bot.ports.rows_musters.Musters`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def save(self, muster: Muster) -> None:
        """Keep a new one, or one as it is now; `taken` of one that is there stays as it is."""
        values = {name: getattr(muster, name) for name in _MUSTER} | {"step": muster.step.value}
        new = insert(musters).values(**values)
        changed = {name: new.excluded[name] for name in _MUSTER if name not in _STAYS}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=[musters.c.id], set_=changed)
        )

    async def open(self) -> list[Muster]:
        """Those that are not over, the newest first."""
        return [_muster(row) for row in await self._connection.execute(_OPEN)]

    async def begun(self, period: Period) -> list[Muster]:
        """Those that began within a period, called off or not, the first first."""
        rows = await self._connection.execute(
            select(musters)
            .where(musters.c.starts_at >= period.begin, musters.c.starts_at < period.end)
            .order_by(musters.c.starts_at, musters.c.id)
        )
        return [_muster(row) for row in rows]

    async def due(self, now: datetime) -> list[Muster]:
        """Those for which the clock has something to do, the earliest first."""
        rows = await self._connection.execute(
            select(musters)
            .where(musters.c.step != MusterStep.OVER.value, musters.c.next_at <= now)
            .order_by(musters.c.next_at, musters.c.id)
        )
        return [_muster(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When there is something for the next one."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def take(self, muster: str, heads: int) -> bool:
        """Give so many places; False, and none, where so many are not free."""
        given = await self._connection.execute(
            update(musters)
            .where(musters.c.id == muster, musters.c.taken + heads <= musters.c.wanted)
            .values(taken=musters.c.taken + heads)
        )
        return bool(given.rowcount)

    async def give_back(self, muster: str, heads: int) -> None:
        """So many places are free again."""
        await self._connection.execute(
            update(musters).where(musters.c.id == muster).values(taken=musters.c.taken - heads)
        )

    async def sign(self, entry: SignUp) -> None:
        """Keep somebody's word, or what it is now."""
        values = {name: getattr(entry, name) for name in _SIGN_UP} | {"state": entry.state.value}
        new = insert(sign_ups).values(**values)
        changed = {name: new.excluded[name] for name in ("room", "heads", "at", "state")}
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[sign_ups.c.muster, sign_ups.c.person], set_=changed
            )
        )

    async def signed(self, musters: Sequence[str]) -> list[SignUp]:
        """Everybody who signed up for these, in the order in which they did."""
        rows = await self._connection.execute(
            select(sign_ups)
            .where(sign_ups.c.muster.in_(musters))
            .order_by(sign_ups.c.at, sign_ups.c.person)
        )
        return [_sign_up(row) for row in rows]


def _muster(row: AnyRow) -> Muster:
    values = {name: getattr(row, name) for name in _MUSTER} | {"step": MusterStep(row.step)}
    return Muster(**values)


def _sign_up(row: AnyRow) -> SignUp:
    values = {name: getattr(row, name) for name in _SIGN_UP} | {"state": SignUpState(row.state)}
    return SignUp(**values)
