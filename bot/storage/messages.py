"""Queries about inbound messages.

Comes in: domain values. Goes out: domain values. Does not: decide how long text is held.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from bot.domain.turn import Said, StoredMessage
from bot.storage.hand import Hand
from bot.storage.locks import Alone
from bot.storage.prepared import Prepared, lots
from bot.storage.rows import AnyRow, message_from_row, message_to_row
from bot.storage.session import Session
from bot.storage.tables import messages, seen, turns
from bot.storage.turns import DONE, ERASED, PARKED


def digest(channel: str, external_id: str) -> bytes:
    """What is kept of a message's id after its text is gone."""
    return blake2b(f"{channel}\0{external_id}".encode(), digest_size=16).digest()


_KNOWN = Prepared(select(seen.c.digest), [seen.c.digest], among=seen.c.digest)
_DUE = Prepared(
    select(turns.c.id)
    .where(
        turns.c.erase_at <= bindparam("now"),
        or_(turns.c.state == DONE, turns.c.state == PARKED),
    )
    .limit(bindparam("most")),
    [turns.c.id],
)
_ERASE_WORDS = Prepared(delete(messages).where(messages.c.turn == bindparam("which")))
_ERASE_PARKED = Prepared(
    update(turns)
    .where(turns.c.id == bindparam("which"), turns.c.state == PARKED)
    .values(state=ERASED, understanding=None, erase_at=None)
)
_ERASE_DONE = Prepared(delete(turns).where(turns.c.id == bindparam("which"), turns.c.state == DONE))
_TALK_DUE = Prepared(
    select(messages.c.room).where(
        messages.c.room.is_not(None),
        messages.c.case_key.is_(None),
        messages.c.addressed.is_(False),
    ),
    [messages.c.room],
    among=messages.c.turn,
)
_FORGET_IDS = Prepared(delete(seen).where(seen.c.seen_at < bindparam("before")))

_ASSEMBLING = Alone("assembling")
_SEE = Prepared(insert(seen))
_ADD = Prepared(insert(messages))
_FREE = (
    select(messages.c.id)
    .where(messages.c.turn.is_(None))
    .order_by(messages.c.received_at, messages.c.id)
    .limit(bindparam("most"))
)
_UNASSEMBLED_IDS = Prepared(_FREE, [messages.c.id])
_UNASSEMBLED = Prepared(_FREE.with_only_columns(*messages.c), messages.c)
_DECIDE = Prepared(
    update(messages)
    .where(messages.c.id == bindparam("message_id"))
    .values(act=bindparam("what"), case_key=bindparam("which"))
)
_SAID = (
    messages.c.id,
    messages.c.room,
    messages.c.sender,
    messages.c.received_at,
    messages.c.act,
    messages.c.case_key,
    messages.c.text,
)
_SAID_IN = Prepared(
    select(*_SAID)
    .where(
        messages.c.room == bindparam("of_room"),
        messages.c.received_at >= bindparam("since"),
        messages.c.act.is_not(None),
    )
    .order_by(messages.c.received_at.desc(), messages.c.id.desc())
    .limit(bindparam("most")),
    _SAID,
)


_QUOTED = Prepared(
    select(*_SAID).where(
        messages.c.room == bindparam("of_room"),
        messages.c.channel == bindparam("on"),
        messages.c.external_id == bindparam("named"),
        messages.c.act.is_not(None),
    ),
    _SAID,
)


def _said(row: AnyRow) -> Said:
    return Said(
        message=row.id,
        room=row.room,
        sender=row.sender,
        at=row.received_at,
        act=row.act,
        case=row.case_key,
        text=row.text,
    )


class SqlMessages:
    """See `bot.ports.Messages`."""

    def __init__(self, connection: Session, hand: Hand) -> None:
        self._connection = connection
        self._hand = hand

    async def add(self, new: Sequence[StoredMessage]) -> int:
        """Store those not seen before; how many they were."""
        by_digest: dict[bytes, StoredMessage] = {}
        for message in new:
            by_digest.setdefault(digest(message.channel, message.external_id), message)
        for lot in lots(seen.c.digest, list(by_digest)):
            for (old,) in await self._connection.execute(_KNOWN, lot):
                del by_digest[old]
        if not by_digest:
            return 0
        await self._connection.execute(
            _SEE,
            [{"digest": key, "seen_at": value.received_at} for key, value in by_digest.items()],
        )
        await self._connection.execute(
            _ADD, [message_to_row(message) for message in by_digest.values()]
        )
        self._hand.take(by_digest.values())
        return len(by_digest)

    async def get(self, message: str) -> StoredMessage | None:
        """One message, as long as it is held."""
        rows = await self._connection.execute(select(messages).where(messages.c.id == message))
        row = rows.first()
        return None if row is None else message_from_row(row)

    async def unassembled(self, limit: int) -> list[StoredMessage]:
        """Messages of no turn yet, oldest first, nobody else's until this unit ends."""
        await self._connection.execute(_ASSEMBLING)
        ids = await self._connection.execute(_UNASSEMBLED_IDS, {"most": limit})
        held = self._hand.messages(id_ for (id_,) in ids)
        if held is not None:
            return held
        rows = await self._connection.execute(_UNASSEMBLED, {"most": limit})
        return [message_from_row(row) for row in rows]

    async def drop(self, ids: Sequence[str]) -> None:
        """Delete messages that are nobody's business (an unbound group)."""
        self._hand.drop(ids)
        await self._connection.execute(delete(messages).where(messages.c.id.in_(ids)))

    async def erase(self, now: datetime, limit: int) -> int:
        """Delete finished turns with their words, once their time of context is over. Of parked
        ones whose time is over only that they were there stays.
        """
        ids = [row[0] for row in await self._connection.execute(_DUE, {"now": now, "most": limit})]
        if not ids:
            return 0
        self._hand.done(ids)
        every = [{"which": id_} for id_ in ids]
        gone = await self._connection.execute(_ERASE_WORDS, every)
        await self._connection.execute(_ERASE_PARKED, every)
        await self._connection.execute(_ERASE_DONE, every)
        return int(gone.rowcount)

    async def talk_due(self, now: datetime, limit: int) -> dict[str, int]:
        """How much talk that was not for the bot `erase` would delete now, by room."""
        ids = [row[0] for row in await self._connection.execute(_DUE, {"now": now, "most": limit})]
        talk: Counter[str] = Counter()
        for lot in lots(messages.c.turn, ids):
            talk.update(row.room for row in await self._connection.execute(_TALK_DUE, lot))
        return talk

    async def forget_ids(self, before: datetime) -> int:
        """Delete hashes of ids that are too old to be delivered again."""
        gone = await self._connection.execute(_FORGET_IDS, {"before": before})
        return int(gone.rowcount)

    async def decided(self, results: Mapping[str, tuple[str, str | None]]) -> None:
        """Note the act and the case (if any) of messages, by id, for the time they are still
        held.
        """
        if results:
            await self._connection.execute(
                _DECIDE,
                [
                    {"message_id": i, "what": act, "which": case}
                    for i, (act, case) in results.items()
                ],
            )

    async def said_in(self, rooms: Sequence[str], since: datetime, limit: int) -> list[Said]:
        """The newest decided messages of these rooms, newest first, at most `limit` a room."""
        found: list[Said] = []
        for room in rooms:
            rows = await self._connection.execute(
                _SAID_IN, {"of_room": room, "since": since, "most": limit}
            )
            found += map(_said, rows)
        found.sort(key=lambda said: said.at, reverse=True)
        return found

    async def quoted(self, room: str, channel: str, external_id: str) -> Said | None:
        """The decided message of a room that a platform's id names."""
        named = {"of_room": room, "on": channel, "named": external_id}
        row = (await self._connection.execute(_QUOTED, named)).first()
        return None if row is None else _said(row)

    async def held(self) -> int:
        """How many messages are held; for health and tests."""
        return int(await self._connection.scalar(select(func.count()).select_from(messages)) or 0)
