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
            "event": mask(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _OWN and name not in _NEVER:
                facts[name] = mask(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[0] is not None:
            facts["exception"] = record.exc_info[0].__name__
            facts["where"] = _places(record.exc_info[2])
        return json.dumps(facts, ensure_ascii=False, default=str)


def _places(trace: TracebackType | None) -> list[str]:
    """Files and lines of a traceback, without any value."""
    frames = traceback.extract_tb(trace)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames][-8:]


def set_up(level: str = "INFO") -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("alembic", "jieba"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
