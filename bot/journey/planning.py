"""Rounds of digests are planned: at the times that the office sets, for everybody who leads a grid.

Comes in: the timer of a round. Goes out: a wanted digest for each grid leader who can be written
to, and the timer of the next round. Does not: find out what there is to tell. A round that is
planned twice, after a restart or where a clock was set back, wants nothing twice.
"""

from datetime import datetime
from typing import Final

from bot.domain.digest import Digest, DigestKind
from bot.domain.people import Person, Role
from bot.domain.timer import Timer, TimerKind
from bot.journey.docket import Docket

ROUNDS: Final = "digests"
"""Stands in the place of a case in the timers of rounds."""


async def set_out(docket: Docket) -> None:
    """Wait for the next round when the program starts, or make up for one that fell into the time
    when it did not run. The very first round of a store is one to come."""
    slot = _due(docket)
    if slot is not None and await docket.unit.digests.any_before(slot[0]):
        await _wake(docket, docket.now)
    else:
        await _wait(docket)


async def begin_round(docket: Docket) -> None:
    """The newest round that is due is wanted, and the next one waited for."""
    slot = _due(docket)
    if slot is not None:
        await docket.unit.digests.want(_round(docket, *slot))
    await _wait(docket)


def _due(docket: Docket) -> tuple[datetime, DigestKind] | None:
    """The newest round, unless it is too late for it."""
    rules = docket.office.digests
    slot = rules.last_slot(docket.now)
    return None if slot is None or docket.now > slot[0] + rules.late else slot


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
    people = [one for one in docket.office.directory.people if docket.can_reach(one.id)]
    led = [(person, grids) for person in people if (grids := grids_led(docket, person))]
    return [
        Digest(
            id=docket.office.ids.new("digest"),
            kind=kind,
            person=person.id,
            slot=slot,
            since=since,
            order=order,
            grids=grids,
        )
        for order, (person, grids) in enumerate(led)
    ]


def grids_led(docket: Docket, person: Person) -> tuple[str, ...]:
    """The grids that somebody leads today."""
    grids = docket.office.directory.grids
    return tuple(grid.id for grid in grids if person.holds(Role.GRID_LEADER, grid.id))
