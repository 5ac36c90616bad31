"""Numbers that cases have on other platforms.

Comes in: nothing; these are values. Goes out: nothing. Does not: read or write files.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

EXCHANGE: Final = "exchange"
"""The channel of tickets that come in from other platforms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignNumber:
    """A case as another platform calls it; one number of a platform is one case. `case` is None as
    long as its ticket has not come to one."""

    platform: str
    number: str
    noted_at: datetime
    case: str | None = None

    @property
    def external(self) -> str:
        """The id of the message that its ticket came as."""
        return f"{self.platform}:{self.number}"
