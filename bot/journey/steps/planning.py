"""Rounds of digests are planned: at the times that the office sets, for everybody who leads a grid.

Comes in: the timer of a round. Goes out: a wanted digest for each grid leader who can be written
to, and the timer of the next round. Does not: find out what there is to tell. A round that is
planned twice, after a restart or where a clock was set back, wants nothing twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.digest import Digest, DigestKind
from bot.domain.grid import RoomKind
from bot.domain.people import Role
from bot.domain.timer import Timer, TimerKind
from bot.journey.docket import Docket

ROUNDS: Final = "digests"
"""Stands in the place of a case in the timers of rounds."""


async def set_out(docket: Docket) -> None:
    """Wait for the next round when the program starts, or make up for one that fell into the time
    when it did not run. The very first round of a store is one to come."""
    slot = docket.office.digests.last_slot(docket.now)
    if slot is not None and await docket.unit.digests.any_before(slot[0]):
        await _wake(docket, slot[0])
    else:
        await _wait(docket)


async def begin_round(docket: Docket, timer: Timer) -> None:
    """What is due since the timer was is wanted, and the next round waited for."""
    for slot in docket.office.digests.due(timer.due_at, docket.now):
        await docket.unit.digests.want(_round(docket, *slot))
    await _wait(docket)


async def _wait(docket: Docket) -> None:
    following = docket.office.digests.next_slot(docket.now)
    if following is not None:
        await _wake(docket, following[0])


async def _wake(docket: Docket, at: datetime) -> None:
    """The one timer of rounds."""
    await docket.unit.timers.cancel(ROUNDS, [TimerKind.DIGEST])
    id_ = docket.office.ids.new("timer")
    await docket.unit.timers.add([Timer(id=id_, case=ROUNDS, kind=TimerKind.DIGEST, due_at=at)])


def _round(docket: Docket, slot: datetime, kind: DigestKind) -> list[Digest]:
    since = docket.office.digests.since(slot, kind)
    whom = _WHOM.get(kind, _leaders)(docket)
    return [
        Digest(
            id=docket.office.ids.new("digest"),
            kind=kind,
            person=to,
            slot=slot,
            since=since,
            order=order,
            grids=grids,
        )
        for order, (to, grids) in enumerate(whom)
    ]


def _leaders(docket: Docket) -> list[tuple[str, tuple[str, ...]]]:
    """Those who lead grids today and can be written to, with their grids."""
    people = [one for one in docket.office.directory.people if docket.can_reach(one.id)]
    grids = docket.office.directory.grids
    led = [
        (one.id, tuple(grid.id for grid in grids if one.holds(Role.GRID_LEADER, grid.id)))
        for one in people
    ]
    return [(person, grids) for person, grids in led if grids]


def _rooms(docket: Docket) -> list[tuple[str, tuple[str, ...]]]:
    """The owners' groups."""
    rooms = docket.office.directory.rooms
    return [
        (room.id, (room.grid,) if room.grid else ())
        for room in rooms
        if room.kind is RoomKind.OWNERS
    ]


def _above(docket: Docket) -> list[tuple[str, tuple[str, ...]]]:
    """The community's secretary and the street, as far as they can be written to."""
    return [
        (one.id, ())
        for one in docket.office.directory.people
        if _ABOVE.intersection(one.roles) and docket.can_reach(one.id)
    ]


_ABOVE: Final = frozenset({Role.COMMUNITY_SECRETARY, Role.STREET})
_WHOM: Final[Mapping[DigestKind, Callable[[Docket], list[tuple[str, tuple[str, ...]]]]]] = (
    MappingProxyType({DigestKind.OWNERS: _rooms, DigestKind.COMMUNITY: _above})
)
"""Who is told, grid leaders where nothing is said."""
