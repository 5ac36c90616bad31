"""The admission list as it stands: the one of the start, or what has been read since.

Comes in: lists out of the office's file. Goes out: the list. Does not: read the file; it is given a
new list, so that a process that did not change it knows it soon.
"""

from collections.abc import Callable, Iterator, Mapping

from bot.domain.matters import Matter, Matters


class Edition:
    """What has been read since the start."""

    def __init__(self) -> None:
        self._newer: Matters | None = None

    def take(self, matters: Matters) -> None:
        """From now on this one."""
        self._newer = matters

    def over(self, listed: Matters) -> Matters:
        """The newest, or the one of the start."""
        return self._newer or listed


class Live(Mapping[str, Matter]):
    """The list as whoever keeps it for long looks it up: always the newest."""

    def __init__(self, now: Callable[[], Matters]) -> None:
        self._now = now

    def __getitem__(self, item: str) -> Matter:
        return self._now()[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
