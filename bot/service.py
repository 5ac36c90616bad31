"""Runs adapters and stages side by side and drains on shutdown.

Comes in: channels, stages, parts with a life of their own. Goes out: a running service and its
health. Does not: know what a stage does. An unexpected exception stops the process; rows make that
safe.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.errors import Conflict, StorageError
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
    """What has a life of its own: platforms that receive, and others such as the desk's server."""

    channels: Mapping[str, Channel]
    accept: Accept
    others: Sequence[Callable[[], Awaitable[None]]] = ()


async def _receive(channel: Channel, accept: Accept) -> None:
    await channel.run(accept)


async def _live(other: Callable[[], Awaitable[None]]) -> None:
    await other()


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
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Stop taking messages in, finish the rows in hand, close."""
        self._stopping.set()
        for stage in self._stages:
            self._signals.notify(stage.topic)

    async def run(self) -> None:
        """Until `stop` is called or something unexpected happens."""
        async with asyncio.TaskGroup() as tasks:
            stages = [tasks.create_task(self._loop(stage)) for stage in self._stages]
            edges = [
                tasks.create_task(_receive(channel, self._edges.accept))
                for channel in self._edges.channels.values()
            ]
            edges += [tasks.create_task(_live(other)) for other in self._edges.others]
            await self._stopping.wait()
            for task in edges:
                task.cancel()
            await asyncio.wait([*stages, *edges])

    async def _loop(self, stage: Stage) -> None:
        self.parts.set(stage.name, "ok")
        while not self._stopping.is_set():
            try:
                handled = await stage.run_once()
                if handled == 0:
                    await self._signals.wait(stage.topic, await self._idle(stage))
                self.parts.set(stage.name, "ok")
                self.parts.set("store", "ok")
            except Conflict as err:
                log.info("stage_conflict", extra={"stage": stage.name, "error": str(err)})
            except StorageError as err:
                log.error("stage_blocked", extra={"stage": stage.name, "error": str(err)})
                self.parts.set(stage.name, "down", type(err).__name__)
                self.parts.set("store", "down", type(err).__name__)
                await self._signals.wait("stopping", self._poll)

    async def _idle(self, stage: Stage) -> timedelta:
        """How long there is nothing to do, at most the polling interval."""
        longest = stage.poll or self._poll
        due = await stage.next_due() if stage.next_due else None
        if due is None:
            return longest
        return min(max(due - self._clock.now(), timedelta(milliseconds=1)), longest)
