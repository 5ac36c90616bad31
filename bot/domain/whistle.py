"""A whistle: one summons, several departments, one or more cases; who has reported in, what was
agreed, and how each department is rated (domain rules §7.1).

Comes in: a whistle, what happened, now. Goes out: the whistle as it then is, or IllegalMove. Does
not: check who may, tell anybody, or move the cases that hang on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.deadlines import OfficeHours
from bot.domain.errors import IllegalMove
from bot.domain.matters import Urgency


class WhistleKind(StrEnum):
    """How soon departments are to be there."""

    EMERGENCY = "emergency"
    ENFORCEMENT = "enforcement"
    HARD = "hard"


class WhistleStatus(StrEnum):
    """Where a whistle stands (domain rules §7.1)."""

    WHISTLED = "whistled"
    OVERDUE = "whistle_overdue"
    RESPONDED = "responded"
    ON_SITE = "on_site"
    JOINT_PROCESSING = "joint_processing"
    RETURN_REQUESTED = "whistle_return_requested"
    DONE = "whistle_done"
    RATED = "rated"
    CALLED_OFF = "called_off"


class WhistleMove(StrEnum):
    """What can happen to a whistle."""

    RESPOND = "respond"
    ARRIVE = "arrive"
    CONFER = "confer"
    FALL_DUE = "fall_due"
    OBJECT = "object"
    DECIDE = "decide"
    FINISH = "finish"
    RATE = "rate"


class Objection(StrEnum):
    """What became of a department's word that it is none of its business."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


_S, _M = WhistleStatus, WhistleMove
_AT_WORK: Final = frozenset({_M.RESPOND, _M.ARRIVE, _M.CONFER, _M.FALL_DUE, _M.OBJECT, _M.FINISH})
LEGAL: Final[Mapping[WhistleStatus, frozenset[WhistleMove]]] = MappingProxyType(
    {
        _S.WHISTLED: _AT_WORK,
        _S.OVERDUE: _AT_WORK,
        _S.RESPONDED: _AT_WORK,
        _S.ON_SITE: _AT_WORK,
        _S.JOINT_PROCESSING: _AT_WORK,
        _S.RETURN_REQUESTED: _AT_WORK | {_M.DECIDE},
        _S.DONE: frozenset({_M.RATE}),
        _S.RATED: frozenset(),
        _S.CALLED_OFF: frozenset(),
    }
)
"""What may happen in which status; nothing else is legal. Where it leads is what `standing` says of
the facts: a whistle is as far as the furthest of its departments."""

OVER: Final = frozenset({_S.DONE, _S.RATED, _S.CALLED_OFF})
"""Nobody is awaited any more."""

_ENFORCED: Final = frozenset({"CG", "SC", "ZZ", "LD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistlePatience:
    """Until when departments are to report in, by kind."""

    emergency: timedelta = timedelta(minutes=30)
    enforcement_days: int = 1
    hard_days: int = 3

    def until(self, kind: WhistleKind, now: datetime, hours: OfficeHours) -> datetime:
        """The emergency whistle runs by day and night, the others in working days."""
        match kind:
            case WhistleKind.EMERGENCY:
                return now + self.emergency
            case _:
                hard = kind is WhistleKind.HARD
                return hours.after_days(now, self.hard_days if hard else self.enforcement_days)


def usual_kind(category: str, urgency: Urgency) -> WhistleKind:
    """The kind where the words name none: danger, what takes power to enforce, else hard."""
    if urgency is Urgency.P0:
        return WhistleKind.EMERGENCY
    return WhistleKind.ENFORCEMENT if category in _ENFORCED else WhistleKind.HARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Summons:
    """One department of a whistle: when it reported in, when it was there, whether it objects, what
    it has taken on, how it was rated (1 to 5)."""

    department: str
    responded_at: datetime | None = None
    responded_by: str | None = None
    on_site_at: datetime | None = None
    objection: Objection | None = None
    objected_at: datetime | None = None
    reason: str = ""
    decided_at: datetime | None = None
    decided_by: str | None = None
    task: str = ""
    score: int | None = None
    rated_by: str | None = None
    rated_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether it has not been heard of, and has to come."""
        return self.responded_at is None and self.objection is not Objection.GRANTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Whistle:
    """`cases` are keys. `asked_by` asked for it, `blown_by` blew it. `lead` and `until` are what
    was agreed, in the `minutes` word for word.
    """

    id: str
    community: str
    grid: str | None
    kind: WhistleKind
    status: WhistleStatus
    cases: tuple[str, ...]
    summons: tuple[Summons, ...]
    blown_by: str
    blown_at: datetime
    due_at: datetime
    asked_by: str | None = None
    fell_due_at: datetime | None = None
    conferred_at: datetime | None = None
    lead: str | None = None
    minutes: str = ""
    until: datetime | None = None
    done_at: datetime | None = None
    version: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nobody is awaited any more."""
        return self.status in OVER

    @property
    def departments(self) -> tuple[str, ...]:
        """All that were called."""
        return tuple(one.department for one in self.summons)

    def of(self, department: str) -> Summons:
        """The summons of a department; IllegalMove for one that was not called."""
        for one in self.summons:
            if one.department == department:
                return one
        raise IllegalMove(f"{department} was not called")

    @property
    def awaited(self) -> tuple[str, ...]:
        """Departments that have to come and have not been heard of."""
        return tuple(one.department for one in self.summons if one.is_awaited)


def standing(whistle: Whistle) -> WhistleStatus:
    """The status that follows from what has happened."""
    bound = [one for one in whistle.summons if one.objection is not Objection.GRANTED]
    if not bound:
        return _S.CALLED_OFF
    if whistle.done_at is not None:
        return _S.RATED if all(one.score is not None for one in bound) else _S.DONE
    if any(one.objection is Objection.ASKED for one in bound):
        return _S.RETURN_REQUESTED
    if whistle.conferred_at is not None:
        return _S.JOINT_PROCESSING
    if any(one.on_site_at is not None for one in bound):
        return _S.ON_SITE
    if whistle.fell_due_at is not None and any(one.is_awaited for one in bound):
        return _S.OVERDUE
    responded = any(one.responded_at is not None for one in bound)
    return _S.RESPONDED if responded else _S.WHISTLED


def in_time(whistle: Whistle, summons: Summons) -> bool:
    """Whether a department reported in in time; in an emergency it has to be there."""
    emergency = whistle.kind is WhistleKind.EMERGENCY
    came = summons.on_site_at if emergency else summons.responded_at
    return came is not None and came <= whistle.due_at


def respond(whistle: Whistle, department: str, *, by: str, now: datetime) -> Whistle:
    """A department says that it comes, or takes part; saying so twice changes nothing."""
    summons = whistle.of(department)
    if summons.responded_at is not None:
        return _checked(whistle, _M.RESPOND)
    return _with(
        whistle, _M.RESPOND, department, lambda one: replace(one, responded_at=now, responded_by=by)
    )


def arrive(whistle: Whistle, department: str, *, by: str, now: datetime) -> Whistle:
    """A department is there, which is reporting in, too."""
    come = respond(whistle, department, by=by, now=now)
    return _with(
        come,
        _M.ARRIVE,
        department,
        lambda one: replace(one, on_site_at=one.on_site_at or now),
    )


def object_to(whistle: Whistle, department: str, *, reason: str, now: datetime) -> Whistle:
    """There is no refusal: a department may object once, and the street decides."""
    if whistle.of(department).objection is not None:
        raise IllegalMove(f"{department} has objected before")
    return _with(
        whistle,
        _M.OBJECT,
        department,
        lambda one: replace(one, objection=Objection.ASKED, objected_at=now, reason=reason),
    )


def decide(whistle: Whistle, department: str, *, granted: bool, by: str, now: datetime) -> Whistle:
    """The street's word on an objection."""
    if whistle.of(department).objection is not Objection.ASKED:
        raise IllegalMove(f"{department} has not objected")
    became = Objection.GRANTED if granted else Objection.REFUSED
    return _with(
        whistle,
        _M.DECIDE,
        department,
        lambda one: replace(one, objection=became, decided_by=by, decided_at=now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What came of conferring: who leads, who does what, until when."""

    words: str
    lead: str | None = None
    tasks: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None


def confer(whistle: Whistle, agreed: Agreed, *, now: datetime) -> Whistle:
    """The minutes; a department that is given a task there has reported in."""
    _check(whistle, _M.CONFER)
    summons = tuple(
        replace(one, task=agreed.tasks.get(one.department, one.task)) for one in whistle.summons
    )
    return _standing(
        replace(
            whistle,
            summons=summons,
            conferred_at=now,
            lead=agreed.lead or whistle.lead,
            minutes=agreed.words,
            until=agreed.until or whistle.until,
        )
    )


def fall_due(whistle: Whistle, *, now: datetime) -> Whistle:
    """The time to report in is over; a second time changes nothing."""
    _check(whistle, _M.FALL_DUE)
    return _standing(replace(whistle, fell_due_at=whistle.fell_due_at or now))


def finish(whistle: Whistle, *, now: datetime) -> Whistle:
    """What was called for is done."""
    _check(whistle, _M.FINISH)
    return _standing(replace(whistle, done_at=now))


def rate(whistle: Whistle, department: str, *, score: int, by: str, now: datetime) -> Whistle:
    """How a department did, once, when it is done."""
    if whistle.of(department).score is not None:
        raise IllegalMove(f"{department} is rated already")
    return _with(
        whistle,
        _M.RATE,
        department,
        lambda one: replace(one, score=score, rated_by=by, rated_at=now),
    )


def _check(whistle: Whistle, move: WhistleMove) -> None:
    if move not in LEGAL[whistle.status]:
        raise IllegalMove(f"{move} is not possible from {whistle.status}")


def _checked(whistle: Whistle, move: WhistleMove) -> Whistle:
    _check(whistle, move)
    return whistle


def _standing(whistle: Whistle) -> Whistle:
    return replace(whistle, status=standing(whistle))


def _with(
    whistle: Whistle, move: WhistleMove, department: str, change: Callable[[Summons], Summons]
) -> Whistle:
    _check(whistle, move)
    summons = tuple(change(one) if one.department == department else one for one in whistle.summons)
    return _standing(replace(whistle, summons=summons))
