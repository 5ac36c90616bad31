"""Things that another process can be told to do; it finds them by their names."""

from __future__ import annotations

import logging
import os
import signal
import time

from classifiers.errors import CorpusError
from classifiers.train import Learning


def twice(seen, number):
    """A job."""
    return seen * number * 2


def twice_unless_helping(seen, number):
    """A job that no helper survives; `seen` is who does not help."""
    if os.getpid() != seen:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def name_of(learning: Learning) -> str:
    """Tells what is going on, and how it was asked to learn."""
    learning.progress("first", 0.0)
    logging.getLogger("classifiers.train").warning("odd_line", extra={"problem": "a.tsv:7"})
    learning.progress("second", 0.5)
    return f"{learning.encoder} {learning.seed} {os.getpid()}"


def refused(learning: Learning) -> str:
    """Fails as training does when somebody has to do something."""
    raise CorpusError(f"no usable corpus in {learning.place}")


def unwritable(learning: Learning) -> str:
    """Fails as training does when nothing can be written."""
    raise PermissionError(13, "Permission denied", str(learning.place))


def too_big(learning: Learning) -> str:
    """Fails as numpy does where there is too little memory."""
    raise MemoryError(f"Unable to allocate {learning.seed} GiB")


def mistaken(learning: Learning) -> str:
    """Fails as no training should."""
    raise ZeroDivisionError(learning.seed)


def killed(learning: Learning) -> str:
    """Ends as the kernel ends what takes too much memory."""
    del learning
    os.kill(os.getpid(), signal.SIGKILL)
    return "never said"


def interrupted(learning: Learning) -> str:
    """Ends as Ctrl-C ends it."""
    del learning
    os.kill(os.getpid(), signal.SIGINT)
    return "never said"


def endless(learning: Learning) -> str:
    """Goes on until somebody ends it."""
    learning.progress(str(os.getpid()), 0.0)
    while True:
        time.sleep(1.0)
