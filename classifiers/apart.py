"""Learning in a process of its own, so that its memory is gone when it is done.

In: what is to be done with a `Learning`, anything of `classifiers.train` or `classifiers.relearn`.
Out: what that gives. Progress and log lines of the other process come out here. Training takes a
gigabyte for a minute, the service that waits for it runs for months with a tenth of it.
"""

from __future__ import annotations

import logging
import logging.handlers
import queue
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from classifiers.errors import ClassifierError, TrainingError
from classifiers.processes import Child, start
from classifiers.settings import unheard
from classifiers.train import Learning

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    stage: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    found: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    reason: str


_Told = _Progress | _Done | _Failed | logging.LogRecord


def learn_apart(work: Callable[[Learning], Found], learning: Learning) -> Found:
    """`work(learning)`, done elsewhere; `TrainingError` with the reason where it fails."""
    level = logging.getLogger().getEffectiveLevel()
    with start(_learn, work, replace(learning, progress=unheard), level) as child:
        while True:
            try:
                told: _Told = child.line.recv()
            except (EOFError, OSError):
                raise TrainingError(_end_of(child)) from None
            match told:
                case _Progress(stage=stage, share=share):
                    learning.progress(stage, share)
                case _Done(found=found):
                    return found  # type: ignore[no-any-return]
                case _Failed(reason=reason):
                    raise TrainingError(reason)
                case logging.LogRecord():
                    logging.getLogger(told.name).handle(told)


def _end_of(child: Child) -> str:
    """Why a process ended that had not said so."""
    child.process.join()
    status = child.process.exitcode or 0
    if status >= 0:
        return f"training ended unexpectedly with status {status}; what it said stands above"
    name = signal.Signals(-status).name
    if name == "SIGKILL":
        return f"training was killed ({name}), most likely for want of memory; it needs 1.5 GB"
    return f"training was ended from outside ({name})"


def _learn(
    line: Connection, work: Callable[[Learning], object], learning: Learning, level: int
) -> None:
    """What the other process does."""
    free = threading.Lock()

    def send(told: object) -> None:
        with free:  # helpers are heard by threads
            line.send(told)

    def progress(stage: str, share: float) -> None:
        send(_Progress(stage=stage, share=share))

    root = logging.getLogger()
    root.handlers = [_LogLine(send)]
    root.setLevel(level)
    try:
        send(_Done(found=work(replace(learning, progress=progress))))
    except (ClassifierError, OSError) as err:
        send(_Failed(reason=str(err)))
    except MemoryError:
        send(_Failed(reason="training needs more memory than there is; it needs 1.5 GB"))


class _LogLine(logging.handlers.QueueHandler):
    """Log lines go to whoever waits for the training."""

    def __init__(self, send: Callable[[object], None]) -> None:
        super().__init__(queue.SimpleQueue())
        self._send = send

    def enqueue(self, record: logging.LogRecord) -> None:
        self._send(record)
