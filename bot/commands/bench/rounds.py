"""A round of digests for a district: every grid leader told, pictures included.

Comes in: nothing. Goes out: how long it took from the timer to the last row of the outbox. Does
not: send; the outbox paces that over minutes.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot.adapters.replay.channel import ReplayChannel
from bot.clock import VirtualClock
from bot.domain.case import Case, CaseStatus
from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory, Grid
from bot.domain.matters import Matter, Matters
from bot.domain.people import Person, Role
from bot.domain.place import Place
from bot.domain.settings import Settings
from bot.domain.turn import StoredMessage
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.ports import Store, UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.wiring.journey import Journey, Tools, make_journey, office_hours
from bot.wiring.store import opened
from classifiers.api import Classifier
from intents.decisions import Act

GRIDS: Final = 153
CASES: Final = 20_000
_CHANNEL: Final = "bench"
_DAYS: Final = 90
_OPEN: Final = 0.15
MORNING: Final = datetime(2026, 3, 4, 8, 30, tzinfo=SHANGHAI)
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How long a round took, and how many were told with a picture."""

    seconds: float
    processor_seconds: float
    digests: int
    pictures: int


class _Nobody:
    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """Nothing is said here."""


async def tell_everybody(classifier: Classifier) -> Told:
    """One morning's round over a store with many cases."""
    clock = VirtualClock(MORNING - timedelta(hours=1))
    channel = ReplayChannel(name=_CHANNEL, clock=clock)
    office = district_office(clock, channel)
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(1) as executor:
        tools = Tools(
            classifier=classifier,
            channels={_CHANNEL: channel},
            executor=executor,
            witness=_Nobody(),
        )
        async with opened(f"sqlite:///{Path(place) / 'bench.db'}") as store:
            await fill(store, office.matters, CASES)
            return await _measured(make_journey(office, store, tools), clock)


def district_office(clock: VirtualClock, channel: ReplayChannel) -> Office:
    """An office with every grid of the district and its leader."""
    return Office(
        areas=_district(),
        listed=read_matters(None),
        hours=office_hours(),
        words=Catalogue.load(),
        settings=Settings(),
        clock=clock,
        ids=CountedIds(),
        signals=LocalSignals(),
        channels={_CHANNEL: replace(channel.declaration, pictures_out=True)},
    )


async def _measured(journey: Journey, clock: VirtualClock) -> Told:
    await journey.rounds.set_out()
    clock.move_to(MORNING)
    begun, used = time.perf_counter(), time.process_time()
    await journey.timers.run_once()
    while await journey.rounds.run_once():
        pass
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    rows = await journey.store.look(lambda unit: unit.deliveries.all(2 * GRIDS))
    return Told(
        seconds=seconds,
        processor_seconds=used,
        digests=len(rows),
        pictures=sum(row.picture for row in rows),
    )


async def fill(store: Store, matters: Matters, count: int) -> None:
    """Put this many cases of the district into a store."""
    cases = list(_cases(matters, count))
    for begin in range(0, count, _AT_ONCE):
        await store.work(partial(_add, cases=cases[begin : begin + _AT_ONCE]))


async def _add(unit: UnitOfWork, *, cases: list[Case]) -> None:
    for case in cases:
        await unit.cases.add(case)


def _district() -> Directory:
    grids = tuple(Grid(id=f"g{n}", name=f"{n}", community=f"c{n % 12}") for n in range(GRIDS))
    leaders = tuple(
        Person(
            id=f"leader-{grid.id}",
            name=grid.name,
            roles=(Role.GRID_LEADER,),
            grids=(grid.id,),
            accounts=((_CHANNEL, grid.id),),
        )
        for grid in grids
    )
    return Directory("", grids, (), leaders)


def _cases(matters: Matters, count: int) -> Iterator[Case]:
    """Some open, most over, told to be so by chance, the same in every run."""
    chance = random.Random(1)
    listed = [matter for matter in matters.values() if not matter.is_negative]
    for number in range(1, count + 1):
        yield _case(number, chance.choice(listed), chance)


def _case(number: int, matter: Matter, chance: random.Random) -> Case:
    opened_at = MORNING - timedelta(days=chance.random() * _DAYS)
    running = chance.random() < _OPEN
    grid = number % GRIDS
    taken = chance.random() < 1 / 2
    done_at = None if running else min(opened_at + timedelta(days=2), MORNING)
    status = CaseStatus.PROCESSING if taken else CaseStatus.DISPATCHED
    return Case(
        key=f"case-{number:06d}",
        number=number,
        community=f"c{grid % 12}",
        grid=f"g{grid}",
        item=matter.item,
        category=matter.category,
        status=status if running else CaseStatus.EVALUATED,
        urgency=matter.urgency,
        privacy=matter.privacy,
        place=Place(building=str(chance.randint(1, 9))),
        words=f"{number} {matter.name}",
        reporter="",
        opened_in="",
        channel=_CHANNEL,
        opened_at=opened_at,
        touched_at=opened_at,
        level=matter.first_level,
        department=matter.lead_department,
        accept_until=opened_at + timedelta(hours=4),
        resolve_until=opened_at + timedelta(days=chance.randint(1, 30)),
        accepted_at=opened_at if taken else None,
        done_at=done_at,
        rating=None if running else chance.randint(1, 5),
    )
