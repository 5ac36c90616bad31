"""A service: what comes of a need and a resource that were brought together, from the proposal to
the word of the one who needed it.

Comes in: a pair, what people answer, the clock. Goes out: `Service`, its moves, what is due next,
whether it counts as drawn up and as delivered. Does not: pair, word anything, or store.

    proposed --> accepted --> agreed --> under_way --> delivered --> confirmed
        |            |           |           |
        v            +-----------+-----------+----> fell_through
    declined
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import IllegalMove


class ServiceState(StrEnum):
    """How far it is."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    FELL_THROUGH = "fell_through"


_S = ServiceState
_WAYS: Final[Mapping[ServiceState, frozenset[ServiceState]]] = MappingProxyType(
    {
        _S.PROPOSED: frozenset({_S.ACCEPTED, _S.DECLINED}),
        _S.ACCEPTED: frozenset({_S.AGREED, _S.FELL_THROUGH}),
        _S.AGREED: frozenset({_S.UNDER_WAY, _S.FELL_THROUGH}),
        _S.UNDER_WAY: frozenset({_S.DELIVERED, _S.FELL_THROUGH}),
        _S.DELIVERED: frozenset({_S.CONFIRMED, _S.FELL_THROUGH}),
    }
)
DRAWN_UP: Final = frozenset(_S) - {_S.PROPOSED, _S.DECLINED}
"""The grid's party branch wanted it: it stands on the list of services."""
DONE: Final = frozenset({_S.DELIVERED, _S.CONFIRMED})
ENDED: Final = frozenset({_S.DECLINED, _S.CONFIRMED, _S.FELL_THROUGH})
HOLDS: Final = frozenset(_S) - {_S.DECLINED, _S.FELL_THROUGH}
"""It takes up what was held out, and the need is seen to."""


class Why(StrEnum):
    """Why it came to nothing."""

    NOT_WANTED = "not_wanted"
    NO_WORD = "no_word"
    GIVER = "giver"
    NEEDER = "needer"
    WITHDRAWN = "withdrawn"
    NOT_DONE = "not_done"
    UNREACHABLE = "unreachable"


class Part(StrEnum):
    """The two whom a service concerns."""

    GIVER = "giver"
    NEEDER = "needer"

    @property
    def other(self) -> "Part":
        """The one on the other side."""
        return Part.NEEDER if self is Part.GIVER else Part.GIVER


class Word(StrEnum):
    """What one of them was asked and said, in the state in which the service is."""

    NONE = "none"
    ASKED = "asked"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRules:
    """When pairs are proposed (local clocks) and how many in one message, how long an answer is
    waited for, after how long it is asked whether it was done where no day was named, and how many
    minutes of somebody's hours one need takes.
    """

    propose_at: tuple[time, ...] = (time(10), time(16))
    lines: int = 5
    patience: timedelta = timedelta(days=2)
    ask_after: timedelta = timedelta(days=3)
    minutes_each: int = 30

    def next_round(self, now: datetime) -> datetime:
        """When pairs are proposed next."""
        local = now.astimezone(SHANGHAI)
        days = (local.date(), local.date() + timedelta(days=1))
        found = (datetime.combine(day, at, SHANGHAI) for day in days for at in self.propose_at)
        return min(one for one in found if one > local).astimezone(now.tzinfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`need` and `resource` are ids of the lists, `wanted` and `offered` the masked words of
    `needer` and `giver`, gone when it has ended (a pledge has no resource); `reasons` what speaks
    for it. `leader` decides for the grid's party branch. It can be done from `begin_at` through
    `end_at`. `next_at` is when the clock has something to do.
    """

    id: str
    community: str
    grid: str | None
    kind: str
    need: str
    resource: str
    needer: str
    giver: str
    wanted: str
    offered: str
    heads: int
    reasons: str
    leader: str
    begin_at: datetime
    end_at: datetime
    made_at: datetime
    since: datetime
    next_at: datetime | None
    state: ServiceState = ServiceState.PROPOSED
    giver_word: Word = Word.NONE
    needer_word: Word = Word.NONE
    why: str = ""

    @property
    def is_pledge(self) -> bool:
        """Whether somebody took it on when it was asked for, with nothing of his on a list."""
        return not self.resource

    @property
    def is_claim(self) -> bool:
        """Whether somebody wants to take it on, and waits for the leader's choice."""
        return self.is_pledge and self.state is ServiceState.PROPOSED

    @property
    def takes_up(self) -> bool:
        """Whether it takes up what was held out, and so much of the need is seen to. Of several
        claims one will be chosen: they take up nothing.
        """
        return self.state in HOLDS and not self.is_claim

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.state in ENDED

    def person(self, part: Part) -> str:
        """Who it is."""
        return self.giver if part is Part.GIVER else self.needer

    def word(self, part: Part) -> Word:
        """What he was asked and said."""
        return self.giver_word if part is Part.GIVER else self.needer_word

    def with_word(self, part: Part, word: Word) -> "Service":
        """The same when he was asked or has answered."""
        if part is Part.GIVER:
            return replace(self, giver_word=word)
        return replace(self, needer_word=word)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMove:
    """A line of a service's history: what it became, by whom, when, why."""

    service: str
    at: datetime
    state: ServiceState
    actor: str
    why: str = ""


def moved(
    service: Service, to: ServiceState, *, now: datetime, rules: ServiceRules, why: str = ""
) -> Service:
    """The service after a move; IllegalMove where it cannot be made."""
    if to not in _WAYS.get(service.state, frozenset()):
        raise IllegalMove(f"{service.id}: {service.state} -> {to}", why="status")
    after = replace(
        service,
        state=to,
        since=now,
        why=why,
        giver_word=Word.NONE,
        needer_word=Word.NONE,
        next_at=_next(service, to, now, rules),
    )
    return replace(after, wanted="", offered="") if after.is_over else after


def _next(
    service: Service, to: ServiceState, now: datetime, rules: ServiceRules
) -> datetime | None:
    if to in ENDED:
        return None
    if to is ServiceState.AGREED:
        return max(service.begin_at, now)
    if to is ServiceState.UNDER_WAY:
        return asks_at(service, now, rules)
    return now


def asks_at(service: Service, now: datetime, rules: ServiceRules) -> datetime:
    """When it is asked whether it was done: after its day, else some days on."""
    begin, end = service.begin_at.astimezone(SHANGHAI), service.end_at.astimezone(SHANGHAI)
    if begin.date() == end.date():
        return max(service.end_at, now)
    return max(min(service.end_at, now + rules.ask_after), now)


def waits_until(service: Service, now: datetime, rules: ServiceRules) -> datetime:
    """How long an answer that is asked for now is waited for."""
    until = now + rules.patience
    soon = service.state in (ServiceState.PROPOSED, ServiceState.ACCEPTED)
    return max(min(until, service.end_at), now) if soon else until
