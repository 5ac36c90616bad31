"""What the first page says where it shows the simulated groups.

Comes in: the night rest, a clock. Goes out: whether it is night. Does not: know the groups.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.deadlines import is_quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """That the simulated groups stand on the first page, and when their night rest is: then the
    page says why ordinary lines do not come before morning.
    """

    night_begin: time = time(22)
    night_end: time = time(7)
    now: Callable[[], datetime]

    @property
    def begin(self) -> str:
        """When it begins, as a clock shows it."""
        return f"{self.night_begin:%H:%M}"

    @property
    def end(self) -> str:
        """When it ends."""
        return f"{self.night_end:%H:%M}"

    @property
    def is_night(self) -> bool:
        """Whether it is now."""
        return is_quiet(self.now(), begin=self.night_begin, end=self.night_end)
