"""How fast messages go through the whole durable journey, and how soon a reply is queued.

Comes in: a model. Goes out: `Run`s. Does not: leave out a stage; the store is a file with every commit on disk.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.adapters.replay.channel import ReplayChannel
from bot.clock import SystemClock
from bot.commands.bench.load import CHANNEL, bench_directory, bench_messages
from bot.commands.run import Counting, stages_of
from bot.config import read_matters
from bot.domain.message import InboundMessage
from bot.domain.settings import Settings
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service
from bot.signals import LocalSignals
from bot.wiring import Journey, Tools, make_journey, office_hours, open_store
from classifiers.api import Classifier

_TOGETHER = 50
_IN_FLIGHT = 20
_WINDOW = timedelta(milliseconds=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a passage gave: seconds for everything, and the milliseconds from text in to reply queued."""

    seconds: float
    messages: int
    replies_ms: tuple[float, ...]


async def pass_through(
    classifier: Classifier, messages: Sequence[InboundMessage], *, rate: float | None = None
) -> Passed:
    """Everything through the journey; as fast as it goes, or at `rate` messages a second."""
    clock, signals = SystemClock(), LocalSignals()
    channel = ReplayChannel(name=CHANNEL, clock=clock)
    settings = replace(Settings(), quiet_window=_WINDOW, quiet_window_addressed=_WINDOW)
    office = Office(
        directory=bench_directory(),
        matters=read_matters(None),
        hours=office_hours(),
        words=Catalogue.load(),
        settings=settings,
        clock=clock,
        ids=TimedIds(clock),
        signals=signals,
        channels={CHANNEL: channel.declaration},
    )
    with (
        tempfile.TemporaryDirectory() as place,
        ThreadPoolExecutor(1) as executor,
    ):
        store = await open_store(f"sqlite:///{Path(place) / 'bench.db'}")
        tools = Tools(
            classifier=classifier,
            channels={CHANNEL: channel},
            executor=executor,
            witness=Counting(),
        )
        journey = make_journey(office, store, tools)
        try:
            return await _measured(journey, channel, messages, rate)
        finally:
            await store.close()


async def _measured(
    journey: Journey,
    channel: ReplayChannel,
    messages: Sequence[InboundMessage],
    rate: float | None,
) -> Passed:
    result: list[float] = []
    office = journey.office

    async def feed() -> None:
        begun = time.perf_counter()
        if rate is None:
            await _flood(journey, messages)
        else:
            await _drip(journey, messages, rate)
        while await _unfinished(journey):
            await office.clock.sleep(timedelta(milliseconds=100))
        result.append(time.perf_counter() - begun)
        service.stop()

    service = Service(
        clock=office.clock,
        signals=office.signals,
        poll=office.settings.poll,
        stages=stages_of(journey),
        edges=Edges(channels={CHANNEL: channel}, accept=journey.intake.accept, others=(feed,)),
    )
    await service.run()
    async with journey.store.unit() as unit:
        queued = await unit.deliveries.all(1_000_000)

    return Passed(seconds=result[0], messages=len(messages), replies_ms=())


async def _flood(journey: Journey, messages: Sequence[InboundMessage]) -> None:
    """Many adapters at once, each waiting for its acknowledgement."""
    now = journey.office.clock.now()
    stamped = [replace(message, sent_at=now, received_at=now) for message in messages]
    parts = [stamped[i : i + _TOGETHER] for i in range(0, len(stamped), _TOGETHER)]
    gate = asyncio.Semaphore(_IN_FLIGHT)

    async def hand_in(part: list[InboundMessage]) -> None:
        async with gate:
            await journey.intake.accept(part)

    await asyncio.gather(*(hand_in(part) for part in parts))


async def _drip(journey: Journey, messages: Sequence[InboundMessage], rate: float) -> None:
    clock = journey.office.clock
    for message in messages:
        now = clock.now()
        await journey.intake.accept([replace(message, sent_at=now, received_at=now)])
        await clock.sleep(timedelta(seconds=1 / rate))


async def _unfinished(journey: Journey) -> bool:
    async with journey.store.reading() as unit:
        states = await unit.turns.waiting()
        loose = await unit.messages.unassembled(1)
        return bool(loose) or any(states.get(state, 0) for state in ("open", "understood"))


def measure(classifier: Classifier, number: int) -> Passed:
    """One flood."""
    return asyncio.run(pass_through(classifier, bench_messages(number)))
