"""Queries about services.

Comes in: domain values. Goes out: domain values. Does not: know which moves are legal, or pair.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import and_, delete, func, literal, or_, select, update

from bot.domain.facts import Period
from bot.domain.forgetting import STAND_IN
from bot.domain.service import DRAWN_UP, ENDED, Service, ServiceMove, ServiceState, Why, Word
from bot.storage.prepared import Prepared
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.services import pairing_rounds, service_moves, services
from bot.storage.upsert import insert

_NAMES: Final = tuple(field.name for field in fields(Service))
_MOST: Final = 500
_ENDED: Final = [state.value for state in ENDED]
_LEFT: Final = (
    ((ServiceState.PROPOSED,), ServiceState.DECLINED),
    (
        (ServiceState.ACCEPTED, ServiceState.AGREED, ServiceState.UNDER_WAY),
        ServiceState.FELL_THROUGH,
    ),
)
"""What becomes of it when one of them is forgotten before it is done."""
NEXT_DUE: Final = Prepared(
    select(services.c.next_at)
    .where(services.c.next_at.is_not(None))
    .order_by(services.c.next_at)
    .limit(1),
    [services.c.next_at],
)
NEXT_ROUND: Final = Prepared(
    select(pairing_rounds.c.due_at).order_by(pairing_rounds.c.due_at).limit(1),
    [pairing_rounds.c.due_at],
)


class SqlServices:
    """See `bot.ports.rows_services.Services`."""

    def __init__(self, connection: Session) -> None:
        self._connection = connection

    async def save(self, service: Service) -> None:
        """Keep a new one, or one as it is now."""
        new = insert(services).values(**{name: getattr(service, name) for name in _NAMES})
        changed = {name: new.excluded[name] for name in _NAMES if name != "id"}
        await self._connection.execute(
            new.on_conflict_do_update(index_elements=[services.c.id], set_=changed)
        )

    async def note(self, move: ServiceMove) -> None:
        """Add a line to a history."""
        before = select(func.count()).where(service_moves.c.service == move.service)
        count = int(await self._connection.scalar(before) or 0)
        values = {
            "service": move.service,
            "ordinal": count + 1,
            "at": move.at,
            "state": move.state.value,
            "actor": move.actor,
            "why": move.why,
        }
        await self._connection.execute(insert(service_moves).values(**values))

    async def history(self, service: str) -> list[ServiceMove]:
        """Its lines, the first first."""
        rows = await self._connection.execute(
            select(service_moves)
            .where(service_moves.c.service == service)
            .order_by(service_moves.c.ordinal)
        )
        return [
            ServiceMove(
                service=row.service,
                at=row.at,
                state=ServiceState(row.state),
                actor=row.actor,
                why=row.why,
            )
            for row in rows
        ]

    async def get(self, id_: str) -> Service | None:
        """One of them."""
        rows = await self._connection.execute(select(services).where(services.c.id == id_))
        row = rows.first()
        return _service(row) if row is not None else None

    async def with_givings(self, ids: Sequence[str]) -> list[Service]:
        """Those that were ever made of these needs and resources, the oldest first."""
        found: dict[str, Service] = {}
        for first in range(0, len(ids), _MOST):
            some = ids[first : first + _MOST]
            rows = await self._connection.execute(
                select(services).where(
                    or_(services.c.need.in_(some), services.c.resource.in_(some))
                )
            )
            found |= {row.id: _service(row) for row in rows}
        return sorted(found.values(), key=lambda one: (one.made_at, one.id))

    async def open_of(self, givings: Sequence[str]) -> list[Service]:
        """Those of them that have not ended."""
        return [one for one in await self.with_givings(givings) if not one.is_over]

    async def shown(self, after: datetime) -> list[Service]:
        """Those that have not ended, and those that changed after an instant, the newest change
        first.
        """
        rows = await self._connection.execute(
            select(services)
            .where(or_(services.c.state.not_in(_ENDED), services.c.since > after))
            .order_by(services.c.since.desc(), services.c.id)
            .limit(_MOST)
        )
        return [_service(row) for row in rows]

    async def drawn_up(self, period: Period) -> list[Service]:
        """Those that were accepted in a period, as they are now."""
        rows = await self._connection.execute(
            select(services)
            .join(
                service_moves,
                and_(
                    service_moves.c.service == services.c.id,
                    service_moves.c.state == ServiceState.ACCEPTED.value,
                ),
            )
            .where(
                service_moves.c.at >= period.begin,
                service_moves.c.at < period.end,
                services.c.state.in_([state.value for state in DRAWN_UP]),
            )
            .order_by(service_moves.c.at, services.c.id)
        )
        return [_service(row) for row in rows]

    async def due(self, now: datetime) -> list[Service]:
        """Those for which the clock has something to do, the earliest first."""
        rows = await self._connection.execute(
            select(services)
            .where(services.c.next_at <= now)
            .order_by(services.c.next_at, services.c.id)
            .limit(_MOST)
        )
        return [_service(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When there is something for the next one."""
        return (await self._connection.execute(NEXT_DUE)).instant()

    async def want_round(self, community: str, at: datetime) -> None:
        """Have a community's lists looked at for new pairs, at the earliest of such instants."""
        new = insert(pairing_rounds).values(community=community, due_at=at)
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=[pairing_rounds.c.community],
                set_={"due_at": new.excluded.due_at},
                where=pairing_rounds.c.due_at > new.excluded.due_at,
            )
        )

    async def next_round(self) -> datetime | None:
        """When lists are looked at next."""
        return (await self._connection.execute(NEXT_ROUND)).instant()

    async def begin_round(self, now: datetime) -> list[str]:
        """The communities whose lists are to be looked at now; they are not wanted any more."""
        due = pairing_rounds.c.due_at <= now
        rows = await self._connection.execute(
            select(pairing_rounds).where(due).order_by(pairing_rounds.c.community)
        )
        found = [row.community for row in rows]
        if found:
            await self._connection.execute(delete(pairing_rounds).where(due))
        return found


async def forget(connection: Session, person: str) -> int:
    """Services of somebody are nobody's any more, without his words; they still count."""
    touched, either = 0, or_(services.c.needer == person, services.c.giver == person)
    for before, after in _LEFT:
        await connection.execute(
            update(services)
            .where(either, services.c.state.in_([state.value for state in before]))
            .values(state=after.value, why=Why.WITHDRAWN.value)
        )
    for whose, words in (
        (services.c.needer, services.c.wanted),
        (services.c.giver, services.c.offered),
    ):
        gone = await connection.execute(
            update(services)
            .where(whose == person)
            .values({whose.name: STAND_IN, words.name: "", "next_at": None})
        )
        touched += int(gone.rowcount)
    await connection.execute(
        update(service_moves).where(service_moves.c.actor == person).values(actor=literal(STAND_IN))
    )
    return touched


def _service(row: AnyRow) -> Service:
    values = {name: getattr(row, name) for name in _NAMES}
    return Service(
        **values
        | {
            "state": ServiceState(row.state),
            "giver_word": Word(row.giver_word),
            "needer_word": Word(row.needer_word),
        }
    )
