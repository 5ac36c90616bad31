"""Runs adapters and stages side by side and drains on shutdown.

Comes in: channels, stages, parts with a life of their own. Goes out: a running service and its
health. Does not: know what a stage does. An unexpected exception stops the process; rows make that
safe.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.errors import Conflict, StorageError
from bot.domain.message import InboundMessage
from bot.ports import Accept, Channel, Clock, PartHealth, Signals

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A loop over rows: `run_once` gives how many it handled; `topic` wakes it; `next_due` may tell
    when it is needed.
    """

    name: str
    topic: str
    run_once: Callable[[], Awaitable[int]]
    next_due: Callable[[], Awaitable[datetime | None]] | None = None
    poll: timedelta | None = None


@dataclass(slots=True)
class Parts:
    """How every part is, by name."""

    clock: Clock
    states: dict[str, PartHealth] = field(default_factory=dict)

    def set(self, name: str, status: str, detail: str = "") -> None:
        """Note a state; `since` only moves when it changes."""
        known = self.states.get(name)
        if known is None or (known.status, known.detail) != (status, detail):
            self.states[name] = PartHealth(status=status, since=self.clock.now(), detail=detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What has a life of its own: platforms that receive, and others such as the desk's server.

    `probe` writes something small: whether there is room again where nobody sends a message.
    `patience` is how long they may take to close before they are told once more.
    """

    channels: Mapping[str, Channel]
    accept: Accept
    others: Sequence[Callable[[], Awaitable[None]]] = ()
    probe: Callable[[], Awaitable[None]] | None = None
    patience: timedelta = timedelta(seconds=10)


_STORE, _QUEUE, _STOPPING = "store", "queue", "stopping"
_MANY = 10
_BREATH = timedelta(milliseconds=20)
"""Shortest idle time: what is due and cannot be taken yet must not keep the processor busy."""


class Service:
    """One process with all or some of the stages."""

    def __init__(
        self,
        *,
        clock: Clock,
        signals: Signals,
        poll: timedelta,
        stages: Sequence[Stage],
        edges: Edges,
    ) -> None:
        self._clock = clock
        self._signals = signals
        self._poll = poll
        self._stages = stages
        self._edges = edges
        self.parts = Parts(clock=clock)
        self._blocked: set[str] = set()
        self._stopping = asyncio.Event()
        self.parts.set(_QUEUE, "ok")

    def stop(self) -> None:
        """Finish the rows in hand, stop taking messages in, close."""
        self._stopping.set()
        for topic in (_STOPPING, *(stage.topic for stage in self._stages)):
            self._signals.notify(topic)

    @property
    def stopping(self) -> bool:
        """Whether it finishes what it has in hand."""
        return self._stopping.is_set()

    async def run(self) -> None:
        """Until `stop` is called or something unexpected happens."""
        async with asyncio.TaskGroup() as tasks:
            stages = [tasks.create_task(self._loop(stage)) for stage in self._stages]
            stages.append(tasks.create_task(self._watch()))
            edges = [
                tasks.create_task(self._receive(name, channel))
                for name, channel in self._edges.channels.items()
            ]
            edges += [tasks.create_task(self._live(other)) for other in self._edges.others]
            await self._stopping.wait()
            # Adapters last: words in hand may need their line, and what comes in meanwhile is kept.
            await asyncio.wait(stages)
            await _ended(edges, self._edges.patience) if edges else None

    async def _receive(self, name: str, channel: Channel) -> None:
        await channel.run(self._accept)
        raise RuntimeError(f"adapter {name} ended by itself")

    async def _live(self, other: Callable[[], Awaitable[None]]) -> None:
        await other()
        raise RuntimeError("a part of the service ended by itself")

    async def _accept(self, messages: Sequence[InboundMessage]) -> None:
        """What adapters are given: intake, and whether it works is seen from outside."""
        try:
            await self._edges.accept(messages)
        except StorageError as err:
            log.error("intake_blocked", extra={"error": str(err)})
            self._block(_QUEUE, err)
            raise
        self._unblock(_QUEUE)

    async def _watch(self) -> None:
        """See for intake whether it would work again."""
        while not self._stopping.is_set():
            await self._signals.wait(_STOPPING, self._poll)
            if _QUEUE in self._blocked and self._edges.probe is not None:
                with suppress(StorageError):
                    await self._edges.probe()
                    self._unblock(_QUEUE)

    def _block(self, name: str, err: StorageError) -> None:
        self._blocked.add(name)
        self.parts.set(name, "down", type(err).__name__)
        self.parts.set(_STORE, "down", type(err).__name__)

    def _unblock(self, name: str) -> None:
        """The store is well again when nobody is blocked any more: who has nothing to write does
        not notice that there is no room.
        """
        self._blocked.discard(name)
        self.parts.set(name, "ok")
        if not self._blocked:
            self.parts.set(_STORE, "ok")

    async def _loop(self, stage: Stage) -> None:
        self.parts.set(stage.name, "ok")
        conflicts = 0
        while not self._stopping.is_set():
            try:
                handled = await stage.run_once()
                conflicts = 0
                self._unblock(stage.name)
                if handled == 0:
                    await self._signals.wait(stage.topic, await self._idle(stage))
            except Conflict as err:
                conflicts += 1
                log.info("stage_conflict", extra={"stage": stage.name, "error": str(err)})
                await self._signals.wait(_STOPPING, self._stuck(stage, conflicts))
            except StorageError as err:
                log.error("stage_blocked", extra={"stage": stage.name, "error": str(err)})
                self._block(stage.name, err)
                await self._signals.wait(_STOPPING, self._poll)

    def _stuck(self, stage: Stage, conflicts: int) -> timedelta:
        """How long to wait after so many conflicts in a row: one is nothing, many are a fault that
        somebody must see.
        """
        if conflicts < _MANY:
            return _BREATH
        self.parts.set(stage.name, "degraded", Conflict.__name__)
        return self._poll

    async def _idle(self, stage: Stage) -> timedelta:
        """How long there is nothing to do, at most the polling interval."""
        longest = stage.poll or self._poll
        due = await stage.next_due() if stage.next_due else None
        if due is None:
            return longest
        return min(max(due - self._clock.now(), _BREATH), longest)


async def _ended(edges: Sequence[asyncio.Task[None]], patience: timedelta) -> None:
    """Cancel them and wait. Libraries lose a cancellation that comes together with what they wait
    for (`asyncio.wait_for` of Python 3.11 does, and a client that makes another error of it): who
    was told and is still there is told again, also tasks that an edge has made and waits for.
    """
    for task in edges:
        task.cancel()
    while (await asyncio.wait(edges, timeout=patience.total_seconds()))[1]:
        for task in asyncio.all_tasks():
            if task.cancelling():
                log.warning("told_again", extra={"task": task.get_name()})
                task.cancel()
