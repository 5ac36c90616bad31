"""A resolution: what a meeting has decided is to be done, by whom and until when.

Comes in: what somebody entitled says was decided, the clock. Goes out: `Resolution`, when its owner
is asked, and how it stands. Does not: read words, store, or tell anybody.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.meetings import MeetingRules
from bot.domain.people import Role

MAY_RESOLVE: Final = frozenset({Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET})
"""Who says what a meeting has decided."""


class ResolutionState(StrEnum):
    """`proposed` until whoever said it confirms how it was understood."""

    PROPOSED = "proposed"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """`number` is what people call it by, 0 before it is confirmed. `owner` sees to it and is
    called `owner_name`; None is somebody whom the office does not know: then `by`, who said it, is
    asked. It is due at `until`; `next_at` is when somebody is asked, None for never again.
    """

    id: str
    community: str
    grid: str | None
    matter: str
    owner: str | None
    owner_name: str
    by: str
    made_at: datetime
    until: datetime
    number: int = 0
    state: ResolutionState = ResolutionState.PROPOSED
    asked: int = 0
    next_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None

    @property
    def asks(self) -> str:
        """Who is asked how far it is."""
        return self.owner or self.by

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been done."""
        return self.state is ResolutionState.OPEN and self.until < now


def confirmed(resolution: Resolution, number: int, rules: MeetingRules) -> Resolution:
    """It was understood rightly, and stands."""
    return replace(
        resolution,
        number=number,
        state=ResolutionState.OPEN,
        next_at=_first_asked(resolution.until, rules),
    )


def moved(resolution: Resolution, until: datetime, rules: MeetingRules) -> Resolution:
    """It is to be done by another day; whoever sees to it is asked anew then."""
    return replace(resolution, until=until, asked=0, next_at=_first_asked(until, rules))


def asked(resolution: Resolution, now: datetime, rules: MeetingRules) -> Resolution:
    """Somebody was asked now."""
    times = resolution.asked + 1
    again = now + timedelta(days=max(rules.again, 1)) if times < rules.asked_most else None
    return replace(resolution, asked=times, next_at=again)


def done(resolution: Resolution, by: str, now: datetime) -> Resolution:
    """It is done, as somebody says."""
    return replace(resolution, state=ResolutionState.DONE, next_at=None, done_at=now, done_by=by)


def _first_asked(until: datetime, rules: MeetingRules) -> datetime:
    day = until.astimezone(SHANGHAI).date()
    return datetime.combine(day, rules.ask_at, SHANGHAI).astimezone(until.tzinfo)
