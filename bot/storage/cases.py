"""Queries about cases, their history and their words.

Comes in: domain values. Goes out: domain values. Does not: know which moves are legal.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, false, func, insert, or_, select, update

from bot.domain.case import DONE, FINAL, Case, CaseEvent, CaseStatus
from bot.domain.errors import Conflict
from bot.domain.turn import StoredMessage
from bot.storage.counters import SqlCounters
from bot.storage.grams import index, kept
from bot.storage.prepared import Prepared, lots
from bot.storage.rows import case_from_row, case_to_row, event_from_row
from bot.storage.session import Session
from bot.storage.tables import case_events, case_messages, cases, deliveries, messages, turns
from bot.storage.upsert import insert as insert_or_ignore


def event_digest(previous: str, event: CaseEvent, position: int) -> str:
    """The link of the chain that makes an altered history noticeable."""
    content = json.dumps(
        [
            previous,
            event.case,
            position,
            event.at.isoformat(),
            event.kind.value,
            event.actor,
            dict(event.detail),
            event.message,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return sha256(content.encode()).hexdigest()


def event_row(event: CaseEvent, position: int, link: str) -> dict[str, object]:
    """Columns of `case_events`."""
    return {
        "case_key": event.case,
        "position": position,
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "detail": dict(event.detail),
        "message": event.message,
        "digest": link,
    }


_SETTLED = (CaseStatus.EVALUATED, CaseStatus.ANSWERED)
_ADD = Prepared(insert(cases))
_CHANGE = Prepared(
    update(cases)
    .where(cases.c.key == bindparam("old_key"), cases.c.version == bindparam("old_version"))
    .values({column.name: bindparam(column.name) for column in cases.c})
)
_GET = Prepared(select(cases).where(cases.c.key == bindparam("wanted")), cases.c)
_CHANGED = Prepared(
    select(cases)
    .where(cases.c.sequence > bindparam("after"))
    .order_by(cases.c.sequence)
    .limit(bindparam("most")),
    cases.c,
)
_LAST_LINE = Prepared(
    select(case_events)
    .where(case_events.c.case_key == bindparam("wanted"))
    .order_by(case_events.c.position.desc())
    .limit(1),
    case_events.c,
)
_HISTORY = Prepared(
    select(case_events)
    .where(case_events.c.case_key == bindparam("wanted"))
    .order_by(case_events.c.position),
    case_events.c,
)
_RECORD = Prepared(insert(case_events))
_ATTACH = Prepared(insert_or_ignore(case_messages).on_conflict_do_nothing())
_KEPT = (case_messages.c.external_id, case_messages.c.case_key)
_KEPT_WITH = Prepared(
    select(*_KEPT).where(case_messages.c.channel == bindparam("on")),
    _KEPT,
    among=case_messages.c.external_id,
)
_SAID = (deliveries.c.receipt, deliveries.c.case_key)
_SAID_ABOUT = Prepared(
    select(*_SAID).where(
        func.substr(deliveries.c.conversation, 1, bindparam("length")) == bindparam("place"),
        deliveries.c.case_key.is_not(None),
    ),
    _SAID,
    among=deliveries.c.receipt,
)
_HELD = (messages.c.external_id, turns.c.case_key)
_HELD_FOR = Prepared(
    select(*_HELD)
    .join(turns, turns.c.id == messages.c.turn)
    .where(
        messages.c.channel == bindparam("on"),
        turns.c.case_key.is_not(None),
    ),
    _HELD,
    among=messages.c.external_id,
)


class SqlCases:
    """See `bot.ports.Cases`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection
        self._counters = SqlCounters(connection)

    async def next_number(self, community: str) -> int:
        """The next number of a community."""
        return await self._counters.next("case_number", community)

    async def add(self, case: Case) -> None:
        """Store a new case."""
        sequence = await self._counters.next("case_sequence", "")
        row = case_to_row(case) | {"sequence": sequence}
        await self._connection.execute(_ADD, row)
        await index(self._connection, row)

    async def change(self, case: Case) -> None:
        """Store a changed case unless somebody else did so meanwhile."""
        sequence = await self._counters.next("case_sequence", "")
        row = case_to_row(case) | {"sequence": sequence, "version": case.version + 1}
        old = {"old_key": case.key, "old_version": case.version}
        before = await kept(self._connection, case.key)
        done = await self._connection.execute(_CHANGE, row | old)
        if done.rowcount != 1:
            raise Conflict(f"case {case.key} was changed by somebody else")
        await index(self._connection, row, before)

    async def get(self, key: str) -> Case | None:
        """By key."""
        row = (await self._connection.execute(_GET, {"wanted": key})).first()
        return None if row is None else case_from_row(row)

    async def numbered(self, community: str, number: int) -> Case | None:
        """By the number people say."""
        found = await self._connection.execute(
            select(cases).where(cases.c.community == community, cases.c.number == number)
        )
        row = found.first()
        return None if row is None else case_from_row(row)

    async def around(self, grids: Sequence[str | None], since: datetime, limit: int) -> list[Case]:
        """Cases of these grids touched since then and not over, newest touch first."""
        rank = func.row_number().over(
            partition_by=cases.c.grid, order_by=(cases.c.touched_at.desc(), cases.c.key)
        )
        ranked = (
            select(cases.c.key, rank.label("rank"))
            .where(
                or_(
                    cases.c.grid.in_([grid for grid in grids if grid]),
                    cases.c.grid.is_(None) if None in grids else false(),
                ),
                cases.c.touched_at >= since,
                cases.c.status.not_in(FINAL),
            )
            .subquery()
        )
        rows = await self._connection.execute(
            select(cases)
            .join(ranked, ranked.c.key == cases.c.key)
            .where(ranked.c.rank <= limit)
            .order_by(cases.c.touched_at.desc(), cases.c.key)
        )
        return [case_from_row(row) for row in rows]

    async def of_people(self, people: Sequence[str], limit: int) -> list[Case]:
        """Cases these people reported, newest touch first."""
        rank = func.row_number().over(
            partition_by=cases.c.reporter, order_by=(cases.c.touched_at.desc(), cases.c.key)
        )
        ranked = (
            select(cases.c.key, rank.label("rank")).where(cases.c.reporter.in_(people)).subquery()
        )
        rows = await self._connection.execute(
            select(cases)
            .join(ranked, ranked.c.key == cases.c.key)
            .where(ranked.c.rank <= limit)
            .order_by(cases.c.touched_at.desc(), cases.c.key)
        )
        return [case_from_row(row) for row in rows]

    async def record(self, events: Sequence[CaseEvent]) -> None:
        """Append to histories, each line linked to the one before."""
        if not events:
            return
        last: dict[str, tuple[int, str]] = {}
        for key in {event.case for event in events}:
            row = (await self._connection.execute(_LAST_LINE, {"wanted": key})).first()
            if row is not None:
                last[key] = row.position, row.digest
        rows = []
        for event in events:
            position, digest = last.get(event.case, (0, ""))
            link = event_digest(digest, event, position + 1)
            last[event.case] = (position + 1, link)
            rows.append(event_row(event, position + 1, link))
        await self._connection.execute(_RECORD, rows)

    async def attach(self, case: str, words: Sequence[StoredMessage], role: str) -> None:
        """Keep the words of messages with a case; doing it twice changes nothing."""
        if not words:
            return
        await self._connection.execute(
            _ATTACH,
            [
                {
                    "id": message.id,
                    "case_key": case,
                    "channel": message.channel,
                    "external_id": message.external_id,
                    "sender": message.sender,
                    "text": message.text,
                    "sent_at": message.sent_at,
                    "images": message.images,
                    "role": role,
                }
                for message in words
            ],
        )

    async def of_external(self, channel: str, external_ids: Sequence[str]) -> dict[str, str]:
        """Which case a platform's message belongs to: residents' words or the bot's own."""
        result: dict[str, str] = {}
        spoken: dict[str, set[str]] = {}
        held: dict[str, str] = {}
        for lot in lots(messages.c.external_id, external_ids):
            rows = await self._connection.execute(_KEPT_WITH, lot | {"on": channel})
            result |= {row.external_id: row.case_key for row in rows}
            rows = await self._connection.execute(_HELD_FOR, lot | {"on": channel})
            held |= {row.external_id: row.case_key for row in rows}
        place = f"{channel}:"
        for lot in lots(deliveries.c.receipt, external_ids):
            there = {"place": place, "length": len(place)}
            for row in await self._connection.execute(_SAID_ABOUT, lot | there):
                spoken.setdefault(row.receipt, set()).add(row.case_key)
        # A message that spoke of several cases belongs to none of them.
        result |= {receipt: keys.pop() for receipt, keys in spoken.items() if len(keys) == 1}
        return held | result

    async def words_of(self, key: str) -> list[tuple[str, str, datetime, str]]:
        """The words kept with a case: sender, text, when, role; oldest first."""
        rows = await self._connection.execute(
            select(case_messages)
            .where(case_messages.c.case_key == key)
            .order_by(case_messages.c.sent_at, case_messages.c.id)
        )
        return [(row.sender, row.text, row.sent_at, row.role) for row in rows]

    async def opened_by(self) -> dict[str, str]:
        """The platform's id of the message that opened each case: the first of its history."""
        rows = await self._connection.execute(
            select(case_events.c.case_key, case_messages.c.external_id)
            .join(
                case_messages,
                (case_messages.c.id == case_events.c.message)
                & (case_messages.c.case_key == case_events.c.case_key),
            )
            .where(case_events.c.position == 1)
        )
        return {row.case_key: row.external_id for row in rows}

    async def history(self, key: str) -> list[CaseEvent]:
        """Oldest first."""
        rows = await self._connection.execute(_HISTORY, {"wanted": key})
        return [event_from_row(row) for row in rows]

    async def last_event(self, key: str) -> CaseEvent | None:
        """The newest line of a history."""
        row = (await self._connection.execute(_LAST_LINE, {"wanted": key})).first()
        return None if row is None else event_from_row(row)

    async def changed_since(self, sequence: int, limit: int) -> tuple[int, list[Case]]:
        """Cases changed after a sequence number, oldest change first, and the newest number
        given.
        """
        rows = (await self._connection.execute(_CHANGED, {"after": sequence, "most": limit})).all()
        newest = rows[-1].sequence if rows else sequence
        return newest, [case_from_row(row) for row in rows]

    async def items_in_use(self) -> dict[str, list[int]]:
        """The items of all cases, each with the numbers of those that are open."""
        used = await self._connection.execute(select(cases.c.item).distinct())
        found: dict[str, list[int]] = {item: [] for item in sorted(row.item for row in used)}
        is_open = cases.c.status.not_in((*FINAL, *_SETTLED))
        rows = await self._connection.execute(
            select(cases.c.item, cases.c.number).where(is_open).order_by(cases.c.number)
        )
        for row in rows:
            found[row.item].append(row.number)
        return found

    async def supervised(self, limit: int) -> list[Case]:
        """The list of supervision, longest watched first."""
        rows = await self._connection.execute(
            select(cases)
            .where(cases.c.supervised_at.is_not(None), cases.c.status.not_in(FINAL | DONE))
            .order_by(cases.c.supervised_at, cases.c.key)
            .limit(limit)
        )
        return [case_from_row(row) for row in rows]

    async def latest(self, limit: int) -> tuple[int, list[Case]]:
        """The newest cases first, and the newest sequence number."""
        rows = await self._connection.execute(
            select(cases).order_by(cases.c.opened_at.desc(), cases.c.key).limit(limit)
        )
        newest = await self._connection.scalar(select(func.max(cases.c.sequence)))
        return newest or 0, [case_from_row(row) for row in rows]
