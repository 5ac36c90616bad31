"""Times of which the gateway replays nothing: whatever was said then is not known, and it is told.

Comes in: when the line broke and stood again. Goes out: how many gaps there were, how long together
and when the last was. Does not: know what was missed.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


class Gaps:
    """`alive_until` is when an earlier process last had a line: its end began a gap."""

    def __init__(self, alive_until: datetime | None = None) -> None:
        self._since = alive_until
        self._last: tuple[datetime, datetime] | None = None
        self.count = 0
        self.lost = timedelta()
        self.unread = 0
        """Messages that were announced and could not be had."""

    def open(self, at: datetime) -> None:
        """The line broke."""
        if self._since is None:
            self._since = at

    def close(self, at: datetime) -> None:
        """A line stands again."""
        if self._since is not None and at > self._since:
            self.count += 1
            self.lost += at - self._since
            self._last = self._since.astimezone(UTC), at
        self._since = None

    @property
    def figures(self) -> dict[str, float]:
        """For measuring."""
        return {
            "gaps": self.count,
            "missed_seconds": self.lost.total_seconds(),
            "lost": self.unread,
        }

    @property
    def told(self) -> str:
        """For people; empty where nothing was missed."""
        parts = []
        if self._last is not None:
            began, ended = (at.astimezone(_CHINA) for at in self._last)
            parts.append(
                f"{self.count} gaps of {round(self.lost.total_seconds())} s together, "
                f"last {began:%m-%d %H:%M:%S} to {ended:%H:%M:%S}"
            )
        if self.unread:
            parts.append(f"{self.unread} messages lost")
        return "; ".join(parts)
