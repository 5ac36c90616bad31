"""Queries about one person: what is held, and how it is taken away.

Comes in: a person's id. Goes out: domain values. Does not: decide what may be taken away.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, literal, or_, select, update

from bot.domain.case import CaseEvent
from bot.domain.delivery import DeliveryState
from bot.domain.forgetting import STAND_IN, Holdings
from bot.domain.muster import SignUpState
from bot.domain.points import account_of
from bot.domain.wishes import Wish, WishKind
from bot.storage.cases import event_digest, event_row
from bot.storage.prepared import Prepared
from bot.storage.rows import case_from_row, event_from_row
from bot.storage.services import forget
from bot.storage.session import Session
from bot.storage.tables import (
    case_events,
    case_messages,
    cases,
    deliveries,
    messages,
    questions,
    turns,
    wishes,
)
from bot.storage.tables.giving import givings
from bot.storage.tables.musters import musters, sign_ups
from bot.storage.tables.points import point_bookings, point_codes, point_lines
from bot.storage.tables.services import services
from bot.storage.tables.whistles import drafts, summons, whistle_cases, whistles
from bot.storage.turns import DONE, PARKED
from bot.storage.upsert import insert as insert_or_change

BEFORE = "before"
"""Where the line that says that somebody was forgotten holds the end of the history before."""
_MANY = 1000
_SERVED = (services.c.needer, services.c.giver)
_WISHES = Prepared(select(wishes).order_by(wishes.c.at, wishes.c.about, wishes.c.kind), wishes.c)


class SqlWishes:
    """See `bot.ports.personal.Wishes`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def put(self, wish: Wish) -> None:
        """Remember a wish in the place of an older one."""
        new = insert_or_change(wishes).values(
            about=wish.about, kind=wish.kind, value=wish.value, at=wish.at, by=wish.by
        )
        changed = {"value": new.excluded.value, "at": new.excluded.at, "by": new.excluded.by}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=[wishes.c.about, wishes.c.kind], set_=changed)
        )

    async def drop(self, about: str, kind: WishKind) -> bool:
        """It is no longer wished; whether it was."""
        gone = await self._connection.execute(
            delete(wishes).where(wishes.c.about == about, wishes.c.kind == kind)
        )
        return gone.rowcount > 0

    async def all(self) -> list[Wish]:
        """Every wish, oldest first."""
        rows = await self._connection.execute(_WISHES)
        return [
            Wish(about=row.about, kind=WishKind(row.kind), value=row.value, at=row.at, by=row.by)
            for row in rows
        ]


class SqlPersonal:
    """See `bot.ports.personal.Personal`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def holdings(self, person: str) -> Holdings:
        """What is held of a person."""
        rows = await self._connection.execute(
            select(cases)
            .where(cases.c.reporter == person)
            .order_by(cases.c.opened_at.desc(), cases.c.key)
            .limit(_MANY)
        )
        told = (deliveries.c.person == person, deliveries.c.state == DeliveryState.SENT)
        return Holdings(
            messages=await self._count(messages, messages.c.sender == person),
            words=await self._count(case_messages, case_messages.c.sender == person),
            told=await self._count(deliveries, *told),
            cases=tuple(case_from_row(row) for row in rows),
            helped=await self._count(sign_ups, sign_ups.c.person == person)
            + await self._count(point_bookings, point_bookings.c.person == person)
            + await self._count(givings, givings.c.person == person)
            + await self._count(services, or_(*(who == person for who in _SERVED))),
        )

    async def drop_helped(self, person: str) -> int:
        """Sign-ups, points and services are nobody's any more; what he held out or looked for is
        gone.
        """
        comes = select(sign_ups.c.heads).where(
            sign_ups.c.muster == musters.c.id,
            sign_ups.c.person == person,
            sign_ups.c.state == SignUpState.IN.value,
        )
        await self._connection.execute(
            update(musters)
            .where(comes.exists())
            .values(taken=musters.c.taken - comes.scalar_subquery())
        )
        signed = await self._connection.execute(delete(sign_ups).where(sign_ups.c.person == person))
        booked = await self._connection.execute(
            update(point_bookings)
            .where(point_bookings.c.person == person)
            .values(person=STAND_IN, source=literal(f"{STAND_IN}:") + point_bookings.c.id)
        )
        lines, codes = point_lines.c.account, point_codes.c.person
        await self._connection.execute(
            update(point_lines)
            .where(lines == account_of(person))
            .values(account=account_of(STAND_IN))
        )
        await self._connection.execute(
            update(point_codes).where(codes == person).values(person=STAND_IN)
        )
        given = await self._connection.execute(delete(givings).where(givings.c.person == person))
        served = await forget(self._connection, person)
        return served + sum(int(some.rowcount) for some in (signed, booked, given))

    async def _count(self, table: Any, *where: ColumnElement[bool]) -> int:  # noqa: ANN401
        query = select(func.count()).select_from(table).where(*where)
        return int(await self._connection.scalar(query) or 0)

    async def cases_of(self, person: str) -> list[str]:
        """The keys of cases that know a person."""
        said = select(case_messages.c.case_key).where(case_messages.c.sender == person)
        rows = await self._connection.execute(
            select(cases.c.key)
            .where(
                or_(
                    cases.c.reporter == person,
                    cases.c.concerned == person,
                    cases.c.key.in_(said),
                )
            )
            .order_by(cases.c.key)
        )
        return [row.key for row in rows]

    async def end_talk(self, person: str, now: datetime) -> None:
        """The text of a person's turns that are finished or parked is erased next."""
        await self._connection.execute(
            update(turns)
            .where(turns.c.sender == person, turns.c.state.in_([DONE, PARKED]))
            .values(erase_at=now)
        )

    async def change_words(
        self, case: str, person: str, change: Callable[[str], str], stand_in: str | None
    ) -> int:
        """Change what a person said about a case."""
        of = case_messages.c
        whose = (of.case_key == case, of.sender == person)
        rows = (await self._connection.execute(select(case_messages).where(*whose))).all()
        changed = 0
        for row in rows:
            text = change(row.text)
            values: dict[str, object] = {"text": text}
            if stand_in is not None:
                values |= {"sender": stand_in, "external_id": ""}
            elif text == row.text:
                continue
            await self._connection.execute(
                update(case_messages).where(of.case_key == case, of.id == row.id).values(values)
            )
            changed += 1
        return changed

    async def change_whistles(
        self, case: str, person: str, change: Callable[[str], str], stand_in: str | None
    ) -> None:
        """Change what was said about the whistles of a case."""
        of = select(whistle_cases.c.whistle).where(whistle_cases.c.case_key == case)
        for table, key, texts in (
            (whistles, whistles.c.id, ("minutes",)),
            (summons, summons.c.whistle, ("task", "reason")),
        ):
            for row in (await self._connection.execute(select(table).where(key.in_(of)))).all():
                said = {name: change(getattr(row, name)) for name in texts}
                same = (column == getattr(row, column.name) for column in table.primary_key)
                await self._connection.execute(update(table).where(*same).values(said))
        if stand_in is None:
            return
        for table, whose in (
            (whistles, whistles.c.id.in_(of)),
            (drafts, drafts.c.case_key == case),
        ):
            asked = (whose, table.c.asked_by == person)
            await self._connection.execute(update(table).where(*asked).values(asked_by=stand_in))

    async def rewrite_history(
        self, case: str, change: Callable[[CaseEvent], CaseEvent], last: CaseEvent
    ) -> None:
        """Change the lines of a history and link them anew."""
        rows = (
            await self._connection.execute(
                select(case_events)
                .where(case_events.c.case_key == case)
                .order_by(case_events.c.position)
            )
        ).all()
        newest = rows[-1].digest if rows else ""
        told = replace(last, detail=dict(last.detail) | {BEFORE: newest})
        lines = [*(change(event_from_row(row)) for row in rows), told]
        await self._connection.execute(delete(case_events).where(case_events.c.case_key == case))
        link, written = "", []
        for position, event in enumerate(lines, start=1):
            link = event_digest(link, event, position)
            written.append(event_row(event, position, link))
        await self._connection.execute(insert(case_events), written)

    async def drop_told(self, case: str | None, person: str) -> int:
        """Delete what was said to single people and is not waiting to be said."""
        of = deliveries.c
        about = of.case_key == case
        if case is None:
            about = and_(of.case_key.is_(None), of.person == person)
        gone = await self._connection.execute(
            delete(deliveries).where(
                about, of.person.is_not(None), of.state != DeliveryState.QUEUED
            )
        )
        asked = questions.c.thread.endswith(f"/{person}", autoescape=True)
        matching = questions.c.case_key == case if case else questions.c.case_key.is_(None)
        await self._connection.execute(delete(questions).where(asked, matching))
        return int(gone.rowcount)
