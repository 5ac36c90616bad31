"""Queries of the desk's board.

Comes in: whose cases are wanted. Goes out: cases. Does not: know who may see what beyond that.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, cast, false, not_, or_, select, true

from bot.domain.case import FINAL, Case, CaseStatus
from bot.domain.matters import Privacy, Urgency
from bot.domain.outline import Outline
from bot.domain.viewing import EVERYTHING, NONE, CaseFilter, Scope
from bot.storage.grams import found
from bot.storage.rows import AnyRow, case_from_row
from bot.storage.session import Session
from bot.storage.tables import cases

_OUTLINE: Final = [cases.c["place" if name == "building" else name] for name in Outline._fields]

_STATUSES = {one.value: one for one in CaseStatus}
_URGENCIES = {one.value: one for one in Urgency}
_PRIVACIES = {one.value: one for one in Privacy}


_READ: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "accused": lambda kept: tuple(kept or ()),
        "status": _STATUSES.__getitem__,
        "urgency": _URGENCIES.__getitem__,
        "privacy": _PRIVACIES.__getitem__,
        "drill": bool,
        "building": lambda place: place.get("building"),
        "lapses": lambda kept: kept or 0,
    }
)
"""What of an outline is kept otherwise than it is told."""

_AT: Final = [(Outline._fields.index(name), read) for name, read in _READ.items()]


class SqlBoard:
    """See `bot.ports.rows_board.BoardRows`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def latest(self, scope: Scope, limit: int, wanted: CaseFilter = EVERYTHING) -> list[Case]:
        """The newest opened first. Words of restricted cases are not searched."""
        rows = await self._connection.execute(
            select(cases)
            .where(_within(scope), *_wanted(wanted))
            .order_by(cases.c.opened_at.desc(), cases.c.number.desc())
            .limit(limit)
        )
        return [case_from_row(row) for row in rows]

    async def outlines(
        self, scope: Scope, limit: int | None, wanted: CaseFilter = EVERYTHING
    ) -> list[Outline]:
        """As `latest`, of each case what decides its lamp; all where `limit` is None."""
        rows = await self._connection.execute(
            select(*_OUTLINE)
            .where(_within(scope), *_wanted(wanted))
            .order_by(cases.c.opened_at.desc(), cases.c.number.desc())
            .limit(limit)
        )
        return list(map(_outline, rows))

    async def opened(self, begin: datetime, end: datetime, grid: str | None) -> list[Case]:
        """Opened from one instant until before another (None: in any grid), the oldest first; no
        drills."""
        there = [cases.c.grid == grid] if grid else []
        rows = await self._connection.execute(
            select(cases)
            .where(
                cases.c.opened_at >= begin,
                cases.c.opened_at < end,
                cases.c.drill.is_not(True),
                *there,
            )
            .order_by(cases.c.opened_at, cases.c.number)
        )
        return [case_from_row(row) for row in rows]


def _outline(row: AnyRow) -> Outline:
    """From a row with the columns of an outline, in their order, the whole place as its
    building."""
    values = list(row)
    for index, read in _AT:
        values[index] = read(values[index])
    return Outline._make(values)


def _within(scope: Scope) -> ColumnElement[bool]:
    parts = [_there(scope.grids)]
    if scope.department is not None:
        parts.append(and_(cases.c.department == scope.department, _there(scope.department_grids)))
    if scope.owner is not None:
        parts.append(cases.c.owner == scope.owner)
    there = true() if scope.within is None else cases.c.grid.in_(scope.within)
    return and_(there, or_(*parts))


def _wanted(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.open_only:
        parts.append(cases.c.status.not_in(FINAL | {CaseStatus.EVALUATED, CaseStatus.ANSWERED}))
    if wanted.grid:
        there = cases.c.grid.is_(None) if wanted.grid == NONE else cases.c.grid == wanted.grid
        parts.append(there)
    if wanted.building:
        parts.append(_in_building(wanted.building))
    parts += [
        column == value
        for column, value in (
            (cases.c.category, wanted.category),
            (cases.c.level, wanted.level),
        )
        if value
    ]
    if wanted.keys is not None:
        parts.append(cases.c.key.in_(wanted.keys))
    if wanted.before is not None:
        at, number = wanted.before
        same = and_(cases.c.opened_at == at, cases.c.number < number)
        parts.append(or_(cases.c.opened_at < at, same))
    if wanted.words:
        parts.append(found(wanted.words, wanted.items, said=wanted.said))
    return parts


def _in_building(name: str) -> ColumnElement[bool]:
    """Places are kept as JSON; a part is found as it stands there."""
    place = cast(cases.c.place, Text)
    if name == NONE:
        return not_(place.contains('"building":', autoescape=True))
    stated = json.dumps({"building": name}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return place.contains(stated, autoescape=True)


def _there(grids: tuple[str, ...] | None) -> ColumnElement[bool]:
    """A case of no grid belongs to everybody who works in one, as roles have it."""
    if grids is None:
        return true()
    return or_(cases.c.grid.in_(grids), cases.c.grid.is_(None)) if grids else false()
