"""Queries about surveys.

Comes in: domain values. Goes out: domain values. Does not: know when somebody is asked again.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import and_, case, insert, or_, select, update

from bot.domain.register import Handover
from bot.domain.survey import Survey, Target
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.surveys import survey_targets, surveys

_SURVEY = tuple(field.name for field in fields(Survey))
_TARGET = tuple(field.name for field in fields(Target))
_NEXT = case((surveys.c.reminded, surveys.c.until), else_=surveys.c.remind_at)
NEXT_DUE = Prepared(
    select(_NEXT.label("until")).where(surveys.c.over.is_(False)).order_by(_NEXT).limit(1),
    [surveys.c.until],
)


class SqlSurveys:
    """See `bot.ports.rows_surveys.Surveys`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def add(self, survey: Survey, targets: Sequence[Target]) -> None:
        """Keep a new one."""
        await self._connection.execute(
            insert(surveys), {name: getattr(survey, name) for name in _SURVEY}
        )
        if targets:
            rows = [{name: getattr(one, name) for name in _TARGET} for one in targets]
            await self._connection.execute(insert(survey_targets), rows)

    async def targets(self, survey: str) -> list[Target]:
        """The buildings of a survey, in order of their names."""
        rows = await self._connection.execute(
            select(survey_targets)
            .where(survey_targets.c.survey == survey)
            .order_by(survey_targets.c.grid, survey_targets.c.building)
        )
        return [_target(row) for row in rows]

    async def of(self, asked_by: str) -> list[Survey]:
        """The surveys that somebody has asked for, newest first."""
        rows = await self._connection.execute(
            select(surveys)
            .where(surveys.c.asked_by == asked_by)
            .order_by(surveys.c.asked_at.desc(), surveys.c.id.desc())
        )
        return [_survey(row) for row in rows]

    async def asked(self, people: Sequence[str]) -> list[tuple[Survey, Target]]:
        """What these people were asked in surveys that are not over, the oldest first."""
        rows = await self._connection.execute(
            select(surveys, *(c for c in survey_targets.c if c.name != "survey"))
            .join(survey_targets, survey_targets.c.survey == surveys.c.id)
            .where(survey_targets.c.leader.in_(people), surveys.c.over.is_(False))
            .order_by(surveys.c.asked_at, surveys.c.id, survey_targets.c.building)
        )
        return [(_survey(row), _target(row, survey=row.id)) for row in rows]

    async def answer(self, target: Target) -> None:
        """What was found in a building."""
        await self._connection.execute(
            update(survey_targets)
            .where(
                survey_targets.c.survey == target.survey,
                survey_targets.c.grid == target.grid,
                survey_targets.c.building == target.building,
            )
            .values(found=target.found, answered_at=target.answered_at)
        )

    async def pass_on(self, handover: Handover) -> None:
        """What was asked about these buildings and is not answered is for the next leader."""
        await self._connection.execute(
            update(survey_targets)
            .where(
                survey_targets.c.leader == handover.giver,
                survey_targets.c.grid == handover.grid,
                survey_targets.c.building.in_(handover.buildings),
                survey_targets.c.found.is_(None),
            )
            .values(leader=handover.taker)
        )

    async def due(self, now: datetime) -> list[Survey]:
        """Those whose silent ones are to be asked, or whose time is over."""
        asked_again = and_(surveys.c.reminded.is_(False), surveys.c.remind_at <= now)
        rows = await self._connection.execute(
            select(surveys)
            .where(surveys.c.over.is_(False), or_(asked_again, surveys.c.until <= now))
            .order_by(surveys.c.until, surveys.c.id)
        )
        return [_survey(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When the next one is."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def mark(self, survey: str, *, reminded: bool, over: bool) -> None:
        """How far it is."""
        await self._connection.execute(
            update(surveys).where(surveys.c.id == survey).values(reminded=reminded, over=over)
        )


def _survey(row: AnyRow) -> Survey:
    return Survey(**{name: getattr(row, name) for name in _SURVEY})


def _target(row: AnyRow, survey: str | None = None) -> Target:
    values = {name: getattr(row, name) for name in _TARGET if name != "survey"}
    return Target(survey=survey or row.survey, **values)
