"""The lists beside cases, as ledgers: what is held out and looked for, services, calls for
volunteers, points, building leaders, resolutions, visits.

Comes in: a `Gathering`. Goes out: rows by the names of columns. Does not: write files, or tell who
did or said something to anybody but who leads there. Every look at a family of the care list
leaves its trace.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.domain.care import Family
from bot.domain.giving import Side
from bot.domain.ledger import Cell
from bot.domain.muster import Muster, SignUp, muster_of, waiting, who_comes
from bot.domain.points import Booking, BookingKind, account_of, person_of
from bot.domain.records import looked, of_care
from bot.domain.register import register
from bot.ledgers.gathering import Gathering

Row = Mapping[str, Cell]
_HOUR: Final = 60

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "givings": ("side", "kind", "amount", "matter", "person", "grid", "made_at", "until"),
        "services": (
            *("kind", "heads", "giver", "needer", "offered", "wanted", "grid", "reasons"),
            *("made_at", "begin_at", "end_at", "state", "why", "since"),
        ),
        "musters": (
            *("matter", "grid", "place", "starts_at", "hours", "people", "taken", "waiting"),
            *("names", "came", "booked_hours", "by", "called_at", "closed"),
        ),
        "points": (
            *("at", "person", "kind", "activity", "day", "hours", "from", "to", "points"),
            *("runs_out", "by"),
        ),
        "leaders": ("grid", "building", "leader"),
        "resolutions": (
            *("number", "matter", "owner", "grid", "by", "made_at", "until", "late"),
            *("done_at", "in_time"),
        ),
        "care": ("grid", "building", "called", "kind", "carer", "days", "at", "by", "well"),
    }
)
"""Every list, and its columns in the order in which they stand where nothing else is wanted."""


async def _givings(of: Gathering) -> list[Row]:
    """What counts now and was listed in the period; what is over is not kept."""
    rows = of.unit.givings
    found = [
        one
        for community in of.communities
        for side in Side
        for one in await rows.listed(community, side, of.now)
        if one.made_at in of.period and of.sees(one.grid, community)
    ]
    return [
        {
            "side": of.words.term("giving", one.side),
            "kind": of.words.term("giving_kind", one.kind),
            "amount": one.amount,
            "matter": one.matter if of.leads(one.grid) else "",
            "person": of.name(one.person) if of.leads(one.grid) else "",
            "grid": of.place(one.grid, one.community),
            "made_at": one.made_at,
            "until": one.until,
        }
        for one in found
    ]


async def _services(of: Gathering) -> list[Row]:
    """What was drawn up in the period."""
    rows: list[Row] = []
    for one in await of.unit.services.drawn_up(of.period):
        if not of.sees(one.grid, one.community):
            continue
        leads, terms = of.leads(one.grid), of.words
        reasons = [terms.term("pair_reason", reason) for reason in one.reasons.split(",") if reason]
        rows.append(
            {
                "kind": terms.term("giving_kind", one.kind),
                "heads": one.heads,
                "giver": of.name(one.giver) if leads else "",
                "needer": of.name(one.needer) if leads else "",
                "offered": one.offered if leads else "",
                "wanted": one.wanted if leads else "",
                "grid": of.place(one.grid, one.community),
                "reasons": " ".join(reasons),
                "made_at": one.made_at,
                "begin_at": one.begin_at,
                "end_at": one.end_at,
                "state": terms.term("service", one.state),
                "why": terms.term("service_why", one.why) if one.why else "",
                "since": one.since,
            }
        )
    return rows


async def _musters(of: Gathering) -> list[Row]:
    """What began in the period, with who came by the ledger of points."""
    begun = await of.unit.musters.begun(of.period)
    found = [one for one in begun if of.sees(one.grid, one.community)]
    entries: dict[str, list[SignUp]] = defaultdict(list)
    for entry in await of.unit.musters.signed([one.id for one in found]):
        entries[entry.muster].append(entry)
    people = {entry.person for own in entries.values() for entry in own}
    booked = _stands(await of.unit.points.of_all(sorted(people)))
    return [_muster(of, one, entries[one.id], booked.get(one.id, ())) for one in found]


def _stands(booked: Mapping[str, Sequence[Booking]]) -> Mapping[str, list[Booking]]:
    """What calls have brought and nobody took back, by the call."""
    every = [one for own in booked.values() for one in own]
    gone = {one.source for one in every if one.kind is BookingKind.TAKEN_BACK}
    found: dict[str, list[Booking]] = defaultdict(list)
    for one in every:
        call = muster_of(one.source)
        if call is not None and f"booking:{one.id}" not in gone:
            found[call].append(one)
    return found


def _muster(
    of: Gathering, one: Muster, entries: Sequence[SignUp], booked: Sequence[Booking]
) -> Row:
    names = " ".join(of.name(entry.person) for entry in who_comes(entries))
    return {
        "matter": one.matter,
        "grid": of.place(one.grid, one.community),
        "place": one.place,
        "starts_at": one.starts_at,
        "hours": one.minutes / _HOUR if one.minutes else None,
        "people": one.wanted,
        "taken": one.taken,
        "waiting": sum(entry.heads for entry in waiting(entries)),
        "names": names if of.leads(one.grid) else "",
        "came": len(booked) or None,
        "booked_hours": sum(entry.minutes for entry in booked) / _HOUR if booked else None,
        "by": of.name(one.called_by),
        "called_at": one.called_at,
        "closed": one.closed,
    }


async def _points(of: Gathering) -> list[Row]:
    """Every booking of the period, of those only whose grid he leads."""
    booked = await of.unit.points.booked(of.period)
    return [_booking(of, one) for one in booked if of.leads(of.home(one.person))]


def _booking(of: Gathering, one: Booking) -> Row:
    own = account_of(one.person)
    other = next(line.account for line in one.lines if line.account != own)
    sides = (own, other) if one.points < 0 else (other, own)
    source, target = (_account(of, account) for account in sides)
    return {
        "at": one.at,
        "person": of.name(one.person),
        "kind": of.words.term("booking", one.kind),
        "activity": one.activity or "",
        "day": one.day,
        "hours": one.minutes / _HOUR if one.minutes else None,
        "from": source,
        "to": target,
        "points": abs(one.points),
        "runs_out": one.runs_out,
        "by": of.name(one.by),
    }


def _account(of: Gathering, account: str) -> str:
    person = person_of(account)
    return of.words.term("account", account) if person is None else of.name(person)


async def _leaders(of: Gathering) -> list[Row]:
    """The register as it stands, gaps too; days do not count."""
    return [
        {
            "grid": of.place(post.grid, ""),
            "building": post.building,
            "leader": " ".join(of.name(leader) for leader in post.leaders),
        }
        for post in register(of.directory)
        if of.grid in (None, post.grid)
    ]


async def _resolutions(of: Gathering) -> list[Row]:
    """What was decided in the period."""
    return [
        {
            "number": one.number,
            "matter": one.matter,
            "owner": of.name(one.owner) if one.owner else one.owner_name,
            "grid": of.place(one.grid, one.community),
            "by": of.name(one.by),
            "made_at": one.made_at,
            "until": one.until,
            "late": one.is_late(of.now),
            "done_at": one.done_at,
            "in_time": None if one.done_at is None else one.done_at <= one.until,
        }
        for one in await of.unit.resolutions.made(of.period)
        if of.sees(one.grid, one.community)
    ]


async def _care(of: Gathering) -> list[Row]:
    """Families and their visits of the period; nothing without the trace of the look."""
    viewer = of.viewer
    if viewer.person is None or not viewer.is_trusted:
        return []
    grids = [grid.id for grid in of.directory.grids]
    wanted = [grid for grid in grids if of.grid in (None, grid) and viewer.covers(grid)]
    families = await of.unit.care.of_grids(wanted) if wanted else []
    by, account = viewer.person.id, viewer.name
    seen = [looked(of_care(family.id), of.now, by, account) for family in families]
    if seen:
        await of.unit.cases.record(seen)
    return [row for family in families for row in await _visits(of, family)]


async def _visits(of: Gathering, family: Family) -> list[Row]:
    """A row for each visit, one without where there was none."""
    row: dict[str, Cell] = {
        "grid": of.place(family.grid, ""),
        "building": family.building,
        "called": family.called,
        "kind": of.words.term("care", family.kind.value),
        "carer": of.name(family.carer),
        "days": family.days,
    }
    visits = [one for one in await of.unit.care.visits(family.id) if one.at in of.period]
    return [row | {"at": one.at, "by": of.name(one.by), "well": one.well} for one in visits] or [
        row
    ]


GATHER: Final[Mapping[str, Callable[[Gathering], Awaitable[list[Row]]]]] = MappingProxyType(
    {
        "givings": _givings,
        "services": _services,
        "musters": _musters,
        "points": _points,
        "leaders": _leaders,
        "resolutions": _resolutions,
        "care": _care,
    }
)
"""How the rows of each list are gathered."""
