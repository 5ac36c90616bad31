"""The queue of the embedded size: a table in the same store, written in group commits.

Comes in: stored messages from many adapters at once. Goes out: one transaction for all that came
within `gather` (10 ms by default). Does not: hand messages on; stages read the table.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.errors import StorageError
from bot.domain.tally import Tally
from bot.domain.turn import StoredMessage
from bot.ports import Clock, Store


@dataclass(slots=True)
class _Group:
    messages: list[StoredMessage] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    new: int = 0
    error: StorageError | None = None


class EmbeddedQueue:
    """The first to come waits for others, then writes for all of them."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        gather: timedelta = timedelta(milliseconds=10),
        tally: Tally | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._gather = gather
        self._tally = tally or Tally()
        self._group: _Group | None = None

    async def put(self, messages: Sequence[StoredMessage]) -> int:
        """Store; returns how many of the whole group were new, after the commit."""
        group = self._group
        if group is not None:
            group.messages.extend(messages)
            await group.done.wait()
        else:
            group = self._group = _Group(messages=list(messages))
            await self._write(group)
        if group.error is not None:
            raise group.error
        return group.new

    async def _write(self, group: _Group) -> None:
        try:
            await self._gathered()
            group.new = await self._store.work(lambda unit: unit.messages.add(group.messages))
            self._tally.repeated += len(group.messages) - group.new
        except StorageError as err:
            group.error = err
        except BaseException as err:
            # Whoever writes for all may be cancelled, too: then the others are told at once.
            group.error = StorageError(f"not stored: {type(err).__name__}")
            raise
        finally:
            group.done.set()

    async def _gathered(self) -> None:
        try:
            await self._clock.sleep(self._gather)
        finally:
            self._group = None
