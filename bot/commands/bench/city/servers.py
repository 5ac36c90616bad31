"""Processor time of processes that are not ours: a database, a broker.

Comes in: names and process ids. Goes out: seconds they and the processes they have started have
used. Does not: find them; it takes a system with /proc.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_AFTER_NAME: Final = ")"
_PARENT, _TIMES = 1, slice(11, 15)
"""Where these stand in /proc/PID/stat behind the name of the program: own and children's time,
each in user and system mode.
"""


def used(servers: Mapping[str, int], proc: Path = Path("/proc")) -> dict[str, float]:
    """Processor seconds of each since it began, children that have ended among them."""
    if not servers:
        return {}
    ticks = os.sysconf("SC_CLK_TCK")
    parents: dict[int, list[int]] = defaultdict(list)
    times: dict[int, int] = {}
    for pid, parent, spent in _processes(proc):
        parents[parent].append(pid)
        times[pid] = spent
    return {
        name: sum(times.get(one, 0) for one in _family(pid, parents)) / ticks
        for name, pid in servers.items()
    }


def _processes(proc: Path) -> Iterator[tuple[int, int, int]]:
    for entry in proc.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            told = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended meanwhile
        fields = told.rpartition(_AFTER_NAME)[2].split()
        yield int(entry.name), int(fields[_PARENT]), sum(map(int, fields[_TIMES]))


def _family(pid: int, parents: Mapping[int, list[int]]) -> Iterator[int]:
    yield pid
    for child in parents.get(pid, ()):
        yield from _family(child, parents)
