"""Who does the work of a slice: this process alone, or several beside it over one store.

Comes in: works of this process, how many others. Goes out: what the work took of them. Does not:
know what is worked on.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from bot.commands.bench.city.works import Place, Works
from bot.commands.train import ensure_model, existing_model
from classifiers.api import Classifier

HAND: Final = "bot.commands.bench.city.hand"
_LINE: Final = 64_000_000
"""Bytes: what a process tells at its end, when each message came that came to a case."""

Until = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one process took: processor seconds, the most memory in MB; `received` tells when what
    it brought to cases had come in.
    """

    processor: float
    memory: float
    received: dict[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a process beside this one has to know: the day it works in."""

    place: Place
    size: str
    sizes: Path | None
    seed: int
    office: int | None
    model: str | None
    encoder: str


def model_at(directory: str | None, encoder: str) -> Classifier:
    """A model that is there, or the program's own, which is trained first where there is none."""
    if directory is not None:
        return existing_model(directory, encoder=encoder)
    return ensure_model(None, encoder=encoder)


class Crew(Protocol):
    """Works until something is done."""

    async def work(self, until: Until) -> list[Spent]:
        """Run the stages until it is done; what each process took meanwhile."""


def memory() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Alone:
    """This process does everything."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def work(self, until: Until) -> list[Spent]:
        """See `Crew`."""
        begun = time.process_time()
        await self._works.run(until)
        used = time.process_time() - begun
        return [Spent(processor=used, memory=memory(), received=dict(self._works.received.at))]


class Hands:
    """Processes beside this one; this one only takes in."""

    def __init__(self, works: Works, processes: Sequence[asyncio.subprocess.Process]) -> None:
        self._works = works
        self._processes = processes

    async def work(self, until: Until) -> list[Spent]:
        """See `Crew`."""
        for one in self._processes:
            await tell(one)
        await self._works.run(until, working=False)
        for one in self._processes:
            await tell(one)
        return [_spent(await heard(one)) for one in self._processes]


@asynccontextmanager
async def crew(works: Works, order: Order, number: int) -> AsyncIterator[Crew]:
    """So many processes that have everything loaded; 0: this one alone. They end with this one."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            HAND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
        )
        for _ in range(number)
    ]
    try:
        for one in processes:
            await tell(one, json.dumps(asdict(order), default=str))
        for one in processes:
            await heard(one)  # it is ready
        yield Hands(works, processes) if processes else Alone(works)
    finally:
        for one in processes:
            assert one.stdin is not None
            one.stdin.close()
            await one.wait()


async def tell(process: asyncio.subprocess.Process, words: str = "") -> None:
    """One line to a process."""
    assert process.stdin is not None
    process.stdin.write(f"{words}\n".encode())
    await process.stdin.drain()


async def heard(process: asyncio.subprocess.Process) -> Any:  # noqa: ANN401 - JSON
    """The next line of a process; RuntimeError where it has ended."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("a process of the measurement has ended")
    return json.loads(line)


def _spent(told: dict[str, Any]) -> Spent:
    received = {name: datetime.fromisoformat(at) for name, at in told["received"].items()}
    return Spent(processor=told["processor"], memory=told["memory"], received=received)
