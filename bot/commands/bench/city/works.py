"""One process's journey over a store and a queue, with the areas of a day and a platform that takes
everything.

Comes in: where rows and messages lie, a day, a text model. Goes out: a journey that can take
messages in and can be run for a while. Does not: measure. Turns are over at once and nothing waits
for the morning: what is looked at is the work, not the windows.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.adapters.replay.channel import ReplayChannel
from bot.clock import SystemClock
from bot.commands.bench.journey import Received, bench_settings
from bot.commands.bench.load import CHANNEL
from bot.commands.collecting import collect_seldom
from bot.config.reading import check_config
from bot.config.secrets import read_secrets
from bot.domain.grid import Directory
from bot.domain.message import InboundMessage
from bot.domain.tally import Fate
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.options.machine import EMBEDDED
from bot.ports import Channel, UnitOfWork
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service, Stage
from bot.storage.engine import make_engine
from bot.storage.leading import Leader
from bot.storage.weighing import count
from bot.wiring.journey import Journey, Tools, make_journey, office_hours, read_words
from bot.wiring.queue import Wires, arrivals_of, wires_of
from bot.wiring.roles import Role, stages_for
from bot.wiring.stages import stages_of
from bot.wiring.store import leader_of, opened
from classifiers.api import Classifier

_TOGETHER: Final = 50
_IN_FLIGHT: Final = 20
_LOOK_EVERY: Final = timedelta(milliseconds=100)
_LATER: Final = timedelta(days=1)
"""By then nothing is context any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where rows lie and where messages wait, as the configuration names them."""

    store: str
    queue: str = EMBEDDED


class _Later(SystemClock):
    """The machine's clock, a day ahead."""

    def now(self) -> datetime:
        """Tomorrow, at this time."""
        return super().now() + _LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What a process works with. `received` tells when what came to a case came in."""

    place: Place
    journey: Journey
    channel: Channel
    wires: Wires
    role: Role
    stages: Sequence[Stage]
    received: Received

    async def run(self, until: Callable[[], Awaitable[None]], *, working: bool = True) -> None:
        """The service, with its stages or only with its lines, until something is done."""
        office = self.journey.office

        async def done() -> None:
            if self.wires.broker is not None:
                await self.wires.broker.connected()
            await until()
            service.stop()
            await asyncio.Event().wait()

        arrivals = arrivals_of(
            self.wires, self.journey.store, self.role, office.clock, office.tally
        )
        service = Service(
            clock=office.clock,
            signals=office.signals,
            poll=office.settings.poll,
            stages=self.stages if working else (),
            edges=Edges(
                channels={CHANNEL: self.channel},
                accept=self.journey.intake.accept,
                others=(done, *self.wires.lives, *(arrivals if working else ())),
            ),
        )
        await service.run()

    async def take_in(self, messages: Sequence[InboundMessage]) -> None:
        """All of them as fast as it goes: many adapters at once, each waiting until its messages
        are kept. Each is sent when the day has it, from now on, whenever it comes in.
        """
        gate, begun = asyncio.Semaphore(_IN_FLIGHT), self.journey.office.clock.now()
        first = messages[0].sent_at if messages else begun

        async def hand_in(part: Sequence[InboundMessage]) -> None:
            async with gate:
                now = self.journey.office.clock.now()
                await self.journey.intake.accept(
                    [replace(m, sent_at=begun + (m.sent_at - first), received_at=now) for m in part]
                )

        parts = [messages[i : i + _TOGETHER] for i in range(0, len(messages), _TOGETHER)]
        await asyncio.gather(*(hand_in(part) for part in parts))

    async def let_come(self, messages: Sequence[InboundMessage], seconds: float) -> None:
        """One after the other, in the rhythm of the day, so that all have come in these seconds."""
        clock = self.journey.office.clock
        begun, first = clock.now(), messages[0].sent_at
        span = (messages[-1].sent_at - first).total_seconds() or 1.0
        for message in messages:
            share = (message.sent_at - first).total_seconds() / span
            await clock.sleep(begun + timedelta(seconds=share * seconds) - clock.now())
            now = clock.now()
            await self.journey.intake.accept([replace(message, sent_at=now, received_at=now)])

    @property
    def taken(self) -> int:
        """How many messages this process has taken in."""
        return self.journey.office.tally.heard[CHANNEL, Fate.TAKEN]

    @property
    def held_back(self) -> int:
        """How many it has not, because they were far too many in a minute."""
        return self.journey.office.tally.heard[CHANNEL, Fate.HELD_BACK]

    async def finish(self) -> None:
        """Wait until everything that was taken in is dealt with and every reply is sent."""
        clock = self.journey.office.clock
        while await self._stored() < self.taken or await self._is_unfinished():
            await clock.sleep(_LOOK_EVERY)

    async def _is_unfinished(self) -> bool:
        """Whether anything lies before casework, or should have been sent by now."""
        now = self.journey.office.clock.now()

        async def look(unit: UnitOfWork) -> bool:
            due = await unit.deliveries.next_due()
            if (due is not None and due <= now) or await unit.messages.unassembled(1):
                return True
            states = await unit.turns.waiting()
            return any(states.get(state, 0) for state in ("open", "understood"))

        return await self.journey.store.look(look)

    async def was_said_before(self) -> bool:
        """Whether anything ever lay with the broker."""
        if self.wires.broker is None:
            return False
        from bot.queues.broker import STREAM  # the client is of the big size only

        found: list[int] = []

        async def look() -> None:
            assert self.wires.broker is not None
            _, jetstream = await self.wires.broker.connected()
            found.append((await jetstream.stream_info(STREAM)).state.last_seq)

        await self.run(look, working=False)
        return any(found)

    async def _stored(self) -> int:
        if self.wires.broker is None:
            return self.taken  # what is taken in is in rows
        return await asyncio.to_thread(_seen, self.place.store)


def _seen(url: str) -> int:
    engine = make_engine(url)
    try:
        return count(engine, "seen")
    finally:
        engine.dispose()


@asynccontextmanager
async def working(
    place: Place,
    areas: Directory,
    classifier: Classifier,
    *,
    role: Role = Role.ALL,
    later: bool = False,
) -> AsyncIterator[Works]:
    """Everything put together, for as long as it is used; `later`: a day from now."""
    clock = _Later() if later else SystemClock()
    wires = _wires(place, clock)
    channel = ReplayChannel(name=CHANNEL, clock=clock)
    office = await asyncio.to_thread(_office, areas, clock, wires, channel)
    await asyncio.to_thread(read_words)
    leader = await asyncio.to_thread(leader_of, place.store)
    executor = ThreadPoolExecutor(1, thread_name_prefix="understanding")
    tools = Tools(
        classifier=classifier,
        channels={CHANNEL: channel},
        executor=executor,
        witness=Received(),
        role=role,
        wires=wires,
    )
    try:
        async with opened(place.store) as store:
            collect_seldom()
            yield _works(place, make_journey(office, store, tools), tools, leader)
    finally:
        executor.shutdown(wait=False)
        if leader is not None:
            await leader.close()


def _works(place: Place, journey: Journey, tools: Tools, leader: Leader | None) -> Works:
    leads = None if leader is None else leader.leads
    witness = tools.witness
    assert isinstance(witness, Received)
    return Works(
        place=place,
        journey=journey,
        channel=tools.channels[CHANNEL],
        wires=tools.wires,
        role=tools.role,
        stages=stages_for(tools.role, stages_of(journey), leads),
        received=witness,
    )


def _office(areas: Directory, clock: SystemClock, wires: Wires, channel: ReplayChannel) -> Office:
    """Callbacks are asked for at any time, so that it does not matter when it is measured."""
    return Office(
        areas=areas,
        listed=read_matters(None),
        hours=office_hours(),
        words=Catalogue.load(),
        settings=replace(bench_settings(), callback_begin=time.min, callback_end=time.max),
        clock=clock,
        ids=TimedIds(clock),
        signals=wires.signals,
        channels={CHANNEL: channel.declaration},
    )


def _wires(place: Place, clock: SystemClock) -> Wires:
    """As the configuration of such an office would have them."""
    config = check_config(
        {
            "community": {"street": "-", "name": "-", "grids": [{"id": "g0", "name": "-"}]},
            "store": {"url": place.store},
            "queue": {"url": place.queue},
        }
    )
    return wires_of(config, read_secrets(config), clock)
