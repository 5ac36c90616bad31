"""Queries about accounts and sessions of the desk.

Comes in: domain values. Goes out: domain values. Does not: know when a session is over, or what a
password is.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from bot.domain.accounts import Account, DeskSession
from bot.storage.prepared import Prepared
from bot.storage.session import Session
from bot.storage.tables import accounts, desk_sessions, spent_states
from bot.storage.upsert import insert

_NEW = insert(accounts)
_PUT = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[accounts.c.name],
        set_={
            column.name: _NEW.excluded[column.name]
            for column in accounts.c
            if not column.primary_key
        },
    )
)
_GET = Prepared(select(accounts).where(accounts.c.name == bindparam("wanted")), accounts.c)
_ALL = Prepared(select(accounts).order_by(accounts.c.name), accounts.c)
_DROP = Prepared(delete(accounts).where(accounts.c.name == bindparam("wanted")))
_ONE = Prepared(select(accounts.c.name).limit(1), [accounts.c.name])

_MOST_OF_PERSON = 10
_OF_PERSON = Prepared(
    select(accounts)
    .where(accounts.c.person == bindparam("whose"))
    .order_by(accounts.c.name)
    .limit(_MOST_OF_PERSON),
    accounts.c,
)

_BEGIN = Prepared(insert(desk_sessions))
_SESSION = Prepared(
    select(desk_sessions).where(desk_sessions.c.key == bindparam("wanted")), desk_sessions.c
)
_SEEN = Prepared(
    update(desk_sessions)
    .where(desk_sessions.c.key == bindparam("wanted"))
    .values(seen_at=bindparam("now", type_=desk_sessions.c.seen_at.type))
)
_END = Prepared(delete(desk_sessions).where(desk_sessions.c.key == bindparam("wanted")))
_END_ALL = Prepared(delete(desk_sessions).where(desk_sessions.c.account == bindparam("whose")))
_END_BEFORE = Prepared(
    delete(desk_sessions).where(
        or_(
            desk_sessions.c.seen_at < bindparam("last"),
            desk_sessions.c.begun_at < bindparam("first"),
        )
    )
)
_SPEND = Prepared(insert(spent_states).on_conflict_do_nothing())
_FORGET_SPENT = Prepared(delete(spent_states).where(spent_states.c.spent_at < bindparam("last")))


class SqlAccounts:
    """See `bot.ports.rows_accounts.Accounts`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def put(self, account: Account) -> None:
        """Store a new one, or one in the place of the old of this name."""
        await self._connection.execute(_PUT, asdict(account))

    async def get(self, name: str) -> Account | None:
        """One of them."""
        row = (await self._connection.execute(_GET, {"wanted": name})).first()
        return None if row is None else Account(**row._asdict())

    async def all(self) -> list[Account]:
        """Every account, by name."""
        return [Account(**row._asdict()) for row in await self._connection.execute(_ALL)]

    async def drop(self, name: str) -> bool:
        """There is none of this name any more, nor any session of it; whether there was."""
        await self._connection.execute(_END_ALL, {"whose": name})
        return (await self._connection.execute(_DROP, {"wanted": name})).rowcount > 0

    async def any(self) -> bool:
        """Whether there is one."""
        return (await self._connection.execute(_ONE)).first() is not None

    async def of_person(self, person: str) -> list[Account]:
        """Those that somebody of the configuration stands behind, by name."""
        rows = await self._connection.execute(_OF_PERSON, {"whose": person})
        return [Account(**row._asdict()) for row in rows]


class SqlDeskSessions:
    """See `bot.ports.rows_accounts.DeskSessions`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def begin(self, session: DeskSession) -> None:
        """Store a new one."""
        await self._connection.execute(_BEGIN, asdict(session))

    async def get(self, key: str) -> DeskSession | None:
        """One of them."""
        row = (await self._connection.execute(_SESSION, {"wanted": key})).first()
        return None if row is None else DeskSession(**row._asdict())

    async def seen(self, key: str, at: datetime) -> None:
        """Its browser has asked for something."""
        await self._connection.execute(_SEEN, {"wanted": key, "now": at})

    async def end(self, key: str) -> None:
        """Signed out; nothing where there is none."""
        await self._connection.execute(_END, {"wanted": key})

    async def end_all_of(self, account: str) -> None:
        """Signed out everywhere."""
        await self._connection.execute(_END_ALL, {"whose": account})

    async def end_before(self, seen: datetime, begun: datetime) -> int:
        """Those last seen, or begun, before an instant are over; how many."""
        done = await self._connection.execute(_END_BEFORE, {"last": seen, "first": begun})
        return done.rowcount

    async def spend(self, key: str, now: datetime, before: datetime) -> bool:
        """Used by whichever process comes first; False where it was used already."""
        await self._connection.execute(_FORGET_SPENT, {"last": before})
        done = await self._connection.execute(_SPEND, {"key": key, "spent_at": now})
        return done.rowcount > 0
