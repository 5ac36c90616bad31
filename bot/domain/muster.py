"""A muster: a leader calls for so many volunteers, neighbours say that they come.

Comes in: a call, who signed up with how many heads. Goes out: `Muster`, `SignUp`, and who moves up
when somebody goes. Does not: read words, store, or let more people come than are wanted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.deadlines import SHANGHAI

BOOKED_OF: Final = "muster:"
"""Beginning of the source of an entry in the ledger that a call has brought."""


class MusterStep(StrEnum):
    """What has happened by the clock."""

    CALLED = "called"
    REMINDED = "reminded"
    ASKED = "asked"
    OVER = "over"


class SignUpState(StrEnum):
    """Whether somebody comes."""

    IN = "in"
    WAITING = "waiting"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class MusterRules:
    """What an office has decided. People are reminded on the day before at `evening` (local), where
    there is none before it begins, `shortly` before. A call is taken to last the `usual` time where
    nobody said how long; for `last_word` after its end a leader can still say who came.
    """

    evening: time = time(19)
    shortly: timedelta = timedelta(hours=1)
    usual: timedelta = timedelta(hours=2)
    last_word: timedelta = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Muster:
    """`matter` is what is to be done, `place` where people meet, `bring` what they bring, in the
    words of `called_by`. `taken` of the `wanted` places are given. `minutes` is how long it lasts,
    where that was said: only then points are booked. A closed one takes nobody any more. An urgent
    one belongs to the emergency `case`. `next_at` is when the clock has something to do.
    """

    id: str
    community: str
    grid: str | None
    called_by: str
    called_at: datetime
    matter: str
    place: str
    bring: str
    wanted: int
    starts_at: datetime
    next_at: datetime
    minutes: int | None = None
    case: str | None = None
    taken: int = 0
    closed: bool = False
    step: MusterStep = MusterStep.CALLED

    @property
    def is_urgent(self) -> bool:
        """Whether it is called in an emergency: nobody waits for the morning."""
        return self.case is not None

    @property
    def lacks(self) -> int:
        """How many are still wanted."""
        return max(self.wanted - self.taken, 0)

    def ends_at(self, rules: MusterRules) -> datetime:
        """When those who came are thought to be done."""
        return self.starts_at + (timedelta(minutes=self.minutes) if self.minutes else rules.usual)

    def takes(self, now: datetime, rules: MusterRules) -> bool:
        """Whether one can still sign up."""
        return not self.closed and self.step is not MusterStep.OVER and now < self.ends_at(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """Somebody comes with so many `heads`, himself among them. `room` is where he said so."""

    muster: str
    person: str
    room: str | None
    heads: int
    at: datetime
    state: SignUpState


def source_of(muster: str, person: str) -> str:
    """What the ledger's entry of somebody who came is from."""
    return f"{BOOKED_OF}{muster}:{person}"


def muster_of(source: str) -> str | None:
    """The call that an entry of the ledger is from, None where it is from none."""
    if not source.startswith(BOOKED_OF):
        return None
    return source.removeprefix(BOOKED_OF).partition(":")[0]


def filled_at(wanted: int, entries: Iterable[SignUp]) -> datetime | None:
    """When those who have a place were as many as wanted, None where they are not."""
    heads = 0
    for one in who_comes(entries):
        heads += one.heads
        if heads >= wanted:
            return one.at
    return None


def next_step(one: Muster, step: MusterStep, now: datetime, rules: MusterRules) -> datetime:
    """When the clock has something to do after a step was done."""
    ends_at = one.ends_at(rules)
    if step is MusterStep.CALLED:
        reminded = remind_at(one.starts_at, now, rules)
        return ends_at if reminded is None else reminded
    return ends_at if step is MusterStep.REMINDED else ends_at + rules.last_word


def remind_at(starts_at: datetime, now: datetime, rules: MusterRules) -> datetime | None:
    """The evening before, else shortly before; None where it begins too soon for either."""
    local = starts_at.astimezone(SHANGHAI)
    evening = datetime.combine(local.date() - timedelta(days=1), rules.evening, SHANGHAI)
    for instant in (evening, local - rules.shortly):
        if instant > now:
            return instant.astimezone(now.tzinfo)
    return None


def waiting(entries: Iterable[SignUp]) -> list[SignUp]:
    """The waiting list, who came first at its head."""
    found = (one for one in entries if one.state is SignUpState.WAITING)
    return sorted(found, key=lambda one: (one.at, one.person))


def who_comes(entries: Iterable[SignUp]) -> list[SignUp]:
    """Those who have a place, who came first at their head."""
    found = (one for one in entries if one.state is SignUpState.IN)
    return sorted(found, key=lambda one: (one.at, one.person))


def moves_up(entries: Sequence[SignUp], free: int) -> list[SignUp]:
    """Who of the waiting list gets the free places: in its order; a party that is too large is
    passed over, since it is not torn apart.
    """
    found = []
    for one in waiting(entries):
        if one.heads <= free:
            found.append(one)
            free -= one.heads
    return found
