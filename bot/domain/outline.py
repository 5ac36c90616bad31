"""The outline of a case: what decides its lamp, and who is shown it, and no more.

Comes in: values. Goes out: a tuple with names. Does not: change anything. Boards and plans go
through thousands of open cases for a handful of lines, and a tuple of two dozen values is read in a
quarter of the time of a whole case.
"""

from datetime import datetime
from typing import NamedTuple

from bot.domain.case import OVER_FOR_ALL, CaseStatus
from bot.domain.matters import Privacy, Urgency


class Outline(NamedTuple):
    """See `bot.domain.case.Case`; `building` is of its place."""

    key: str
    number: int
    grid: str | None
    item: str
    department: str
    owner: str | None
    accused: tuple[str, ...]
    status: CaseStatus
    urgency: Urgency
    privacy: Privacy
    emergency: str | None
    released_by: str | None
    drill: bool
    building: str | None
    opened_at: datetime
    accepted_at: datetime | None
    done_at: datetime | None
    paused_at: datetime | None
    accept_from: datetime | None
    accept_until: datetime | None
    resolve_from: datetime | None
    resolve_until: datetime | None
    check_from: datetime | None
    check_until: datetime | None
    lapses: int

    @property
    def is_open(self) -> bool:
        """Whether something can still be expected of it."""
        return self.status not in OVER_FOR_ALL

    @property
    def is_restricted(self) -> bool:
        """Whether nothing about it may be said in a group (privacy R or S)."""
        return self.privacy is not Privacy.NORMAL
