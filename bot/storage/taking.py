"""Which turns a process takes next: due ones for understanding, understood ones for casework.

Comes in: a session. Goes out: rows of turns that nobody else takes. Does not: read their words, or
say what becomes of them.

Where several processes share a store each works on groups of its own for the time of a transaction
or a lease, so that the turns of a group (or of a private chat) keep their order. What a process
that died had in hand is free again when its connection is gone or its lease is over.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, any_, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from bot.storage.locks import Alone, Free
from bot.storage.prepared import Prepared
from bot.storage.session import Rows, Session
from bot.storage.tables import turns

OPEN, UNDERSTOOD = "open", "understood"

_FREE = or_(turns.c.claimed_until.is_(None), turns.c.claimed_until < bindparam("now"))
_OVER = or_(turns.c.due_at <= bindparam("now"), turns.c.started_at > bindparam("now"))
"""Due, or begun in the future: then the clock was set back and nothing may wait for it."""


PLAIN = tuple(column for column in turns.c if column is not turns.c.understanding)
"""What is read of every turn; what was understood of it is mostly in hand."""


def _first(state: str, *conditions: ColumnElement[bool]) -> Select[tuple[str]]:
    return (
        select(turns.c.id)
        .where(turns.c.state == state, *conditions)
        .order_by(turns.c.due_at, turns.c.id)
        .limit(bindparam("most"))
    )


def _claim(*conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(
        update(turns)
        .where(turns.c.id.in_(_first(OPEN, _OVER, _FREE, *conditions)))
        .values(claimed_until=bindparam("until"))
        .returning(*PLAIN),
        PLAIN,
    )


_CLAIM_DUE = _claim()
_NEXT = Prepared(_first(UNDERSTOOD).with_only_columns(*PLAIN), PLAIN)

# Several processes: each works on groups of its own, so that a group's turns keep their order.
_CLAIMING, _IN_CASEWORK = Alone("claiming turns"), Free("casework")
_group = func.coalesce(turns.c.room, turns.c.thread)
_other = turns.alias()
_BUSY = select(func.coalesce(_other.c.room, _other.c.thread)).where(
    _other.c.state == OPEN, _other.c.claimed_until >= bindparam("now")
)
_CLAIM_DUE_SHARED = _claim(_group.not_in(_BUSY))
_GROUPS = Prepared(_first(UNDERSTOOD).with_only_columns(_group.label("room")), [turns.c.room])
_NEXT_OF = Prepared(
    _first(UNDERSTOOD, _group == any_(bindparam("groups", type_=ARRAY(String))))
    .with_only_columns(*PLAIN)
    .with_for_update(),
    PLAIN,
)
_SHARE = 3
"""A process takes no more than this part of the groups that wait, so that others have some, too."""


async def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> Rows:
    """Lease open turns that are over."""
    await session.execute(_CLAIMING)
    words = _CLAIM_DUE_SHARED if session.is_shared else _CLAIM_DUE
    return await session.execute(words, {"now": now, "until": now + lease, "most": limit})


async def next_turns(session: Session, limit: int) -> Rows:
    """Understood turns, nobody else's until this transaction ends."""
    if not session.is_shared:
        return await session.execute(_NEXT, {"most": limit})
    waiting = await session.execute(_GROUPS, {"most": limit})
    groups = list(dict.fromkeys(row.room for row in waiting))
    wanted = {"names": groups, "most": -(-len(groups) // _SHARE)}
    free = [taken.name for taken in await session.execute(_IN_CASEWORK, wanted)]
    # Asked again now that they are ours: what others have done with them is seen from here on.
    return await session.execute(_NEXT_OF, {"groups": free, "most": limit})
