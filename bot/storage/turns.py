"""Queries about turns, from open to done.

Comes in: domain values. Goes out: domain values. Does not: decide when a turn is over.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, or_, select, update

from bot.domain.turn import StoredMessage, Turn, Understanding
from bot.storage.hand import Hand
from bot.storage.prepared import Prepared, lots
from bot.storage.rows import (
    AnyRow,
    message_from_row,
    turn_from_row,
    understanding_from_json,
    understanding_to_json,
)
from bot.storage.session import Session
from bot.storage.tables import messages, turns
from bot.storage.taking import OPEN, PLAIN, UNDERSTOOD, claim, next_turns

DONE, PARKED, ERASED = "done", "parked", "erased"

_NEW = Prepared(insert(turns))
_GROW = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("turn_id"))
    .values(due_at=bindparam("due"), urgent=bindparam("is_urgent"))
)
_ASSIGN = Prepared(
    update(messages)
    .where(messages.c.id == bindparam("message_id"))
    .values(turn=bindparam("turn_id"))
)
_UNDERSTOOD = Prepared(
    update(turns)  # once: whoever was slow may find that another process was sooner
    .where(
        turns.c.id == bindparam("turn_id"),
        or_(turns.c.state == OPEN, turns.c.state == PARKED),
    )
    .values(state=UNDERSTOOD, claimed_until=None, understanding=bindparam("what"))
)
_FINISH = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("turn_id"))
    .values(
        state=DONE,
        claimed_until=None,
        case_key=bindparam("case"),
        erase_at=bindparam("until"),
    )
)
_HOLD = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("turn_id"), turns.c.state == DONE)
    .values(erase_at=bindparam("until"))
)
_UNDERSTANDING = Prepared(
    select(turns.c.understanding).where(turns.c.id == bindparam("turn_id")),
    [turns.c.understanding],
)
_OPEN_FOR = Prepared(
    select(*PLAIN).where(
        turns.c.state == OPEN,
        turns.c.claimed_until.is_(None),
        turns.c.due_at > bindparam("now"),
    ),
    PLAIN,
    among=turns.c.thread,
)
_IDS = (messages.c.turn, messages.c.id)
_WORDS_IDS = Prepared(select(*_IDS), _IDS, among=messages.c.turn)  # the index alone answers
_WORDS = Prepared(
    select(messages).order_by(messages.c.received_at, messages.c.id),
    messages.c,
    among=messages.c.turn,
)
_WITH_MESSAGE = Prepared(
    select(turns)
    .join(messages, messages.c.turn == turns.c.id)
    .where(messages.c.id == bindparam("of_message")),
    turns.c,
)

NEXT_DUE = Prepared(
    select(turns.c.due_at).where(turns.c.state == OPEN).order_by(turns.c.due_at).limit(1),
    [turns.c.due_at],
)


class SqlTurns:
    """See `bot.ports.Turns`."""

    def __init__(self, connection: Session, hand: Hand) -> None:
        self._connection = connection
        self._hand = hand

    async def open_for(self, threads: Sequence[str], now: datetime) -> list[Turn]:
        """Open turns of these threads that may still grow."""
        found: list[Turn] = []
        for lot in lots(turns.c.thread, threads):
            rows = await self._connection.execute(_OPEN_FOR, lot | {"now": now})
            found += map(turn_from_row, rows)
        return found

    async def save(
        self, new: Sequence[Turn], grown: Sequence[Turn], assigned: Mapping[str, str]
    ) -> None:
        """Write new and grown turns, and which message belongs to which turn."""
        if new:
            await self._connection.execute(_NEW, [_row(turn) for turn in new])
        if grown:
            await self._connection.execute(
                _GROW,
                [{"turn_id": t.id, "due": t.due_at, "is_urgent": t.urgent} for t in grown],
            )
        if assigned:
            await self._connection.execute(
                _ASSIGN,
                [{"message_id": message, "turn_id": turn} for message, turn in assigned.items()],
            )

    async def claim_due(self, now: datetime, lease: timedelta, limit: int) -> list[Turn]:
        """Lease open turns that are over, with their messages."""
        rows = await claim(self._connection, now, lease, limit)
        found = sorted(rows.all(), key=_order)
        words = await self._in_hand([row.id for row in found])
        return [turn_from_row(row, tuple(words[row.id])) for row in found]

    async def next_understood(self, limit: int) -> list[Turn]:
        """Understood turns with their messages, nobody else's until this unit ends."""
        rows = (await next_turns(self._connection, limit)).all()
        words = await self._in_hand([row.id for row in rows])
        return [
            turn_from_row(row, tuple(words[row.id]), await self._understanding(row.id))
            for row in rows
        ]

    async def _understanding(self, turn: str) -> Understanding | None:
        held = self._hand.understanding(turn)
        if held is not None:
            return held
        row = (await self._connection.execute(_UNDERSTANDING, {"turn_id": turn})).first()
        return understanding_from_json(row[0]) if row is not None and row[0] else None

    async def _messages(self, ids: Sequence[str]) -> dict[str, list[StoredMessage]]:
        """The messages of each of these turns, oldest first."""
        found: dict[str, list[StoredMessage]] = {id_: [] for id_ in ids}
        for lot in lots(messages.c.turn, ids):
            pairs = (await self._connection.execute(_WORDS_IDS, lot)).all()
            held = self._hand.messages(pair.id for pair in pairs)
            if held is None:
                rows = (await self._connection.execute(_WORDS, lot)).all()
                pairs, held = rows, [message_from_row(row) for row in rows]
            for pair, message in zip(pairs, held, strict=True):
                found[pair.turn].append(message)
        for words in found.values():
            if len(words) > 1:
                words.sort(key=_said_order)
        return found

    async def _in_hand(self, ids: Sequence[str]) -> dict[str, list[StoredMessage]]:
        """The same of turns that are to be worked on now."""
        found = await self._messages(ids)
        for turn, words in found.items():
            self._hand.belong(turn, words)
        return found

    async def understood(self, results: Mapping[str, Understanding]) -> None:
        """Keep what was understood and hand the turns on."""
        if not results:
            return
        await self._connection.execute(
            _UNDERSTOOD,
            [{"turn_id": i, "what": understanding_to_json(u)} for i, u in results.items()],
        )
        self._hand.understand(results)

    async def finish(self, done: Mapping[str, str | None], erase_at: datetime) -> None:
        """Done with; all lose their text at `erase_at` (a case keeps its own copy of the words)."""
        if not done:
            return
        await self._connection.execute(
            _FINISH,
            [{"turn_id": turn, "case": case, "until": erase_at} for turn, case in done.items()],
        )
        self._hand.done(done)

    async def hold(self, turns: Mapping[str, datetime]) -> None:
        """Have finished turns lose their text at another instant."""
        if turns:
            await self._connection.execute(
                _HOLD, [{"turn_id": turn, "until": until} for turn, until in turns.items()]
            )

    async def with_message(self, message: str) -> Turn | None:
        """The turn of a message, with all its messages and what was understood of it, as long as
        they are held.
        """
        row = (await self._connection.execute(_WITH_MESSAGE, {"of_message": message})).first()
        if row is None:
            return None
        words = await self._messages([row.id])
        known = understanding_from_json(row.understanding) if row.understanding else None
        return turn_from_row(row, tuple(words[row.id]), known)

    async def failed(
        self, turn: str, *, reason: str, park: bool, erase_at: datetime | None = None
    ) -> None:
        """Count the attempt; give the lease back or park, with its words until `erase_at`."""
        changes: dict[str, object] = {"reason": reason, "claimed_until": None}
        self._hand.done([turn])
        if park:
            changes |= {"state": PARKED, "erase_at": erase_at}
        await self._connection.execute(
            update(turns)
            .where(turns.c.id == turn, turns.c.state.in_((OPEN, UNDERSTOOD)))
            .values(attempts=turns.c.attempts + 1, **changes)
        )

    async def cases_of(self, ids: Sequence[str]) -> dict[str, str | None]:
        """Which case each finished turn came to."""
        rows = await self._connection.execute(
            select(turns.c.id, turns.c.case_key).where(turns.c.id.in_(ids))
        )
        return {row.id: row.case_key for row in rows}

    async def release(self) -> None:
        """Give every lease back."""
        await self._connection.execute(
            update(turns).where(turns.c.claimed_until.is_not(None)).values(claimed_until=None)
        )

    async def next_due(self) -> datetime | None:
        """When the next open turn is over."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def waiting(self) -> dict[str, int]:
        """How many turns are in which state."""
        rows = await self._connection.execute(
            select(turns.c.state, func.count().label("number")).group_by(turns.c.state)
        )
        return {row.state: row.number for row in rows}


def _said_order(message: StoredMessage) -> tuple[datetime, str]:
    return message.received_at, message.id


def _order(row: AnyRow) -> tuple[datetime, str]:
    return row.due_at, row.id


def _row(turn: Turn) -> dict[str, object]:
    return {
        "id": turn.id,
        "thread": turn.thread,
        "room": turn.room,
        "sender": turn.sender,
        "started_at": turn.started_at,
        "due_at": turn.due_at,
        "urgent": turn.urgent,
        "state": OPEN,
        "claimed_until": None,
        "attempts": 0,
        "understanding": None,
        "case_key": None,
        "erase_at": None,
        "reason": "",
    }
