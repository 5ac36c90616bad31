"""Log lines: one JSON object each, without personal text.

Comes in: records of the standard library's logging. Goes out: lines on standard error. Does not:
keep files.
"""

import json
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from intents.contacts import mask

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NEVER: Final = frozenset(
    {"text", "words", "name", "sender_name", "phone", "token", "secret", "route"}
)


class JsonLines(logging.Formatter):
    """Time, level, event and facts; values that may be personal never appear."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        facts: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "event": mask(record.getMessage().partition("\n")[0]),
        }
        for name, value in vars(record).items():
            if name not in _OWN and name not in _NEVER:
                facts[name] = mask(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[1] is not None:
            cause = _cause(record.exc_info[1])
            facts["exception"] = type(cause).__name__
            facts["where"] = _places(cause.__traceback__)
        return json.dumps(facts, ensure_ascii=False, default=str)


def _cause(error: BaseException) -> BaseException:
    """What went wrong first, of several things that did together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What ends the process is told like everything else: a traceback of Python's own would show
    values.
    """
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("ended", exc_info=error.with_traceback(trace))


def _places(trace: TracebackType | None) -> list[str]:
    """Files and lines of a traceback, without any value."""
    frames = traceback.extract_tb(trace)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames][-8:]


def set_up(level: str = "INFO") -> None:
    """Log to standard error from now on."""
    mask("")  # what is masked is read now, not while an event loop waits for its first line
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    sys.excepthook = _last_words
    for chatty in ("alembic", "jieba"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
