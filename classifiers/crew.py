"""The independent pieces of a training run, side by side in several processes.

In: what all of them look at, and jobs. Out: their answers, in the order of the jobs. Threads would
not do: liblinear draws its random numbers from one stream a process, so that what is learnt would
depend on who comes first; and small networks wait for the interpreter's lock (decision 0021). A
job's answer follows from the job alone, so that it does not matter who does it; where a helper is
lost, for want of memory perhaps, its job is done here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from threadpoolctl import threadpool_limits

from classifiers.processes import Child, start

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function at the top of a module, to be called with what all look at and these arguments."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    here: bool = False  # its answer, or what it needs, is too big to be sent
    cost: float = 1.0  # beside others: dear ones begin first


class Crew:
    """This process and some helpers. To be used in a `with` block; helpers get ready meanwhile."""

    def __init__(self, processes: int = 1) -> None:
        self._wanted = max(processes, 1) - 1
        self._helpers: list[Child] = []
        self._ends = ExitStack()

    def __enter__(self) -> Crew:
        self._ends.enter_context(threadpool_limits(1))  # a second one is another process's core
        for _ in range(self._wanted):
            self._helpers.append(self._ends.enter_context(start(_help)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._helpers.clear()
        self._ends.__exit__(kind, error, trace)

    def do(
        self,
        seen: object,
        jobs: Sequence[Job],
        done: Callable[[float], None] = lambda share: None,
    ) -> list[Any]:
        """The answers to all jobs; then helpers go. `seen` is sent to each, `done` hears which
        share is done.
        """
        board = _Board(jobs, done)
        with ThreadPoolExecutor(max(len(self._helpers), 1)) as threads:
            tasks = [threads.submit(_feed, helper.line, seen, board) for helper in self._helpers]
            try:
                _work_off(board, seen)
            finally:
                board.close()
        for task in tasks:
            task.result()
        for helper in self._helpers:
            helper.line.close()  # they may go, and their memory with them
        self._helpers.clear()
        board.open()
        _work_off(board, seen)  # what a lost helper left
        return board.answers


class _Board:
    """Who does what; for several threads."""

    def __init__(self, jobs: Sequence[Job], done: Callable[[float], None]) -> None:
        self.answers: list[Any] = [None] * len(jobs)
        self._jobs = jobs
        self._done = done
        self._whole = sum(job.cost for job in jobs)
        self._shown = 0.0
        self._closed = False
        self._waiting = sorted(range(len(jobs)), key=lambda k: (not jobs[k].here, -jobs[k].cost))
        self._lock = threading.Lock()

    def take(self, *, here: bool) -> tuple[int, Job] | None:
        """The next job that may be done here or elsewhere, None where none is left."""
        with self._lock:
            fitting = (k for k in self._waiting if here or not self._jobs[k].here)
            number = None if self._closed else next(fitting, None)
            if number is None:
                return None
            self._waiting.remove(number)
            return number, self._jobs[number]

    def put(self, number: int, answer: object) -> None:
        """A job is done."""
        with self._lock:
            self.answers[number] = answer
            self._shown += self._jobs[number].cost
            self._done(self._shown / self._whole)

    def give_back(self, numbers: Iterable[int]) -> None:
        """Jobs are not done and wait again."""
        with self._lock:
            self._waiting.extend(numbers)

    def close(self) -> None:
        """Nothing more is given out ..."""
        with self._lock:
            self._closed = True

    def open(self) -> None:
        """... until now."""
        with self._lock:
            self._closed = False


def _work_off(board: _Board, seen: object) -> None:
    while (taken := board.take(here=True)) is not None:
        number, job = taken
        board.put(number, job.work(seen, *job.arguments))


def _feed(line: Connection, seen: object, board: _Board) -> None:
    """Give a helper one job after another."""
    number = None
    try:
        line.send(seen)
        while (taken := board.take(here=False)) is not None:
            number, job = taken
            line.send((job.work, job.arguments))
            board.put(number, line.recv())
            number = None
    except (EOFError, OSError):
        log.warning("helper_lost")
        board.give_back([] if number is None else [number])


def _help(line: Connection) -> None:
    """What a helper does: answer until nobody asks any more."""
    with threadpool_limits(1):
        try:
            seen = line.recv()
            while True:
                work, arguments = line.recv()
                line.send(work(seen, *arguments))
        except (EOFError, BrokenPipeError):
            return
