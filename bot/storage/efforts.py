"""Facts for figures of what neighbours, building leaders and meetings have done: calls for
volunteers, hours in the ledger, resolutions, what was listed, duties, families looked after.

Comes in: what is asked. Goes out: domain facts. Does not: count, or keep anything.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import exists, func, select

from bot.domain.deadlines import SHANGHAI
from bot.domain.facts import (
    CallFact,
    CareFact,
    DeedFact,
    Facts,
    GivingFact,
    HoursFact,
    Period,
    ResolutionFact,
)
from bot.domain.giving import Side
from bot.domain.muster import Muster, SignUp, filled_at, muster_of, who_comes
from bot.domain.points import BookingKind
from bot.domain.resolution import ResolutionState
from bot.domain.service import DRAWN_UP, HOLDS
from bot.ports.rows_figures import Asked
from bot.storage.musters import SqlMusters
from bot.storage.rows import AnyRow
from bot.storage.session import Session
from bot.storage.tables.giving import givings_listed
from bot.storage.tables.leaders import care_families, care_visits, deeds
from bot.storage.tables.points import point_bookings
from bot.storage.tables.resolutions import resolutions
from bot.storage.tables.services import services

_SERVED: Final = (BookingKind.EARNED.value, BookingKind.TAKEN_BACK.value)
_OF_BOOKING: Final = "booking:"


async def efforts(connection: Session, asked: Asked) -> Facts:
    """Those of a period, and nothing of cases."""
    period, communities = asked.period, asked.maps.communities
    called = await SqlMusters(connection).begun(period)
    booked = await _booked(connection, period)
    entries: dict[str, list[SignUp]] = defaultdict(list)
    for one in await SqlMusters(connection).signed([one.id for one in called]):
        entries[one.muster].append(one)
    came = Counter(muster for muster, _ in booked if muster is not None)
    return Facts(
        calls=tuple(_call(one, entries[one.id], came[one.id]) for one in called),
        hours=tuple(_hours(booked, {one.id: one for one in called})),
        resolutions=tuple(await _resolutions(connection, period)),
        givings=tuple(await _givings(connection, period)),
        deeds=tuple(await _deeds(connection, period, communities)),
        care=tuple(await _care(connection, period, communities)),
    )


def _call(one: Muster, entries: Sequence[SignUp], came: int) -> CallFact:
    filled = filled_at(one.wanted, entries)
    return CallFact(
        community=one.community,
        grid=one.grid,
        filled_in=None if filled is None else filled - one.called_at,
        placed=len(who_comes(entries)) if came else 0,
        came=came,
    )


async def _booked(connection: Session, period: Period) -> list[tuple[str | None, AnyRow]]:
    """What was done in the period and stands, each with the call that it came of."""
    last = (period.end - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
    rows = await connection.execute(
        select(
            point_bookings.c.id,
            point_bookings.c.person,
            point_bookings.c.minutes,
            point_bookings.c.source,
        )
        .where(
            point_bookings.c.kind.in_(_SERVED),
            point_bookings.c.day >= period.begin.astimezone(SHANGHAI).date(),
            point_bookings.c.day <= last,
        )
        .order_by(point_bookings.c.at, point_bookings.c.id)
    )
    found = rows.all()
    undone = {row.source.removeprefix(_OF_BOOKING) for row in found if row.minutes < 0}
    return [
        (muster_of(row.source), row) for row in found if row.minutes > 0 and row.id not in undone
    ]


def _hours(
    booked: Iterable[tuple[str | None, AnyRow]], called: Mapping[str, Muster]
) -> Iterable[HoursFact]:
    for muster, row in booked:
        call = called.get(muster) if muster is not None else None
        yield HoursFact(
            person=row.person,
            minutes=row.minutes,
            community=None if call is None else call.community,
            grid=None if call is None else call.grid,
        )


async def _resolutions(connection: Session, period: Period) -> list[ResolutionFact]:
    rows = await connection.execute(
        select(
            resolutions.c.community,
            resolutions.c.grid,
            resolutions.c.until,
            resolutions.c.done_at,
        )
        .where(
            resolutions.c.state != ResolutionState.PROPOSED.value,
            resolutions.c.until >= period.begin,
            resolutions.c.until < period.end,
        )
        .order_by(resolutions.c.until, resolutions.c.id)
    )
    return [
        ResolutionFact(
            community=row.community,
            grid=row.grid,
            in_time=row.done_at is not None and row.done_at <= row.until,
        )
        for row in rows
    ]


async def _givings(connection: Session, period: Period) -> list[GivingFact]:
    """What was listed, though it may be over and forgotten since."""
    met = exists().where(
        services.c.need == givings_listed.c.id,
        services.c.state.in_([state.value for state in sorted(DRAWN_UP & HOLDS)]),
    )
    rows = await connection.execute(
        select(
            givings_listed.c.community,
            givings_listed.c.grid,
            givings_listed.c.side,
            met.label("met"),
        )
        .where(givings_listed.c.at >= period.begin, givings_listed.c.at < period.end)
        .order_by(givings_listed.c.at, givings_listed.c.id)
    )
    return [
        GivingFact(community=row.community, grid=row.grid, side=Side(row.side), met=bool(row.met))
        for row in rows
    ]


async def _deeds(
    connection: Session, period: Period, communities: Mapping[str, str]
) -> list[DeedFact]:
    rows = await connection.execute(
        select(deeds.c.grid)
        .where(deeds.c.at >= period.begin, deeds.c.at < period.end)
        .order_by(deeds.c.at, deeds.c.source)
    )
    return [DeedFact(community=communities.get(row.grid or "", ""), grid=row.grid) for row in rows]


async def _care(
    connection: Session, period: Period, communities: Mapping[str, str]
) -> list[CareFact]:
    """Every family that is on the list now."""
    rows = await connection.execute(
        select(care_families.c.grid, func.count(care_visits.c.id).label("visits"))
        .outerjoin(
            care_visits,
            (care_visits.c.family == care_families.c.id)
            & (care_visits.c.at >= period.begin)
            & (care_visits.c.at < period.end),
        )
        .group_by(care_families.c.id, care_families.c.grid)
        .order_by(care_families.c.id)
    )
    return [
        CareFact(community=communities.get(row.grid, ""), grid=row.grid, visits=row.visits)
        for row in rows
    ]
