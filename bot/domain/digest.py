"""A digest: one message that tells a grid leader how his cases stand, and when it is due (domain
rules §5.4, §10).

Comes in: values from the configuration and from rows. Goes out: frozen values, instants. Does not:
find out what is to be told, or word it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI
from bot.domain.matters import Level


class DigestKind(StrEnum):
    """What it looks back upon: a day or a week of a grid leader, a week of an owners' group
    or of the community."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OWNERS = "owners"
    COMMUNITY = "community"


Slot = tuple[datetime, DigestKind]
"""When a round is due, and of which kind."""


class DigestState(StrEnum):
    """`silent`: there was nothing to say, and the office wants nothing said then."""

    WANTED = "wanted"
    SAID = "said"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """To one person, about the grids that he leads, or to a room, whose id stands in the place of
    the person's; `(person, kind, slot)` is unique: nobody is
    told twice. `slot` is the instant for which it was planned, `since` from when on it tells.
    `cases` are the keys of those that carry a number in it, the first is number 1; `behind` those
    that each of its figures counts, by the figure's name. `order` is its place in the round.
    """

    id: str
    kind: DigestKind
    person: str
    slot: datetime
    since: datetime
    order: int
    grids: tuple[str, ...]
    cases: tuple[str, ...] = ()
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    state: DigestState = DigestState.WANTED
    said_at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRules:
    """What an office may want otherwise. `times` are those of every day, `week_day` (1 is Monday,
    0 none) and `week_time` those of the weekly one, which takes the place of the daily one of that
    hour. Owners are told on `owners_day` at `owners_time`, the community's secretary and street on
    `community_day` at `community_time`. On the days of `meetings` (joint meetings) the first of the
    day looks back a week, and the secretary and the street are told, too.

    A round that is later than `late` is left out. `lines` and `characters` are its size,
    `tell_nothing` whether an empty one is said; so many go out `a_minute`. Somewhere is a hot spot
    with `hot_times` reports in `hot_days`. What was done by its numbers can be taken back within
    `undo`. `pages` is the address of the desk, under which the cases behind the figures are shown;
    empty where it has none that is known outside.
    """

    times: tuple[time, ...] = (time(8, 30), time(17, 30))
    week_day: int = 0
    week_time: time = time(16, 30)
    owners_day: int = 7
    owners_time: time = time(19, 30)
    community_day: int = 1
    community_time: time = time(8, 45)
    meetings: tuple[date, ...] = ()
    late: timedelta = timedelta(hours=3)
    lines: int = 12
    characters: int = 500
    tell_nothing: bool = True
    pictures: bool = True
    a_minute: int = 20
    hot_days: int = 7
    hot_times: int = 3
    undo: timedelta = timedelta(minutes=30)
    pages: str = ""

    def last_slot(self, now: datetime) -> Slot | None:
        """The newest instant for a round that is not to come yet; None where there are no times."""
        return max((one for one in self._slots(now) if one[0] <= now), default=None)

    def next_slot(self, now: datetime) -> Slot | None:
        """The next instant for a round."""
        return min((one for one in self._slots(now) if one[0] > now), default=None)

    def due(self, since: datetime, now: datetime) -> list[Slot]:
        """Rounds from an instant until now that are not too late; of each kind the newest."""
        first = max(since, now - self.late)
        newest = {kind: at for at, kind in sorted(self._slots(now)) if first <= at <= now}
        return [(at, kind) for kind, at in newest.items()]

    def since(self, slot: datetime, kind: DigestKind) -> datetime:
        """From when on a digest tells: the round before it, or a week."""
        if kind is not DigestKind.DAILY:
            return slot - timedelta(days=7)
        earlier = [at for at, of in self._slots(slot) if at < slot and of is kind]
        return max(earlier, default=slot - timedelta(days=1))

    def _slots(self, around: datetime) -> list[Slot]:
        """Every slot from eight days before until eight days after an instant."""
        today = around.astimezone(SHANGHAI).date()
        days = [today + timedelta(days=distance) for distance in range(-8, 9)]
        return [
            (datetime.combine(day, at, SHANGHAI).astimezone(around.tzinfo), kind)
            for day in days
            for at, kind in self._times_of(day)
        ]

    def _times_of(self, day: date) -> list[tuple[time, DigestKind]]:
        weekday, meets = day.isoweekday(), day in self.meetings
        weekly = self.week_time if weekday == self.week_day else None
        if meets and self.times:
            weekly = min(self.times)
        found = [(at, DigestKind.DAILY) for at in self.times if at != weekly]
        found += [(weekly, DigestKind.WEEKLY)] if weekly is not None else []
        if weekday == self.owners_day:
            found.append((self.owners_time, DigestKind.OWNERS))
        if weekday == self.community_day or meets:
            found.append((self.community_time, DigestKind.COMMUNITY))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """What somebody did last by a number of a digest: the fields of a case as they were `before`,
    and which `version` of it that made. Instead or beside it a `draft` may have been put before
    somebody else.
    """

    person: str
    case: str
    at: datetime
    version: int
    before: Mapping[str, object]
    draft: str | None = None


_TEXTS: Final = ("department", "company", "owner", "assignee", "asked_by")
_INSTANTS: Final = ("accept_from", "accept_until", "accepted_at")


def remembered(case: Case) -> dict[str, object]:
    """What of a case is to be put back, in a form that can be kept."""
    kept: dict[str, object] = {name: getattr(case, name) for name in (*_TEXTS, "untold")}
    kept |= {"status": case.status.value, "level": case.level.value}
    for name in _INSTANTS:
        at = getattr(case, name)
        kept[name] = at.isoformat() if at else None
    return kept


def put_back(before: Mapping[str, object]) -> dict[str, object]:
    """The fields of a case as they were, but its status, which only moves change."""
    fields = {name: before[name] for name in (*_TEXTS, "untold")}
    fields["level"] = Level(str(before["level"]))
    for name in _INSTANTS:
        at = before[name]
        fields[name] = datetime.fromisoformat(str(at)) if at else None
    return fields
