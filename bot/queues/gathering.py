"""Many come at once: the first waits a little for others, then writes for all of them.

Comes in: messages from many adapters at once, and what writes. Goes out: to everybody how the
writing went. Does not: know where it is written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.errors import StorageError
from bot.domain.turn import StoredMessage
from bot.ports import Clock

Write = Callable[[Sequence[StoredMessage]], Awaitable[int]]
"""Writes them for good, gives how many were new. Raises StorageError where nothing was written."""


@dataclass(slots=True)
class _Group:
    messages: list[StoredMessage] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    new: int = 0
    error: StorageError | None = None


class Gathering:
    """One write for all that came within `gather`."""

    def __init__(self, *, write: Write, clock: Clock, gather: timedelta) -> None:
        self._write_all = write
        self._clock = clock
        self._gather = gather
        self._group: _Group | None = None

    async def put(self, messages: Sequence[StoredMessage]) -> int:
        """Returns how many of the whole group were new, after they are written."""
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
            group.new = await self._write_all(group.messages)
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
