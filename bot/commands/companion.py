"""A process beside the service: started, looked after, started again, ended with it.

Comes in: a command. Goes out: a running process, for as long as this one runs. Does not: know what
it does. It is told its end by its standard input, so that it ends with us however we end; by its
standard output it lets us know that it lives. One that is silent for too long is frozen, and ended.
Waiting for that is the event loop's own time, not `ports.Clock`: a clock that is set forward must
not end a process that is well.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Clock

log = logging.getLogger(__name__)

_SIGNS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait before it is started again, for a sign of life, and for its end."""

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=1)
    settled_after: timedelta = timedelta(minutes=1)
    silence: timedelta = timedelta(minutes=1)
    ending: timedelta = timedelta(seconds=10)


class Companion:
    """One process."""

    def __init__(
        self, name: str, command: Sequence[str], clock: Clock, patience: Patience | None = None
    ) -> None:
        self._name = name
        self._command = command
        self._clock = clock
        self._patience = patience or Patience()

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            began = self._clock.now()
            status = await self._live()
            lived = self._clock.now() - began
            failures = 0 if lived >= self._patience.settled_after else failures + 1
            wait = min(self._patience.longest, self._patience.first * 2 ** min(failures, 10))
            log.error(
                "companion_ended",
                extra={"who": self._name, "status": status, "wait_seconds": wait.total_seconds()},
            )
            await self._clock.sleep(wait)

    async def _live(self) -> int:
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        log.info("companion_started", extra={"who": self._name, "pid": process.pid})
        try:
            if not await self._heard_to_the_end(process):
                log.error("companion_frozen", extra={"who": self._name, "pid": process.pid})
                process.kill()
            return await process.wait()
        finally:
            if process.returncode is None:
                await self._end(process)

    async def _heard_to_the_end(self, process: asyncio.subprocess.Process) -> bool:
        """Whether it was never silent for too long. The last second is for what has come already,
        where it was us who did not listen.
        """
        assert process.stdout is not None
        silence = self._patience.silence.total_seconds()
        while True:
            for wait in (silence, 1.0):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        said = await process.stdout.read(_SIGNS)
                    break
            else:
                return False
            if not said:
                return True

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self._patience.ending.total_seconds())
        except TimeoutError:
            log.error("companion_killed", extra={"who": self._name})
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
