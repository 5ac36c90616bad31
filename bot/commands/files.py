"""Files that the command line names; `-` is standard input or output.

Comes in: a path. Goes out: an open file, or ConfigError. Does not: read.
"""

import io
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from bot.domain.errors import ConfigError


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
