"""Anchors in the store, and every history checked against itself and against them.

Comes in: days. Goes out: anchors, findings. Does not: write the file of anchors, or mend anything.
"""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Text, bindparam, func, insert, select, type_coerce

from bot.domain.anchors import Anchor, Fault, Finding, Leaf, Verified, seal
from bot.domain.case import CaseEvent, EventKind
from bot.domain.records import is_record
from bot.storage.chains import Break, Link, breaks
from bot.storage.personal import BEFORE
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables import anchors, case_events, cases, leaves

_AT_ONCE = 1000
_KEYS = Prepared(
    select(case_events.c.case_key)
    .where(case_events.c.case_key > bindparam("after"))
    .distinct()
    .order_by(case_events.c.case_key)
    .limit(bindparam("most")),
    [case_events.c.case_key],
)
_RAW: Any = (
    case_events.c.case_key,
    case_events.c.position,
    type_coerce(case_events.c.at, BigInteger).label("at"),
    case_events.c.kind,
    case_events.c.actor,
    type_coerce(case_events.c.detail, Text).label("detail"),
    case_events.c.message,
    case_events.c.digest,
)
"""As they lie there: an altered line may be no line at all."""
_LINES = Prepared(
    select(*_RAW)
    .where(case_events.c.case_key > bindparam("after"), case_events.c.case_key <= bindparam("last"))
    .order_by(case_events.c.case_key, case_events.c.position),
    _RAW,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SqlAudit:
    """See `bot.ports.rows_audit.Audit`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def take(self, day: date, now: datetime) -> Anchor | None:
        """Seal what has grown since the last anchor."""
        known = await self.anchors()
        if known and known[-1].day >= day:
            return None
        grown = await self._grown()
        previous = known[-1].head if known else ""
        anchor = Anchor(
            day=day,
            taken_at=now,
            previous=previous,
            head=seal(previous, day, grown),
            cases=len(grown),
            lines=sum(leaf.position for leaf in grown),
        )
        row = {name: getattr(anchor, name) for name in ("previous", "head", "cases", "lines")}
        await self._connection.execute(
            insert(anchors), row | {"day": day.isoformat(), "taken_at": now}
        )
        if grown:
            await self._connection.execute(
                insert(leaves), [_leaf_row(day.isoformat(), leaf) for leaf in grown]
            )
        return anchor

    async def _grown(self) -> list[Leaf]:
        """The last line of every history that is longer than when it was sealed."""
        events = case_events.c
        ends = (
            select(events.case_key, func.max(events.position).label("position"))
            .group_by(events.case_key)
            .subquery()
        )
        sealed = (
            select(leaves.c.case_key, func.max(leaves.c.position).label("position"))
            .group_by(leaves.c.case_key)
            .subquery()
        )
        rows = await self._connection.execute(
            select(events.case_key, events.position, events.digest)
            .join(
                ends,
                (ends.c.case_key == events.case_key) & (ends.c.position == events.position),
            )
            .outerjoin(sealed, sealed.c.case_key == events.case_key)
            .where(func.coalesce(sealed.c.position, 0) < events.position)
        )
        return [Leaf(case=row.case_key, position=row.position, digest=row.digest) for row in rows]

    async def anchors(self) -> list[Anchor]:
        """Every anchor, oldest first."""
        rows = await self._connection.execute(select(anchors).order_by(anchors.c.day))
        return [
            Anchor(
                day=date.fromisoformat(row.day),
                taken_at=row.taken_at,
                previous=row.previous,
                head=row.head,
                cases=row.cases,
                lines=row.lines,
            )
            for row in rows
        ]

    async def verify(self, number: int | None = None) -> Verified:
        """Every line, in the order of cases."""
        numbers = await self._numbers()
        look = _Look(numbers, await self._leaves(), number)
        async for key, chain in self._chains():
            look.at(key, chain)
        return Verified(
            cases=len(look.seen),
            lines=look.lines,
            anchors=len(await self.anchors()),
            findings=(*await self._seals(), *look.all()),
            forgotten=tuple(look.forgotten),
        )

    async def _chains(self) -> AsyncIterator[tuple[str, list[Link]]]:
        """Every history, a thousand at a time."""
        after = ""
        while True:
            wanted = {"after": after, "most": _AT_ONCE}
            keys = (await self._connection.execute(_KEYS, wanted)).all()
            if not keys:
                return
            last = keys[-1].case_key
            rows = await self._connection.execute(_LINES, {"after": after, "last": last})
            for key, group in groupby(rows, key=attrgetter("case_key")):
                yield key, [_link(row) for row in group]
            after = last

    async def _numbers(self) -> dict[str, int]:
        rows = await self._connection.execute(select(cases.c.key, cases.c.number))
        return {row.key: row.number for row in rows}

    async def _leaves(self) -> dict[str, list[tuple[date, Leaf]]]:
        found: dict[str, list[tuple[date, Leaf]]] = defaultdict(list)
        for row in await self._connection.execute(select(leaves).order_by(leaves.c.day)):
            found[row.case_key].append((date.fromisoformat(row.day), _leaf(row)))
        return found

    async def _seals(self) -> list[Finding]:
        """Anchors that do not follow from what they seal."""
        sealed: dict[str, list[Leaf]] = defaultdict(list)
        for row in await self._connection.execute(select(leaves)):
            sealed[row.day].append(_leaf(row))
        found, previous = [], ""
        for anchor in await self.anchors():
            right = seal(anchor.previous, anchor.day, sealed[anchor.day.isoformat()])
            if (anchor.previous, anchor.head) != (previous, right):
                found.append(Finding(fault=Fault.ANCHOR_ALTERED, day=anchor.day))
            previous = anchor.head
            sealed.pop(anchor.day.isoformat(), None)
        stray = [date.fromisoformat(day) for day in sorted(sealed)]
        return found + [Finding(fault=Fault.ANCHOR_ALTERED, day=day) for day in stray]


class _Look:
    """What was seen so far. `leaves` are those of cases that were not come upon yet."""

    def __init__(
        self,
        numbers: Mapping[str, int],
        leaves_of: dict[str, list[tuple[date, Leaf]]],
        number: int | None,
    ) -> None:
        self._numbers = numbers
        self._leaves = leaves_of
        self._number = number
        self._found: list[tuple[str, Finding]] = []
        self.seen: set[str] = set()
        self.lines = 0
        self.forgotten: list[str] = []

    def at(self, key: str, chain: Sequence[Link]) -> None:
        """Look at one history."""
        if not self._wanted(key):
            return
        self.seen.add(key)
        self.lines += len(chain)
        name = self._name(key)
        if key not in self._numbers and not is_record(key):
            self._found.append((key, Finding(fault=Fault.STRAY, case=name)))
        wrong = breaks(chain)
        self._found += [(key, _finding(name, one)) for one in wrong]
        against = _against(name, chain, self._leaves.get(key, ()))
        if not wrong:  # else it is told what is wrong with which line
            self._found += [(key, finding) for finding in against]
        if any(_forgets(link) for link in chain):
            self.forgotten.append(name)

    def all(self) -> list[Finding]:
        """Everything that is wrong, in the order of cases and lines."""
        for key in filter(self._wanted, self._numbers.keys() - self.seen):
            day = self._leaves[key][-1][0] if key in self._leaves else None
            self._found.append((key, Finding(fault=Fault.EMPTY, case=self._name(key), day=day)))
        if self._number is None:
            for key in self._leaves.keys() - self.seen - self._numbers.keys():
                gone = Finding(fault=Fault.CUT, case=key, line=1, day=self._leaves[key][-1][0])
                self._found.append((key, gone))
        self._found.sort(
            key=lambda pair: (self._numbers.get(pair[0], 0), pair[0], pair[1].line or 0)
        )
        return [finding for _, finding in self._found]

    def _wanted(self, key: str) -> bool:
        return self._number is None or self._numbers.get(key) == self._number

    def _name(self, key: str) -> str:
        return str(self._numbers.get(key, key))


def _finding(name: str, one: Break) -> Finding:
    return Finding(fault=one.fault, case=name, line=one.line, moved_from=one.moved_from)


def _against(
    name: str, chain: Sequence[Link], sealed: Sequence[tuple[date, Leaf]]
) -> list[Finding]:
    """The history against the anchors: the first that it does not fit."""
    digests = {link.position: link.digest for link in chain}
    for day, leaf in sealed:
        if leaf.position not in digests:
            return [Finding(fault=Fault.CUT, case=name, line=chain[-1].position + 1, day=day)]
        if digests[leaf.position] != leaf.digest and not _rightly(chain, leaf):
            return [Finding(fault=Fault.RELINKED, case=name, line=leaf.position, day=day)]
    return []


def _rightly(chain: Sequence[Link], leaf: Leaf) -> bool:
    """Whether a history was linked anew because somebody asked to be forgotten: the line that says
    so holds the end of the history before.
    """
    for link in chain:
        if link.event and link.position > leaf.position and _forgets(link):
            before = link.event.detail.get(BEFORE)
            return link.position > leaf.position + 1 or before == leaf.digest
    return False


def _forgets(link: Link) -> bool:
    return link.event is not None and link.event.kind is EventKind.FORGOTTEN


def _link(row: AnyRow) -> Link:
    return Link(_event(row), row.position, row.digest)


def _event(row: AnyRow) -> CaseEvent | None:
    """None where nobody could have written that line."""
    try:
        return CaseEvent(
            case=row.case_key,
            at=_EPOCH + timedelta(microseconds=row.at),
            kind=EventKind(row.kind),
            actor=row.actor,
            detail=dict(json.loads(row.detail)),
            message=row.message,
        )
    except (ArithmeticError, TypeError, ValueError):
        return None


def _leaf(row: AnyRow) -> Leaf:
    return Leaf(case=row.case_key, position=row.position, digest=row.digest)


def _leaf_row(day: str, leaf: Leaf) -> dict[str, object]:
    return {
        "day": day,
        "case_key": leaf.case,
        "position": leaf.position,
        "digest": leaf.digest,
    }
