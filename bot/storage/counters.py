"""Numbers without personal text.

Comes in: a counter's name and scope. Goes out: integers. Does not: know what is counted.
"""

from sqlalchemy import bindparam, func, select

from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import counters, timers, turns
from bot.storage.turns import ERASED, PARKED
from bot.storage.upsert import insert

_NEW = insert(counters).values(
    name=bindparam("name"), scope=bindparam("scope"), value=bindparam("amount")
)
_ADD = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[counters.c.name, counters.c.scope],
        set_={"value": counters.c.value + _NEW.excluded.value},
    ).returning(counters.c.value),
    [counters.c.value],
)
_SUM = func.coalesce(func.sum(counters.c.value), 0).label("total")
_NAMED = select(_SUM).where(counters.c.name == bindparam("of_name"))
_TOTAL = Prepared(_NAMED, [counters.c.value])
_TOTAL_THERE = Prepared(_NAMED.where(counters.c.scope == bindparam("there")), [counters.c.value])

_PARKED = (PARKED, ERASED)


class SqlCounters:
    """See `bot.ports.Counters`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def next(self, name: str, scope: str) -> int:
        """Count one up and give the new value."""
        return await self._add(name, scope, 1)

    async def count(self, name: str, scope: str, amount: int = 1) -> None:
        """Add to a counter."""
        await self._add(name, scope, amount)

    async def _add(self, name: str, scope: str, amount: int) -> int:
        result = await self._connection.execute(
            _ADD, {"name": name, "scope": scope, "amount": amount}
        )
        return int(result.scalar())

    async def total(self, name: str, scope: str | None = None) -> int:
        """A counter's value, over all scopes where none is given."""
        wanted = _TOTAL if scope is None else _TOTAL_THERE
        result = await self._connection.execute(wanted, {"of_name": name, "there": scope})
        return int(result.scalar())

    async def parked(self) -> int:
        """How many turns and timers wait for a person."""
        both = 0
        for table in (turns, timers):
            count = await self._connection.scalar(
                select(func.count()).select_from(table).where(table.c.state.in_(_PARKED))
            )
            both += count or 0
        return both

    async def erased(self) -> int:
        """How many parked turns nobody has looked at in time: their words are gone."""
        count = await self._connection.scalar(
            select(func.count()).select_from(turns).where(turns.c.state == ERASED)
        )
        return int(count or 0)
