"""Queries about whistles and drafts.

Comes in: domain values. Goes out: domain values. Does not: know which moves are legal.
"""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.draft import Draft, DraftKind, DraftState
from bot.domain.errors import Conflict
from bot.domain.whistle import Objection, Summons, Whistle, WhistleKind, WhistleStatus
from bot.storage.session import Session
from bot.storage.tables.whistles import drafts, summons, whistle_cases, whistles

_APART: Final = frozenset({"cases", "summons"})
_OF_WHISTLE: Final = tuple(f.name for f in fields(Whistle) if f.name not in _APART)
_OF_SUMMONS: Final = tuple(f.name for f in fields(Summons))
_OF_DRAFT: Final = tuple(f.name for f in fields(Draft) if f.name != "case")


class SqlWhistles:
    """See `bot.ports.whistles.Whistles`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, whistle: Whistle) -> None:
        """Store a new one."""
        await self._connection.execute(insert(whistles), _row(whistle))
        await self._connection.execute(
            insert(whistle_cases),
            [
                {"whistle": whistle.id, "case_key": key, "position": position}
                for position, key in enumerate(whistle.cases)
            ],
        )
        await self._summon(whistle)

    async def change(self, whistle: Whistle) -> None:
        """Store a changed one unless somebody else did so meanwhile."""
        done = await self._connection.execute(
            update(whistles)
            .where(whistles.c.id == whistle.id, whistles.c.version == whistle.version)
            .values(_row(replace(whistle, version=whistle.version + 1)))
        )
        if done.rowcount != 1:
            raise Conflict(f"whistle {whistle.id} was changed by somebody else")
        await self._connection.execute(delete(summons).where(summons.c.whistle == whistle.id))
        await self._summon(whistle)

    async def _summon(self, whistle: Whistle) -> None:
        rows = [
            {"whistle": whistle.id, "position": position}
            | {name: getattr(one, name) for name in _OF_SUMMONS}
            for position, one in enumerate(whistle.summons)
        ]
        await self._connection.execute(insert(summons), rows)

    async def get(self, id_: str) -> Whistle | None:
        """By its id."""
        found = await self._connection.execute(select(whistles).where(whistles.c.id == id_))
        row = found.first()
        return None if row is None else await self._whole(row)

    async def of_case(self, case: str) -> list[Whistle]:
        """Those that hang on a case, newest first."""
        found = await self._connection.execute(
            select(whistles)
            .join(whistle_cases, whistle_cases.c.whistle == whistles.c.id)
            .where(whistle_cases.c.case_key == case)
            .order_by(whistles.c.blown_at.desc(), whistles.c.id.desc())
        )
        return [await self._whole(row) for row in found]

    async def _whole(self, row: Row[Any]) -> Whistle:
        keys = await self._connection.execute(
            select(whistle_cases.c.case_key)
            .where(whistle_cases.c.whistle == row.id)
            .order_by(whistle_cases.c.position)
        )
        called = await self._connection.execute(
            select(summons).where(summons.c.whistle == row.id).order_by(summons.c.position)
        )
        values = {name: getattr(row, name) for name in _OF_WHISTLE}
        values["kind"] = WhistleKind(row.kind)
        values["status"] = WhistleStatus(row.status)
        return Whistle(
            **values,
            cases=tuple(one.case_key for one in keys),
            summons=tuple(_summons(one) for one in called),
        )


def _row(whistle: Whistle) -> dict[str, object]:
    return {name: getattr(whistle, name) for name in _OF_WHISTLE}


def _summons(row: Row[Any]) -> Summons:
    values = {name: getattr(row, name) for name in _OF_SUMMONS}
    values["objection"] = Objection(row.objection) if row.objection else None
    return Summons(**values)


class SqlDrafts:
    """See `bot.ports.whistles.Drafts`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, draft: Draft) -> None:
        """Store a new one."""
        row = {name: getattr(draft, name) for name in _OF_DRAFT} | {"case_key": draft.case}
        row |= {"departments": list(draft.departments), "cases": list(draft.cases)}
        await self._connection.execute(insert(drafts), row)

    async def of_case(self, case: str) -> list[Draft]:
        """All that were ever made about a case, newest first."""
        rows = await self._connection.execute(
            select(drafts)
            .where(drafts.c.case_key == case)
            .order_by(drafts.c.created_at.desc(), drafts.c.id.desc())
        )
        return [_draft(row) for row in rows]

    async def waiting(self, person: str, now: datetime) -> list[Draft]:
        """Those that wait for a person's word, newest first."""
        rows = await self._connection.execute(
            select(drafts)
            .where(
                drafts.c.person == person,
                drafts.c.state == DraftState.WAITING,
                drafts.c.until > now,
            )
            .order_by(drafts.c.created_at.desc(), drafts.c.id.desc())
        )
        return [_draft(row) for row in rows]

    async def settle(self, id_: str, state: DraftState, at: datetime) -> bool:
        """Note what became of one; False where it waits no more."""
        done = await self._connection.execute(
            update(drafts)
            .where(drafts.c.id == id_, drafts.c.state == DraftState.WAITING)
            .values(state=state, decided_at=at)
        )
        return done.rowcount == 1


def _draft(row: Row[Any]) -> Draft:
    values = {name: getattr(row, name) for name in _OF_DRAFT}
    values["kind"] = DraftKind(row.kind)
    values["state"] = DraftState(row.state)
    values["departments"] = tuple(row.departments)
    values["cases"] = tuple(row.cases)
    return Draft(**values, case=row.case_key)
