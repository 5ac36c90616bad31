"""How fast messages go through the whole durable journey, and how soon replies are out.

Comes in: a model and messages. Goes out: `Passed`. Does not: leave out a stage; the store is a file
with every commit on disk.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.replay.channel import ReplayChannel
from bot.clock import SystemClock
from bot.commands.bench.load import CHANNEL, bench_directory
from bot.commands.collecting import collect_seldom
from bot.domain.message import InboundMessage
from bot.domain.settings import Settings
from bot.domain.turn import StoredMessage
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.ports import UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service
from bot.signals import LocalSignals
from bot.wiring.journey import Journey, Tools, make_journey, office_hours, read_words
from bot.wiring.stages import stages_of
from bot.wiring.store import opened
from classifiers.api import Classifier
from intents.decisions import Act

_TOGETHER = 50
_IN_FLIGHT = 20
_LOOK_EVERY = timedelta(milliseconds=100)
_NO_WINDOW = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A passage: seconds for everything, and milliseconds from a text in to its replies out."""

    seconds: float
    messages: int
    replies_ms: tuple[float, ...]


@dataclass(slots=True)
class Received:
    """When what came to a case was received, by the message's id."""

    at: dict[str, datetime] = field(default_factory=dict)

    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """See `bot.journey.casework.stage.Witness`."""
        if case is not None:
            self.at[message.id] = message.received_at


async def pass_through(
    classifier: Classifier, messages: Sequence[InboundMessage], *, rate: float | None = None
) -> Passed:
    """Everything through the journey: as fast as it goes, or at `rate` messages a second."""
    clock = SystemClock()
    channel = ReplayChannel(name=CHANNEL, clock=clock)
    office = Office(
        areas=bench_directory(),
        listed=read_matters(None),
        hours=office_hours(),
        words=Catalogue.load(),
        settings=bench_settings(),
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={CHANNEL: channel.declaration},
    )
    received = Received()
    with (
        tempfile.TemporaryDirectory() as place,
        ThreadPoolExecutor(1) as executor,
    ):
        tools = Tools(
            classifier=classifier,
            channels={CHANNEL: channel},
            executor=executor,
            witness=received,
        )
        await asyncio.to_thread(read_words)
        collect_seldom()
        async with opened(f"sqlite:///{Path(place) / 'bench.db'}") as store:
            journey = make_journey(office, store, tools)
            seconds = await _measured(journey, channel, messages, rate)
            return await _passed(journey, received, len(messages), seconds)


def bench_settings() -> Settings:
    """Without windows, and without night: what is measured is the work."""
    base = Settings()
    return replace(
        base,
        quiet_window=_NO_WINDOW,
        quiet_window_addressed=_NO_WINDOW,
        acknowledge_together=_NO_WINDOW,
        night_begin=base.night_end,
    )


async def _measured(
    journey: Journey,
    channel: ReplayChannel,
    messages: Sequence[InboundMessage],
    rate: float | None,
) -> float:
    result: list[float] = []
    office = journey.office

    async def feed() -> None:
        begun = time.perf_counter()
        if rate is None:
            await _flood(journey, messages)
        else:
            await _drip(journey, messages, rate)
        while await _unfinished(journey):
            await office.clock.sleep(_LOOK_EVERY)
        result.append(time.perf_counter() - begun)
        service.stop()
        await asyncio.Event().wait()

    service = Service(
        clock=office.clock,
        signals=office.signals,
        poll=office.settings.poll,
        stages=stages_of(journey),
        edges=Edges(channels={CHANNEL: channel}, accept=journey.intake.accept, others=(feed,)),
    )
    await service.run()
    return result[0]


async def _flood(journey: Journey, messages: Sequence[InboundMessage]) -> None:
    """Many adapters at once, each waiting for its acknowledgement."""
    gate = asyncio.Semaphore(_IN_FLIGHT)

    async def hand_in(part: Sequence[InboundMessage]) -> None:
        async with gate:
            now = journey.office.clock.now()
            await journey.intake.accept([replace(m, sent_at=now, received_at=now) for m in part])

    parts = [messages[i : i + _TOGETHER] for i in range(0, len(messages), _TOGETHER)]
    await asyncio.gather(*(hand_in(part) for part in parts))


async def _drip(journey: Journey, messages: Sequence[InboundMessage], rate: float) -> None:
    clock = journey.office.clock
    begun = clock.now()
    for index, message in enumerate(messages):
        due = begun + timedelta(seconds=index / rate)
        await clock.sleep(due - clock.now())
        now = clock.now()
        await journey.intake.accept([replace(message, sent_at=now, received_at=now)])


async def _unfinished(journey: Journey) -> bool:
    """Whether anything still lies before casework, or waits to be sent."""

    async def look(unit: UnitOfWork) -> bool:
        if await unit.messages.unassembled(1) or await unit.deliveries.waiting():
            return True
        states = await unit.turns.waiting()
        return any(states.get(state, 0) for state in ("open", "understood"))

    return await journey.store.look(look)


async def _passed(journey: Journey, received: Received, number: int, seconds: float) -> Passed:
    deliveries = await journey.store.look(lambda unit: unit.deliveries.all(1_000_000))
    waits = [
        (delivery.sent_at - received.at[delivery.message]).total_seconds() * 1000
        for delivery in deliveries
        if delivery.sent_at is not None and delivery.message in received.at
    ]
    return Passed(seconds=seconds, messages=number, replies_ms=tuple(sorted(waits)))
