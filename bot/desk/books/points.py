"""The points ledger at the desk: what people have, what of it came and went when, what was handed
out.

Comes in: the store, the office's rules, who people are. Goes out: rows for the page. Does not: book
anything, or show somebody's points to anybody but those who lead where he belongs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from bot.domain.deadlines import SHANGHAI
from bot.domain.grid import Directory
from bot.domain.points import (
    Booking,
    BookingKind,
    Code,
    PointRules,
    account_of,
    earned_lately,
    lots,
    person_of,
)
from bot.domain.viewing import Viewer
from bot.ports import Clock, Store, UnitOfWork, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What somebody has that has not run out, open codes among it, and earned within a year."""

    id: str
    name: str
    points: int
    earned: int
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """A code that was taken: whose, for what, when, by whom."""

    name: str
    good: str
    points: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Of one viewer's area, those who have most first; codes newest first."""

    holders: tuple[Holder, ...]
    handed_out: tuple[HandedOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A booking in somebody's account: so many `points` came (or went, below zero) from or to the
    account `other`, then he had `held`.
    """

    at: datetime
    kind: str
    activity: str
    minutes: int
    other: str
    points: int
    held: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody's bookings, the newest first."""

    holder: Holder
    entries: tuple[Entry, ...]


class Pointbook:
    """Over the store; any number of callers at once."""

    def __init__(
        self,
        *,
        store: Store,
        directory: Callable[[], Directory],
        clock: Clock,
        rules: Callable[[], PointRules],
        words: Words,
    ) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock
        self._rules = rules
        self._words = words

    async def ledger(self, viewer: Viewer) -> Ledger:
        """As it stands."""
        return await self._store.look(lambda unit: self._look(viewer, unit))

    async def _look(self, viewer: Viewer, unit: UnitOfWork) -> Ledger:
        found = [person_of(account) for account in await unit.points.balances()]
        people = [one for one in found if one is not None and self._leads(viewer, one)]
        booked = await unit.points.of_all(people)
        holders = [self._holder(person, own) for person, own in booked.items()]
        spent = [one for own in booked.values() for one in own if one.kind is BookingKind.SPENT]
        spent.sort(key=lambda one: (one.at, one.id), reverse=True)
        codes = await unit.points.codes([_code_of(one) for one in spent])
        return Ledger(
            holders=tuple(sorted(holders, key=lambda one: (-one.points, one.name))),
            handed_out=tuple(self._handed_out(codes, one) for one in spent),
        )

    async def account(self, viewer: Viewer, person: str) -> Account | None:
        """Somebody's account, None where there is none or the viewer may not know it."""
        if not self._leads(viewer, person):
            return None
        booked = await self._store.look(lambda unit: unit.points.of(person))
        if not booked:
            return None
        held = list(accumulate(one.points for one in booked))
        entries = [self._entry(one, left) for one, left in zip(booked, held, strict=True)]
        return Account(holder=self._holder(person, booked), entries=tuple(reversed(entries)))

    def _entry(self, one: Booking, held: int) -> Entry:
        own = account_of(one.person)
        other = next(line.account for line in one.lines if line.account != own)
        return Entry(
            at=one.at,
            kind=self._words.term("booking", one.kind),
            activity=one.activity or "",
            minutes=one.minutes,
            other=self._words.term("account", other),
            points=one.points,
            held=held,
            by=self._directory().person(one.by).name,
        )

    def _leads(self, viewer: Viewer, person: str) -> bool:
        directory = self._directory()
        home = directory.home_of(directory.person(person))
        return viewer.leads(home.id if home else None)

    def _holder(self, person: str, booked: list[Booking]) -> Holder:
        today = self._clock.now().astimezone(SHANGHAI).date()
        earned = earned_lately(booked, today)
        return Holder(
            id=person,
            name=self._directory().person(person).name,
            points=sum(lot.points for lot in lots(booked) if lot.runs_out >= today),
            earned=earned,
            stars=self._rules().stars_of(earned),
        )

    def _handed_out(self, codes: Mapping[str, Code], one: Booking) -> HandedOut:
        """A good that the office has struck off its list is called by its id."""
        code = codes.get(_code_of(one))
        good = code.good if code is not None else ""
        names = {known.id: known.name for known in self._rules().goods}
        directory = self._directory()
        return HandedOut(
            name=directory.person(one.person).name,
            good=names.get(good, good),
            points=-one.points,
            at=one.at,
            by=directory.person(one.by).name,
        )


def _code_of(one: Booking) -> str:
    return one.source.removeprefix("code:")
