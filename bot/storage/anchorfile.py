"""The file of anchors: one line a day, only ever added to.

Comes in: a path. Goes out: lines. Does not: change or remove a line. The office can print it, or
keep it on another machine.
"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from bot.domain.anchors import Written, read_line


class FileOfAnchors:
    """See `bot.ports.rows_audit.AnchorFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def read(self) -> list[Written] | None:
        """Every line that is one; None where there is no file."""
        return await asyncio.to_thread(read_anchors, self._path)

    async def append(self, lines: Sequence[Written]) -> None:
        """Add lines, on disk when this returns."""
        if lines:
            await asyncio.to_thread(self._append, lines)

    def _append(self, lines: Sequence[Written]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())


def read_anchors(path: Path) -> list[Written] | None:
    """Every line that is one; None where there is no file. Blocks."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    found = (read_line(line) for line in text.splitlines())
    return [line for line in found if line is not None]
