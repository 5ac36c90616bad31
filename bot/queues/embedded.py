"""The queue of the embedded size: a table in the same store, written in group commits.

Comes in: stored messages from many adapters at once. Goes out: one transaction for all that came
within `gather` (10 ms by default). Does not: hand messages on; stages read the table.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.tally import Tally
from bot.domain.turn import StoredMessage
from bot.ports import Clock, Store
from bot.queues.gathering import Gathering


class EmbeddedQueue:
    """See `bot.ports.Queue`."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        gather: timedelta = timedelta(milliseconds=10),
        tally: Tally | None = None,
    ) -> None:
        self._store = store
        self._tally = tally or Tally()
        self._gathering = Gathering(write=self._write, clock=clock, gather=gather)

    async def put(self, messages: Sequence[StoredMessage]) -> int:
        """Store; returns how many of all that came together were new, after the commit."""
        return await self._gathering.put(messages)

    async def _write(self, messages: Sequence[StoredMessage]) -> int:
        new = await self._store.work(lambda unit: unit.messages.add(messages))
        self._tally.repeated += len(messages) - new
        return new
