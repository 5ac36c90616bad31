"""Facts for figures: one pass over cases and histories, a few thousand cases at a time; cases that
were over and done with before the period are left out.

Comes in: what is asked. Goes out: domain facts. Does not: count, or keep anything.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import BindParameter, Text, bindparam, func, or_, select, type_coerce

from bot.domain.case import CaseStatus, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.delivery import DeliveryState
from bot.domain.facts import (
    CaseFact,
    DispatchFact,
    Facts,
    Known,
    Line,
    Outcome,
    ServiceFact,
    Summons,
    WhistleFact,
)
from bot.domain.matters import Urgency
from bot.domain.recount import TOLD, facts_of
from bot.domain.service import DONE as DELIVERED
from bot.domain.whistle import Objection, WhistleKind, WhistleStatus
from bot.ports.rows_figures import Asked
from bot.storage.efforts import efforts
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.services import SqlServices
from bot.storage.session import Session
from bot.storage.tables import (
    case_events,
    case_messages,
    cases,
    deliveries,
    summons,
    whistle_cases,
    whistles,
)

_AT_ONCE = 2000
_CASE = (
    cases.c.key,
    cases.c.community,
    cases.c.grid,
    cases.c.place,
    cases.c.opened_in,
    cases.c.department,
    cases.c.company,
    cases.c.item,
    cases.c.status,
    cases.c.urgency,
    cases.c.emergency,
    cases.c.reporter,
    cases.c.drill,
    cases.c.opened_at,
    cases.c.accept_until,
    cases.c.accepted_at,
    cases.c.resolve_until,
)
_CASES = Prepared(
    select(*_CASE)
    .where(
        cases.c.key > bindparam("after"),
        cases.c.opened_at < bindparam("end"),
        or_(
            cases.c.opened_at >= bindparam("begin"),
            cases.c.touched_at >= bindparam("begin"),
            cases.c.accept_until >= bindparam("begin"),
            cases.c.resolve_until >= bindparam("begin"),
            cases.c.closed_at >= bindparam("begin"),
            cases.c.closed_at.is_(None),
        ),
    )
    .order_by(cases.c.key)
    .limit(bindparam("most")),
    _CASE,
)
_WORDS: Any = type_coerce(case_events.c.detail, Text).label("detail")
"""Half of the lines have details that no figure needs: they are not read."""
_LINE = (
    case_events.c.case_key,
    case_events.c.at,
    case_events.c.kind,
    case_events.c.actor,
    _WORDS,
)
_LINES = Prepared(
    select(*_LINE)
    .where(
        case_events.c.case_key > bindparam("after"),
        case_events.c.case_key <= bindparam("last"),
        case_events.c.at < bindparam("end"),
        or_(
            (case_events.c.kind == EventKind.LAMP.value) & (case_events.c.at >= bindparam("begin")),
            *(case_events.c.kind == kind.value for kind in TOLD if kind is not EventKind.LAMP),
        ),
    )
    .order_by(case_events.c.case_key, case_events.c.position),
    _LINE,
)
_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_ARRIVED = (
    select(case_events.c.case_key, case_messages.c.sent_at)
    .join(
        case_messages,
        (case_messages.c.id == case_events.c.message)
        & (case_messages.c.case_key == case_events.c.case_key),
    )
    .where(case_events.c.position == 1, case_events.c.case_key.in_(_KEYS))
)
_ANSWERED = (
    select(deliveries.c.case_key, func.min(deliveries.c.sent_at).label("sent_at"))
    .where(deliveries.c.case_key.in_(_KEYS), deliveries.c.state == DeliveryState.SENT)
    .group_by(deliveries.c.case_key)
)


class SqlFigures:
    """See `bot.ports.rows_figures.FactRows`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def facts(self, asked: Asked) -> Facts:
        """Facts of all cases opened before the period's end."""
        found: list[CaseFact] = []
        dispatches: list[DispatchFact] = []
        after = ""
        span = {"begin": asked.period.begin, "end": asked.period.end}
        while True:
            wanted = span | {"after": after, "most": _AT_ONCE}
            rows = (await self._connection.execute(_CASES, wanted)).all()
            if not rows:
                break
            last = rows[-1].key
            lines = await self._lines(span | {"after": after, "last": last})
            first = await self._first_words(rows)
            for row in rows:
                known = _known(row, asked, first.get(row.key))
                fact, sent = facts_of(
                    known,
                    lines.get(row.key, ()),
                    asked.period,
                    staff=asked.staff,
                    of_grid=asked.of_grid,
                )
                found.append(fact)
                dispatches += sent
            after = last
        drawn_up = await SqlServices(self._connection).drawn_up(asked.period)
        done = await efforts(self._connection, asked)
        return replace(
            done,
            cases=tuple(found),
            dispatches=tuple(dispatches),
            whistles=tuple(await self._whistles({fact.key: fact for fact in found}, span["end"])),
            services=tuple(
                ServiceFact(
                    community=one.community, grid=one.grid, delivered=one.state in DELIVERED
                )
                for one in drawn_up
            ),
        )

    async def _lines(self, wanted: dict[str, object]) -> dict[str, list[Line]]:
        rows = await self._connection.execute(_LINES, wanted)
        return {
            key: [_line(row) for row in group]
            for key, group in groupby(rows, key=attrgetter("case_key"))
        }

    async def _first_words(
        self, rows: Sequence[AnyRow]
    ) -> dict[str, tuple[datetime | None, datetime | None]]:
        """When each emergency was told, and when something was first said about it."""
        keys = [row.key for row in rows if _is_urgent(row)]
        if not keys:
            return {}
        arrived = await self._instants(_ARRIVED, keys)
        answered = await self._instants(_ANSWERED, keys)
        return {key: (arrived.get(key), answered.get(key)) for key in keys}

    async def _instants(self, query: Any, keys: Sequence[str]) -> dict[str, datetime]:  # noqa: ANN401
        rows = await self._connection.execute(query, {"keys": keys})
        return {row.case_key: row.sent_at for row in rows}

    async def _whistles(self, known: Mapping[str, CaseFact], end: datetime) -> list[WhistleFact]:
        of: dict[str, list[CaseFact]] = defaultdict(list)
        for row in await self._connection.execute(select(whistle_cases)):
            if row.case_key in known:
                of[row.whistle].append(known[row.case_key])
        called: dict[str, list[AnyRow]] = defaultdict(list)
        rows = await self._connection.execute(select(summons).order_by(summons.c.position))
        for row in rows:
            called[row.whistle].append(row)
        blown = await self._connection.execute(
            select(whistles)
            .where(whistles.c.blown_at < end, whistles.c.status != WhistleStatus.CALLED_OFF)
            .order_by(whistles.c.blown_at, whistles.c.id)
        )
        return [_whistle(row, of[row.id], called[row.id]) for row in blown]


def _is_urgent(row: AnyRow) -> bool:
    return bool(row.urgency == Urgency.P0 or row.emergency is not None)


def _known(
    row: AnyRow, asked: Asked, first: tuple[datetime | None, datetime | None] | None
) -> Known:
    """What arrived too late to be a live alarm has no instant of arrival here."""
    arrived, answered = first or (None, None)
    if arrived is not None and row.opened_at - arrived > asked.live:
        arrived = None
    return Known(
        key=row.key,
        community=row.community,
        grids=tuple(_grids(row, asked)),
        department=row.department,
        item=row.item,
        status=CaseStatus(row.status),
        opened_at=row.opened_at,
        drill=bool(row.drill),
        urgent=_is_urgent(row),
        on_site=row.item in asked.on_site,
        company=row.company,
        reporter=row.reporter,
        accept_until=row.accept_until,
        accepted_at=row.accepted_at,
        resolve_until=row.resolve_until,
        arrived_at=arrived,
        answered_at=answered,
    )


def _grids(row: AnyRow, asked: Asked) -> Iterable[str]:
    building = row.place.get("building")
    grid = row.grid
    if asked.map_day is not None:
        grid = asked.maps.grid_on(
            asked.map_day, room=row.opened_in, building=building, was=row.grid
        )
    if grid is not None:
        yield grid
    day = row.opened_at.astimezone(SHANGHAI).date()
    for special in asked.maps.over(day, room=row.opened_in, building=building, item=row.item):
        yield special.area.id


_KINDS: Final = {kind.value: kind for kind in EventKind}
_TELLING: Final = frozenset(
    {EventKind.RATED, EventKind.REOPENED, EventKind.DISPATCHED, EventKind.LAMP}
)
"""Whose details figures need."""


def _line(row: Any) -> Line:  # noqa: ANN401 - a row with these five columns
    _, at, name, actor, text = row
    kind = _KINDS[name]
    if kind not in _TELLING:
        return Line(kind, at, actor)
    return Line(kind, at, actor, *_details(text))


@lru_cache(4096)
def _details(text: str) -> tuple[int | None, str | None, str | None, str | None]:
    """Score, department, company and colour; many lines say the same."""
    detail = json.loads(text)
    return (
        detail.get("score"),
        detail.get("department"),
        detail.get("company"),
        detail.get("color"),
    )


def _whistle(row: AnyRow, of: Sequence[CaseFact], called: Sequence[AnyRow]) -> WhistleFact:
    """In an emergency a department has to be there, else it is enough that it answers."""
    there = row.kind == WhistleKind.EMERGENCY
    return WhistleFact(
        key=row.id,
        community=row.community,
        grids=tuple(dict.fromkeys(grid for case in of for grid in case.grids)),
        items=tuple(dict.fromkeys(case.item for case in of)),
        whistled_at=row.blown_at,
        summons=tuple(
            Summons(
                department=one.department,
                until=row.due_at,
                reported_at=one.on_site_at if there else one.responded_at,
                excused=one.objection == Objection.GRANTED,
            )
            for one in called
        ),
        done_until=row.until,
        done_at=row.done_at,
        drill=bool(of) and all(case.outcome is Outcome.DRILL for case in of),
    )
