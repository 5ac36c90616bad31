"""What figures are made of: one fact for every case, every time a case was sent to somebody,
every whistle (domain rules §9), service, call for volunteers, resolution, volunteer's hours, what
was held out and looked for, what building leaders did, families that somebody looks after.

Comes in: values. Goes out: frozen facts. Does not: make them of histories (`recount` does), count
(`figures` does), or query.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from bot.domain.case import CaseStatus, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.giving import Side


class Outcome(StrEnum):
    """What became of a case by the end of a period. Only open and done ones count."""

    OPEN = "open"
    DONE = "done"
    MERGED = "merged"
    NEGATIVE = "negative"
    WITHDRAWN = "withdrawn"
    DRILL = "drill"

    @property
    def counts(self) -> bool:
        """Whether a case stands in the denominators."""
        return self in (Outcome.OPEN, Outcome.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From an instant on, to before another one."""

    begin: datetime
    end: datetime

    @classmethod
    def of_days(cls, first: date, last: date) -> Self:
        """Whole days here, from the first through the last."""
        after = last + timedelta(days=1)
        begin, end = (datetime.combine(day, time(), SHANGHAI) for day in (first, after))
        return cls(begin=begin.astimezone(UTC), end=end.astimezone(UTC))

    def __contains__(self, at: datetime | None) -> bool:
        return at is not None and self.begin <= at < self.end


class Line(NamedTuple):
    """A line of a history, as far as figures need it. There are hundreds of thousands, and a tuple
    is made three times as fast as anything else.
    """

    kind: EventKind
    at: datetime
    actor: str = ""
    score: int | None = None
    department: str | None = None
    company: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a case beside its history. `grids` are the grid it lies in and the special
    ones over it; `arrived_at` and `answered_at` are told of emergencies only.
    """

    key: str
    community: str
    grids: tuple[str, ...]
    department: str
    item: str
    status: CaseStatus
    opened_at: datetime
    drill: bool = False
    urgent: bool = False
    on_site: bool = False
    company: str | None = None
    reporter: str = ""
    accept_until: datetime | None = None
    accepted_at: datetime | None = None
    resolve_until: datetime | None = None
    arrived_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One case as a period saw it. Counts (`handed_in`, `reworked`, `joined`) and `score` are of
    the period; `score` is the last word of its resident, `solved` whether that was that it is fine.
    """

    key: str
    community: str
    grids: tuple[str, ...]
    department: str
    item: str
    outcome: Outcome
    opened_at: datetime
    company: str | None = None
    urgent: bool = False
    on_site: bool = False
    found_by_grid: bool = False
    settled_by_grid: bool = False
    escalated: bool = False
    accept_until: datetime | None = None
    accepted_at: datetime | None = None
    resolve_until: datetime | None = None
    done_at: datetime | None = None
    handed_in: int = 0
    reworked: int = 0
    joined: int = 0
    score: int | None = None
    solved: bool | None = None
    yellow: bool = False
    red: bool = False
    first_answer: timedelta | None = None
    counts: bool = field(init=False)

    def __post_init__(self) -> None:
        """Whether it stands in the denominators is asked for every rate."""
        object.__setattr__(self, "counts", self.outcome.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchFact:
    """A case sent to somebody within the period, and whether it came back."""

    case: CaseFact
    at: datetime
    department: str
    company: str | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summons:
    """One department called by a whistle: until when it was to report in, and when it did.
    `excused` where its objection was granted.
    """

    department: str
    until: datetime
    reported_at: datetime | None = None
    excused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleFact:
    """One whistle. `grids` and `items` are those of its cases."""

    key: str
    community: str
    grids: tuple[str, ...]
    items: tuple[str, ...]
    whistled_at: datetime
    summons: tuple[Summons, ...]
    done_until: datetime | None = None
    done_at: datetime | None = None
    drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFact:
    """One service that a grid's party branch drew up within the period, and whether it was
    delivered.
    """

    community: str
    grid: str | None
    delivered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """One call for volunteers that began within the period. `filled_in` is how long after it was
    made it was full, None where it never was. Of the sign-ups that had a `place` so many people
    `came`, both 0 where nobody's attendance was booked.
    """

    community: str
    grid: str | None
    filled_in: timedelta | None = None
    placed: int = 0
    came: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionFact:
    """One resolution that was due within the period, and whether it was done by then."""

    community: str
    grid: str | None
    in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursFact:
    """What somebody has done within the period, by one entry of the ledger that was not taken back.
    Only what came of a call belongs to a community.
    """

    person: str
    minutes: int
    community: str | None = None
    grid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingFact:
    """One resource or need that was listed within the period; `met` where a service was drawn up
    for it, whenever.
    """

    community: str
    grid: str | None
    side: Side
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedFact:
    """One thing that a building leader did within the period. Who it was is not told here."""

    community: str
    grid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareFact:
    """One family that somebody looks after, and how often it was visited within the period."""

    community: str
    grid: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that figures of a period are made of."""

    cases: tuple[CaseFact, ...] = ()
    dispatches: tuple[DispatchFact, ...] = ()
    whistles: tuple[WhistleFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()
    calls: tuple[CallFact, ...] = ()
    resolutions: tuple[ResolutionFact, ...] = ()
    hours: tuple[HoursFact, ...] = ()
    givings: tuple[GivingFact, ...] = ()
    deeds: tuple[DeedFact, ...] = ()
    care: tuple[CareFact, ...] = ()
