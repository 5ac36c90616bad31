"""The points ledger: what volunteers are given for their time, and what they spend.

Comes in: rules of the office, what somebody has done, bookings of before. Goes out: bookings whose
lines add up to nothing (double entry), or `NotBooked` with the reason. Does not: store anything, or
know a reason to give points beyond the office's activities: reporting anybody or anything is none,
whatever is configured (no paid informing).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.errors import RuleBroken

ISSUED: Final = "issued"
"""The account that earned points come from."""
GOODS: Final = "goods"
"""The account that spent points go to."""
RUN_OUT: Final = "run_out"
"""The account that points go to which nobody has spent in time."""
_HOUR: Final = 60
_YEAR: Final = 365
_OWN: Final = "person:"


class NotBooked(RuleBroken):
    """The rules of points say no; `why` names the one, `most` is how much would have been right."""

    def __init__(self, why: str, *, most: int = 0) -> None:
        super().__init__(f"no points: {why}")
        self.why = why
        self.most = most


class BookingKind(StrEnum):
    """Why points move."""

    EARNED = "earned"
    SPENT = "spent"
    RUN_OUT = "run_out"
    TAKEN_BACK = "taken_back"


class CodeState(StrEnum):
    """What became of a code; one that is open and whose time is over counts for nothing."""

    OPEN = "open"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What points are given for: so many an hour. `names` are the words for it."""

    names: tuple[str, ...]
    an_hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """What a partner gives for points. `until` is the last day on which it is to be had, `people`
    are those of the partner who may take codes.
    """

    id: str
    name: str
    partner: str
    points: int
    stock: int
    until: date | None = None
    people: tuple[str, ...] = ()

    def is_offered(self, day: date) -> bool:
        """Whether it is to be had on a day."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRules:
    """What an office has decided. Without activities there are no points here.

    `longest` is the most one entry may say, `a_day` the most that is believed of one person and
    day. `stars` are the points of a year from which there is one star more.
    """

    activities: tuple[Activity, ...] = ()
    goods: tuple[Good, ...] = ()
    last: timedelta = timedelta(days=365)
    code_time: timedelta = timedelta(days=14)
    a_day: timedelta = timedelta(hours=10)
    correct_within: timedelta = timedelta(days=7)
    stars: tuple[int, ...] = ()

    def activity(self, words: str) -> Activity | None:
        """What somebody's words name: the longest name in them, else the only activity there is
        where no word says which.
        """
        named = [(len(name), one) for one in self.activities for name in one.names if name in words]
        if named:
            return max(named, key=lambda pair: pair[0])[1]
        return self.activities[0] if len(self.activities) == 1 and not words else None

    def good(self, wanted: str, day: date) -> Good | None:
        """The one that words name or whose place in the list they are."""
        offered = self.offered(day)
        if wanted.isdecimal() and 0 < int(wanted) <= len(offered):
            return offered[int(wanted) - 1]
        named = [good for good in offered if wanted and wanted in good.name]
        return named[0] if len(named) == 1 else None

    def offered(self, day: date) -> list[Good]:
        """What is to be had on a day, in the order of the list."""
        return [good for good in self.goods if good.is_offered(day)]

    def stars_of(self, points: int) -> int:
        """How many stars points of a year make."""
        return sum(points >= step for step in self.stars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many points to an account, or away from it where they are below zero."""

    account: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Points that move, as a whole: the lines add up to nothing.

    `person` is whose points they are, `by` who had them booked. `day` and `minutes` are of what was
    done, `runs_out` the last day on which earned points can be spent. `source` names what it comes
    from: there is one booking of a source.
    """

    id: str
    kind: BookingKind
    at: datetime
    by: str
    person: str
    lines: tuple[Line, ...]
    source: str
    activity: str | None = None
    minutes: int = 0
    day: date | None = None
    runs_out: date | None = None

    def __post_init__(self) -> None:
        if sum(line.points for line in self.lines) != 0:
            raise ValueError("a booking whose lines do not add up to nothing")

    @property
    def points(self) -> int:
        """What it changes for the person."""
        return sum(line.points for line in self.lines if line.account == account_of(self.person))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What somebody shows the partner: it is taken once, for one good, until its time is over."""

    code: str
    person: str
    good: str
    points: int
    until: datetime
    state: CodeState = CodeState.OPEN


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of points that run out on one day."""

    runs_out: date
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What somebody has done, as the one who books it says. `already` are the minutes that are
    booked for that person and day.
    """

    person: str
    by: str
    activity: Activity
    minutes: int
    day: date
    source: str
    already: int = 0


def account_of(person: str) -> str:
    """A person's account in the ledger."""
    return f"{_OWN}{person}"


def person_of(account: str) -> str | None:
    """Whose account it is, None where it is nobody's own."""
    return account.removeprefix(_OWN) if account.startswith(_OWN) else None


def earned_lately(bookings: Iterable[Booking], today: date) -> int:
    """What somebody was given for what he did within a year, less what was taken back."""
    return sum(
        one.points
        for one in bookings
        if one.kind in (BookingKind.EARNED, BookingKind.TAKEN_BACK)
        and one.day is not None
        and (today - one.day).days < _YEAR
    )


def earned(rules: PointRules, done: Done, *, booking: str, now: datetime) -> Booking:
    """Points for what somebody has done; NotBooked where the one who books it is the same person
    (`self`), or nobody can have done so much in a day (`too_long`), or nothing (`too_short`).
    """
    if done.person == done.by:
        raise NotBooked("self")
    points = done.activity.an_hour * done.minutes // _HOUR
    if points <= 0:
        raise NotBooked("too_short")
    left = int(rules.a_day.total_seconds()) // 60 - done.already
    if done.minutes > left:
        raise NotBooked("too_long", most=max(left, 0))
    return Booking(
        id=booking,
        kind=BookingKind.EARNED,
        at=now,
        by=done.by,
        person=done.person,
        lines=_lines(done.person, ISSUED, points),
        source=done.source,
        activity=done.activity.names[0],
        minutes=done.minutes,
        day=done.day,
        runs_out=done.day + rules.last,
    )


def spent(code: Code, *, by: str, booking: str, now: datetime) -> Booking:
    """Points for a good that the partner has handed out."""
    return Booking(
        id=booking,
        kind=BookingKind.SPENT,
        at=now,
        by=by,
        person=code.person,
        lines=_lines(code.person, GOODS, -code.points),
        source=f"code:{code.code}",
    )


def taken_back(first: Booking, *, by: str, booking: str, now: datetime) -> Booking:
    """The opposite of an entry that was wrong; the wrong one stays."""
    return Booking(
        id=booking,
        kind=BookingKind.TAKEN_BACK,
        at=now,
        by=by,
        person=first.person,
        lines=_lines(first.person, ISSUED, -first.points),
        source=f"booking:{first.id}",
        activity=first.activity,
        minutes=-first.minutes,
        day=first.day,
        runs_out=first.runs_out,
    )


def run_out(
    person: str, bookings: Sequence[Booking], held: int, *, booking: str, now: datetime, today: date
) -> Booking | None:
    """What of somebody's points has run out and is not booked yet, None where nothing has. `held`
    are the points of his open codes, which are as good as spent.
    """
    over = sum(lot.points for lot in lots(bookings, held) if lot.runs_out < today)
    if over <= 0:
        return None
    return Booking(
        id=booking,
        kind=BookingKind.RUN_OUT,
        at=now,
        by="bot",
        person=person,
        lines=_lines(person, RUN_OUT, -over),
        source=f"run_out:{person}:{today.isoformat()}",
    )


def lots(bookings: Iterable[Booking], held: int = 0) -> list[Lot]:
    """What is left of earned points by the day on which it runs out: what runs out first is spent
    first.
    """
    earned_on: dict[date, int] = {}
    away = held
    for booking in bookings:
        if booking.runs_out is not None:
            earned_on[booking.runs_out] = earned_on.get(booking.runs_out, 0) + booking.points
        else:
            away -= booking.points
    left = []
    for day in sorted(earned_on):
        gone = min(max(earned_on[day], 0), away)
        away -= gone
        left.append(Lot(day, earned_on[day] - gone))
    return [lot for lot in left if lot.points]


def _lines(person: str, other: str, points: int) -> tuple[Line, Line]:
    """So many points for a person, out of another account."""
    return Line(account=account_of(person), points=points), Line(account=other, points=-points)
