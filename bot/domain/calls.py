"""The four calls: grid, community, street, department, leaders; who calls whom, until when somebody
there is to answer, and what follows where nobody does (domain rules §7.2).

Comes in: people, levels, the history of a case, now. Goes out: answers. Does not: move a case or
say anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import CaseEvent, EventKind
from bot.domain.deadlines import OfficeHours
from bot.domain.matters import Level
from bot.domain.people import Person, Role

BY_ITSELF: Final = Level.COMMUNITY
"""No higher does a call go by itself: above it is a draft that one person sends (domain rules
§7.2)."""

ANSWERED: Final = "call_answered"
"""The note by which a history says that somebody of the level called has answered."""

DRAFTED: Final = "call_drafted"
LEFT: Final = "draft_left"
UNANSWERED: Final = "call_unanswered"

_ORDER: Final = tuple(Level)
_GRID: Final = frozenset({Role.GRID_MEMBER, Role.GRID_LEADER, Role.PROPERTY})
_COMMUNITY: Final = frozenset({Role.COMMUNITY_SECRETARY})
_STREET: Final = frozenset({Role.STREET, Role.DUTY_OFFICER})

_CALLERS: Final = {
    Level.GRID: _GRID | _COMMUNITY | _STREET,
    Level.COMMUNITY: _GRID | _COMMUNITY | _STREET,
    Level.STREET: frozenset({Role.GRID_LEADER}) | _COMMUNITY | _STREET,
    Level.DEPARTMENT: _STREET,
    Level.LEADERS: _STREET,
}
_ANSWERERS: Final = {
    Level.GRID: _GRID,
    Level.COMMUNITY: _COMMUNITY,
    Level.STREET: _STREET,
    Level.DEPARTMENT: frozenset({Role.DEPARTMENT}),
    Level.LEADERS: _STREET,
}
_SENDERS: Final = {
    Level.STREET: (Role.COMMUNITY_SECRETARY, Role.STREET, Role.DUTY_OFFICER),
    Level.DEPARTMENT: (Role.STREET, Role.DUTY_OFFICER, Role.COMMUNITY_SECRETARY),
    Level.LEADERS: (Role.STREET, Role.DUTY_OFFICER, Role.COMMUNITY_SECRETARY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPatience:
    """How long each level has to answer a call: office time, and working days."""

    community: timedelta = timedelta(hours=2)
    street: timedelta = timedelta(hours=4)
    department_days: int = 1
    leaders_days: int = 3

    def until(self, level: Level, now: datetime, hours: OfficeHours) -> datetime:
        """The instant when a level that is called now ought to have answered."""
        match level:
            case Level.GRID | Level.COMMUNITY:
                return hours.after_time(now, self.community)
            case Level.STREET:
                return hours.after_time(now, self.street)
            case _:
                far = level is Level.LEADERS
                return hours.after_days(now, self.leaders_days if far else self.department_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call to a level that nobody there has answered yet."""

    level: Level
    at: datetime
    by: str


def may_call(person: Person, level: Level, grid: str | None) -> bool:
    """Whether a person's plain words call this level; others only ask for it."""
    return any(person.holds(role, grid) for role in _CALLERS[level])


def may_answer(person: Person, level: Level, grid: str | None) -> bool:
    """Whether somebody's word about a case is the answer of this level."""
    return any(person.holds(role, grid) for role in _ANSWERERS[level])


def senders(level: Level) -> tuple[Role, ...]:
    """Who may send a drafted call to this level, the first who can be reached."""
    return _SENDERS.get(level, ())


def is_above(level: Level, other: Level) -> bool:
    """Whether a level is higher than another."""
    return _ORDER.index(level) > _ORDER.index(other)


def standing(history: Iterable[CaseEvent]) -> Call | None:
    """The last call if nobody has answered it."""
    found: Call | None = None
    for event in history:
        if event.kind is EventKind.ESCALATED:
            found = Call(level=Level(str(event.detail["level"])), at=event.at, by=event.actor)
        elif event.kind is EventKind.ADDED and event.detail.get("note") == ANSWERED:
            found = None
    return found


def called(history: Iterable[CaseEvent]) -> frozenset[Level]:
    """The levels that were ever called: whoever waits hears of each of them once."""
    return frozenset(
        Level(str(event.detail["level"])) for event in history if event.kind is EventKind.ESCALATED
    )
