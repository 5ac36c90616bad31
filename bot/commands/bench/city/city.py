"""`qunli bench --city`: a slice of a day goes through the whole journey; what it costs, and what a
day of each size would need.

Comes in: which day and which slice of it, where rows and messages lie. Goes out: one JSON object.
Does not: keep rows: without a store of its own it works in a directory that is gone afterwards. A
store or a broker in which something lies already is refused.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.commands.bench.city.crew import Crew, Order, crew, model_at
from bot.commands.bench.city.day import Day
from bot.commands.bench.city.figures import Mark, Measured, costs_of, rate, runs, told_costs
from bot.commands.bench.city.needs import SPARE, needs
from bot.commands.bench.city.phases import about, flood, forget, pace
from bot.commands.bench.city.sizes import DAY_SECONDS, Size, read_sizes
from bot.commands.bench.city.talk import areas_of, read_phrases, spoken
from bot.commands.bench.city.works import Place, Works, working
from bot.commands.bench.machine import machine
from bot.domain.case import DONE, Case
from bot.domain.errors import ConfigError, StoreInUse
from bot.domain.grid import Directory
from bot.domain.message import InboundMessage
from bot.options.machine import EMBEDDED
from bot.storage.engine import make_engine
from bot.storage.weighing import Weight, weigh
from bot.wiring.roles import Role
from bot.wiring.store import is_shared
from classifiers.api import Classifier

_MOST: Final = 1_000_000
_WARM: Final = 2000
_SECONDS_OF_MILLIONS: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is measured. `office` is whose share of the day goes through (None: of the office that
    the widest burst strikes), `whole`: one office serves the whole size. `begin` and `length` of
    the slice are in seconds, from midnight; `store` and `queue` as the configuration has them
    (empty: a file that is gone afterwards, and no broker); `workers` are processes beside this one,
    0 for none; `handled` is how many cases go through their whole life; `paced_seconds` how long
    messages come in the rhythm of the day; `servers` are process ids whose processor time is
    counted, too.
    """

    size: str = "city"
    sizes: Path | None = None
    seed: int = 1
    office: int | None = None
    whole: bool = False
    begin: int = 19 * 3600 + 15 * 60
    length: int = 15 * 60
    store: str = ""
    queue: str = EMBEDDED
    workers: int = 0
    handled: int = 200
    paced_seconds: float = 30
    model: str | None = None
    encoder: str = "none"
    servers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said before the slice, in it (`reports` of that were drawn as reports), the talk of
    as long a time after it, and all of the time after that.
    """

    before: Sequence[InboundMessage]
    slice: Sequence[InboundMessage]
    reports: int
    talk: Sequence[InboundMessage]
    paced: Sequence[InboundMessage]


def measure_city(plan: Plan) -> dict[str, Any]:
    """The object that is printed; ConfigError or StoreInUse where it cannot be done. Blocks."""
    sizes = read_sizes(plan.sizes)
    if plan.size not in sizes:
        raise ConfigError([f"--size: there are {', '.join(sizes)} (got {plan.size!r})"])
    if plan.workers and not (plan.store and is_shared(plan.store)):
        raise ConfigError(["--workers: takes --store postgresql://..., which processes can share"])
    size = sizes[plan.size]
    if plan.office is not None and plan.office not in range(size.offices):
        raise ConfigError([f"--office: there are {size.offices} (got {plan.office})"])
    day = Day(size, plan.seed)
    office = None if plan.whole else day.struck() if plan.office is None else plan.office
    plan = replace(plan, office=office)
    said = _said(day, plan)
    model = model_at(plan.model, plan.encoder)
    with tempfile.TemporaryDirectory() as directory:
        store = plan.store or f"sqlite:///{Path(directory) / 'bench.db'}"
        place = Place(store=store, queue=plan.queue)
        served = _Office(place=place, areas=areas_of(day, office), model=model)
        found = asyncio.run(_measure(plan, size, said, served))
    return _told(plan, sizes, said, found)


def _said(day: Day, plan: Plan) -> Said:
    """Everything that will be said, before anything is measured; ConfigError where the day has no
    such slice with as much time around it.
    """
    length, begin = plan.length, plan.begin
    if begin < length or begin + 3 * length > DAY_SECONDS:
        raise ConfigError(["--slice: takes as much time before it, and twice as much after it"])
    phrases = read_phrases()
    before, now, after, later = (
        list(spoken(day, phrases, start, start + length, day.size.of_office(plan.office)))
        for start in (begin - length, begin, begin + length, begin + 2 * length)
    )
    if not any(one.is_report for one in now):
        raise ConfigError(["--slice: nothing is reported in it; take a longer one"])
    return Said(
        before=[one.message for one in before[:_WARM]],
        slice=[one.message for one in now],
        reports=sum(one.is_report for one in now),
        talk=[one.message for one in after if not one.is_report],
        paced=[one.message for one in later],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """Where rows and messages lie, whom the office serves, and what it understands with."""

    place: Place
    areas: Directory
    model: Classifier


async def _measure(plan: Plan, size: Size, said: Said, office: _Office) -> Measured:
    async with _begun(plan, office) as (works, hands):
        await _check_unused(works)
        found = await _phases(plan, size, said, works, hands)
    async with working(office.place, office.areas, office.model, later=True) as works:
        erased, erasing = await forget(works)
    return Measured(**found, erased=erased, erasing=erasing)


@asynccontextmanager
async def _begun(plan: Plan, office: _Office) -> AsyncIterator[tuple[Works, Crew]]:
    role = Role.INTAKE if plan.workers else Role.ALL
    order = Order(
        place=office.place,
        size=plan.size,
        sizes=plan.sizes,
        seed=plan.seed,
        office=plan.office,
        model=plan.model,
        encoder=plan.encoder,
    )
    async with (
        working(office.place, office.areas, office.model, role=role) as works,
        crew(works, order, plan.workers) as hands,
    ):
        yield works, hands


async def _phases(plan: Plan, size: Size, said: Said, works: Works, hands: Crew) -> dict[str, Any]:
    """What was said before, to get warm; the slice; talk alone; what becomes of cases; and once
    more in the rhythm of the day.
    """
    await flood(works, hands, said.before, {})
    marks = [await _mark(works)]
    of_slice = await flood(works, hands, said.slice, plan.servers)
    marks.append(await _mark(works))
    of_talk = await flood(works, hands, said.talk, plan.servers)
    marks.append(await _mark(works))
    if marks[1].cases == marks[0].cases:
        raise ConfigError(["--slice: no case came of it; take a longer one"])
    chosen = [one for one in await _cases(works) if one.grid is not None][: plan.handled]
    lives = [
        await flood(works, hands, list(about(works, chosen, step)), plan.servers)
        for step in size.handled
    ]
    marks.append(await _mark(works))
    keys = {one.key for one in chosen}
    settled = sum(one.key in keys and one.status in DONE for one in await _cases(works))
    half = SPARE * rate(of_slice, plan.workers)
    paced = said.paced[: max(int(half * plan.paced_seconds), 1)]
    waits = await pace(works, hands, paced, len(paced) / half)
    return {
        "workers": plan.workers,
        "reports": said.reports,
        "slice": of_slice,
        "talk": of_talk,
        "lives": tuple(lives),
        "lived": len(chosen),
        "settled": settled,
        "paced": len(paced),
        "waits": waits,
        "marks": tuple(marks),
    }


async def _mark(works: Works) -> Mark:
    return Mark(cases=len(await _cases(works)), weights=await _weights(works))


async def _check_unused(works: Works) -> None:
    """Nobody's rows or words are to be mixed with these: StoreInUse."""
    full = [name for name, one in (await _weights(works)).items() if one.rows]
    if full:
        raise StoreInUse(f"--store: has rows in {', '.join(full)}; take an empty one")
    if await works.was_said_before():
        raise StoreInUse("--queue: something was said over this broker; take one of its own")


async def _cases(works: Works) -> list[Case]:
    _, found = await works.journey.store.look(lambda unit: unit.cases.changed_since(0, _MOST))
    return sorted(found, key=lambda case: case.key)


async def _weights(works: Works) -> dict[str, Weight]:
    def look() -> dict[str, Weight]:
        engine = make_engine(works.place.store)
        try:
            return weigh(engine)
        finally:
            engine.dispose()

    return await asyncio.to_thread(look)


def _told(plan: Plan, sizes: Mapping[str, Size], said: Said, found: Measured) -> dict[str, Any]:
    costs = costs_of(found)
    days = {name: Day(size, plan.seed) for name, size in sizes.items()}
    return {
        "machine": machine(),
        "slice": {
            "size": plan.size,
            "office": plan.office,
            "seed": plan.seed,
            "from": str(timedelta(seconds=plan.begin)),
            "seconds": plan.length,
            "messages": len(said.slice),
            "reports": said.reports,
            "store": plan.store.partition(":")[0] or "sqlite",
            "queue": plan.queue.partition(":")[0],
            "workers": plan.workers,
            "encoder": plan.encoder,
        },
        "runs": runs(found),
        "costs": told_costs(found),
        "needs": {
            name: asdict(needs(day, costs, seconds=day.size.messages < _SECONDS_OF_MILLIONS))
            for name, day in days.items()
        },
    }
