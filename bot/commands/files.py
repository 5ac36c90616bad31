"""Files that the command line names; `-` is standard input or output.

Comes in: a path; lines of JSON. Goes out: an open file; what each line says; or ConfigError. Does
not: know what the lines are about.
"""

import io
import json
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from bot.domain.errors import ConfigError

_Row = TypeVar("_Row")
_TOLD: Final = 20


def read_lines(lines: Iterable[str], read: Callable[[Any, int], _Row], name: str) -> list[_Row]:
    """What `read` makes of each JSON line and its number; ConfigError tells the first bad ones."""
    found, problems = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(read(json.loads(line), number))
        except KeyError as err:
            problems.append(f"{name} line {number}: {err.args[0]} must be given")
        except (AttributeError, RecursionError, TypeError, ValueError) as err:
            problems.append(f"{name} line {number}: {err}")
    if problems:
        raise ConfigError(problems[:_TOLD])
    return found


def opened(path: str, mode: str, standard: IO[str]) -> Any:  # noqa: ANN401
    """Open for reading or writing, in UTF-8."""
    errors = "replace" if mode == "r" else "strict"
    if path == "-":
        if isinstance(standard, io.TextIOWrapper):
            standard.reconfigure(encoding="utf-8", errors=errors)
        return nullcontext(standard)
    try:
        return Path(path).open(mode, encoding="utf-8", errors=errors, newline="\n")
    except OSError as err:
        raise ConfigError([f"{path}: {err.strerror}"]) from err
