"""A slice of a day goes through the journey, and what that took.

Comes in: works and a crew, messages made beforehand. Goes out: figures of each phase. Does not:
compare, or make messages while anything is measured.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.commands.bench.city.crew import Crew
from bot.commands.bench.city.servers import used
from bot.commands.bench.city.sizes import Step
from bot.commands.bench.city.works import Works
from bot.commands.bench.load import CHANNEL
from bot.domain.case import Case
from bot.domain.message import Address, ConversationKind, InboundMessage
from bot.domain.people import Role

_MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Messages taken in (and held back as far too many in a minute); seconds on the clock and of
    the processor for taking them in, then for working them off; of other servers beside; the most
    memory of a process in MB.
    """

    messages: int
    held_back: int
    seconds_in: float
    seconds: float
    processor_in: float
    processor: float
    servers: dict[str, float]
    memory: float

    @property
    def processor_all(self) -> float:
        """Processor seconds of ours for both."""
        return self.processor_in + self.processor


async def flood(
    works: Works, crew: Crew, messages: Sequence[InboundMessage], servers: Mapping[str, int]
) -> Phase:
    """The queue is filled first, then it is worked off."""
    taken, held = works.taken, works.held_back
    before = await asyncio.to_thread(used, servers)
    begun, spent = time.perf_counter(), time.process_time()

    async def take_in() -> None:
        await works.take_in(messages)

    await works.run(take_in, working=False)
    between, spent_in = time.perf_counter(), time.process_time() - spent
    did = await crew.work(works.finish)
    seconds = time.perf_counter() - between
    after = await asyncio.to_thread(used, servers)
    return Phase(
        messages=works.taken - taken,
        held_back=works.held_back - held,
        seconds_in=between - begun,
        seconds=seconds,
        processor_in=spent_in,
        processor=sum(one.processor for one in did),
        servers=_since(before, after),
        memory=max(one.memory for one in did),
    )


async def pace(
    works: Works, crew: Crew, messages: Sequence[InboundMessage], seconds: float
) -> list[float]:
    """Messages come in the rhythm of the day while they are worked off; milliseconds from each that
    came to a case until its replies were sent, sorted.
    """

    async def come() -> None:
        await works.let_come(messages, seconds)
        await works.finish()

    before = {row.id for row in await works.journey.store.look(lambda u: u.deliveries.all(_MOST))}
    received = {name: at for one in await crew.work(come) for name, at in one.received.items()}
    rows = await works.journey.store.look(lambda unit: unit.deliveries.all(_MOST))
    return sorted(
        (row.sent_at - received[row.message]) / timedelta(milliseconds=1)
        for row in rows
        if row.id not in before and row.sent_at is not None and row.message in received
    )


async def forget(works: Works) -> tuple[int, float]:
    """Everything that is no longer context is erased; how many messages, and processor seconds."""
    begun, gone = time.process_time(), 0
    while more := await works.journey.erasing.run_once():
        gone += more
    return gone, time.process_time() - begun


def about(works: Works, cases: Sequence[Case], step: Step) -> Iterator[InboundMessage]:
    """What is said of each case at a step of its life."""
    directory, now = works.journey.office.directory, works.journey.office.clock.now()
    for case in cases:
        leader = directory.of_grid(case.grid, Role.GRID_LEADER)[0]
        person = leader if step.by_leader else directory.person(case.reporter)
        room = directory.leaders_room(case.grid, case.community) if step.by_leader else None
        conversation = room.id if room is not None else case.opened_in
        yield InboundMessage(
            channel=CHANNEL,
            external_id=f"{step.says}:{case.key}",
            address=Address(
                channel=CHANNEL, kind=ConversationKind.GROUP, conversation=conversation
            ),
            sender=str(person.account(CHANNEL)),
            sender_name=person.name,
            text=step.says.format(number=case.number),
            sent_at=now,
            received_at=now,
        )


def _since(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {name: after[name] - before[name] for name in after}
