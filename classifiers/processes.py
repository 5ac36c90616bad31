"""Processes of our own beside this one: how they start, and that they end with it.

In: a function at the top of a module and what it is given. Out: the process and the near end of a
line to it. Such a process is started anew (spawn), never forked: the service has threads, and the
numerical libraries have theirs. Ctrl-C, which the terminal sends to everybody, ends it without a
word. Where whoever started it is killed and cannot end it, it ends by itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Any

PATIENCE = 5.0  # seconds for ending when asked to


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A process, and the line to it; both end with the `with` block."""

    process: SpawnProcess
    line: Connection

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.line.close()
        if kind is not None:
            self.process.terminate()
        self.process.join(PATIENCE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


def start(work: Callable[..., None], *arguments: Any) -> Child:  # noqa: ANN401
    """A process that does `work(line, *arguments)`."""
    context = get_context("spawn")
    near, far = context.Pipe()
    resource_tracker.ensure_running()  # it would lift the mask, which holds until `_begin`
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process = context.Process(target=_begin, args=(work, far, *arguments))
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        far.close()
    return Child(process=process, line=near)


def _begin(work: Callable[..., None], line: Connection, *arguments: Any) -> None:  # noqa: ANN401
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work(line, *arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
