"""The main loop's side of receiving: supervises the receiver's thread and gives its messages to
`accept`.

Comes in: `accept`. Goes out: batches of messages in the order they arrived, and the state of the
line. Does not: read sockets or payloads.
"""

import asyncio
import importlib
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.adapters.dingtalk.presses import spoken
from bot.adapters.dingtalk.settings import DingtalkSettings
from bot.backoff import Backoff
from bot.domain.errors import StorageError
from bot.domain.message import InboundMessage
from bot.ports import Accept, Clock, PartHealth

if TYPE_CHECKING:
    from bot.adapters.dingtalk.receiver import Line, Receiver

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    """A message from the thread, and where the thread waits to hear that it is stored."""

    message: InboundMessage
    stored: Future[None]


class Stream:
    """The receiving half of the channel."""

    def __init__(self, settings: DingtalkSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._health = PartHealth(status="down", since=clock.now(), detail="not started")
        self._lost_at: datetime | None = None
        self._gaps = 0
        self._deaf_for = timedelta(0)

    def health(self) -> PartHealth:
        """How the line is now."""
        return self._health

    def figures(self) -> dict[str, float]:
        """How often and how long the line was lost."""
        return {"gaps": self._gaps, "missed_seconds": self._deaf_for.total_seconds()}

    async def run(self, accept: Accept) -> None:
        """Receive until cancelled. A thread that ends by itself is a defect; it is told, and
        started again.
        """
        settings = self._settings
        backoff = Backoff(
            first=settings.backoff_first,
            longest=settings.backoff_longest,
            settled_after=settings.settled_after,
        )
        while True:
            started_at = self._clock.now()
            error = await self._attend(accept)
            wait = backoff.next_wait((self._clock.now() - started_at).total_seconds())
            log.error("dingtalk_thread_ended", extra={"wait_seconds": wait}, exc_info=error)
            self._set_health("down", f"the receiving thread ended ({type(error).__name__})")
            await self._clock.sleep(timedelta(seconds=wait))

    async def _attend(self, accept: Accept) -> BaseException | None:
        """One life of the thread; gives back what it ended of."""
        loop = asyncio.get_running_loop()
        inbox: asyncio.Queue[_Arrived | None] = asyncio.Queue()

        def offer(message: InboundMessage) -> Future[None]:
            arrived = _Arrived(message=message, stored=Future())
            loop.call_soon_threadsafe(inbox.put_nowait, arrived)
            return arrived.stored

        def report(line: "Line") -> None:
            loop.call_soon_threadsafe(self._note, line)

        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dingtalk-stream")
        make_receiver = await loop.run_in_executor(executor, _load_receiver)
        receiver = make_receiver(self._settings, self._clock, offer=offer, report=report)
        thread = loop.run_in_executor(executor, receiver.serve)
        thread.add_done_callback(lambda _: inbox.put_nowait(None))
        try:
            while batch := await _next_batch(inbox, self._settings.in_flight):
                await self._hand_over(accept, batch)
        finally:
            receiver.stop()
            limit = self._settings.stop_timeout.total_seconds()
            _, still_running = await asyncio.wait({thread}, timeout=limit)
            if still_running:
                log.error("dingtalk_thread_does_not_end")
            self._set_health("down", "stopped")
            executor.shutdown(wait=False)
        return thread.exception()

    async def _hand_over(self, accept: Accept, batch: Sequence[_Arrived]) -> None:
        """Store, then let the thread acknowledge; what was not stored is not acknowledged and comes
        again.

        One `accept` at a time keeps the order; what arrives meanwhile goes together into the next.
        """
        waiting = [arrived for arrived in batch if arrived.stored.set_running_or_notify_cancel()]
        outcome: StorageError | None = StorageError("interrupted before it was stored")
        try:
            await accept([arrived.message for arrived in waiting])
            outcome = None
        except StorageError as err:
            outcome = err
        finally:
            for arrived in waiting:
                if outcome is None:
                    arrived.stored.set_result(None)
                else:
                    arrived.stored.set_exception(outcome)

    def _note(self, line: "Line") -> None:
        self._count_gap(line)
        told = f"; {line.bad_frames} bad frames dropped" if line.bad_frames else ""
        if self._gaps:
            told += f"; gaps: {self._gaps}, {round(self._deaf_for.total_seconds())} s in all"
        if line.is_open:
            self._set_health("ok", f"connected{told}")
        elif line.refused or line.failures >= self._settings.down_after:
            self._set_health("down", line.detail + told)
        else:
            self._set_health("degraded", line.detail + told)

    def _count_gap(self, line: "Line") -> None:
        """What was said while the line was lost comes again only as far as the platform keeps it,
        which it does not promise: how often and how long is shown.
        """
        if not line.is_open:
            if self._health.status == "ok":
                self._lost_at = self._clock.now()
        elif self._lost_at is not None:
            self._gaps += 1
            self._deaf_for += self._clock.now() - self._lost_at
            self._lost_at = None

    def _set_health(self, status: str, detail: str) -> None:
        same = status == self._health.status
        since = self._health.since if same else self._clock.now()
        self._health = PartHealth(status=status, since=since, detail=detail)


def _load_receiver() -> "type[Receiver]":
    """Imports the client libraries, and reads what buttons say, on the thread that uses them: they
    are read from disk, which blocks.
    """
    spoken()
    module = importlib.import_module("bot.adapters.dingtalk.receiver")
    receiver: type[Receiver] = module.Receiver
    return receiver


async def _next_batch(inbox: asyncio.Queue[_Arrived | None], most: int) -> list[_Arrived]:
    """What has arrived, at least one message; empty when the thread has ended."""
    first = await inbox.get()
    if first is None:
        return []
    batch = [first]
    while len(batch) < most and not inbox.empty():
        arrived = inbox.get_nowait()
        if arrived is None:
            inbox.put_nowait(None)
            break
        batch.append(arrived)
    return batch
