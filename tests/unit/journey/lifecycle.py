"""A small community, talked to at random, and what must always be true of its cases.

Comes in: who says what, and how long to wait. Goes out: rows as they are, checked. Does not: use
pytest's fixtures; every run has a store of its own.
"""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from bot.domain.calls import ANSWERED, UNANSWERED
from bot.domain.case import DONE, FINAL, CaseEvent, CaseStatus, EventKind
from bot.domain.closing import lacking
from bot.domain.facts import Period
from bot.domain.figures import counts
from bot.domain.matters import Level
from bot.domain.people import Role
from bot.domain.timer import TimerKind
from bot.ports.rows_figures import Asked
from bot.storage.cases import event_digest
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import group, private
from tests.fakes.channel import FakeChannel
from tests.fakes.classifier import FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals
from tests.unit.journey.conftest import Rig, make_office, make_rig

STAFF = ("liu", "he", "sun", "duty", "shu", "chen")
RESIDENTS = ("wang", "zhao")
_WORDS = {"路灯": "GY-11", "门禁": "WY-03", "吵": "JF-01"}
_UNDECIDED = {EventKind.LAMP, EventKind.REMINDED}
_OWN = ("bot", "timer")
_SEATS = {
    Level.GRID: (Role.GRID_MEMBER, Role.GRID_LEADER),
    Level.COMMUNITY: (Role.COMMUNITY_SECRETARY,),
    Level.STREET: (Role.STREET, Role.DUTY_OFFICER),
}
_EXCLUDED = (CaseStatus.MERGED, CaseStatus.REJECTED, CaseStatus.CANCELED)


class Community:
    """One community in a store in memory."""

    def __init__(self, words, matters) -> None:
        self._runner = asyncio.Runner()
        self._executor = ThreadPoolExecutor(1)
        self.engine = make_engine("sqlite://")
        create_all(self.engine)
        self.rig = self._runner.run(self._made(words, matters))
        self.before: dict[str, tuple[CaseStatus, int, object]] = {}

    async def _made(self, words, matters) -> Rig:
        clock, channel = FakeClock(impatient=True), FakeChannel()
        office = make_office(clock, FakeSignals(), channel, words, matters)
        store = SqlStore(self.engine)
        return make_rig(office, channel, FakeClassifier(_WORDS), store, self._executor)

    def close(self) -> None:
        self._runner.run(self.rig.store.close())
        self._runner.close()
        self._executor.shutdown()

    # what happens

    def says(self, who: str, words: str, *, alone: bool = False) -> None:
        """Staff speak in the leaders' group, residents in theirs."""
        address = group("lead1" if who in STAFF else "own1")
        if alone:
            address = private(f"a-{who}")
        self._runner.run(self.rig.say(words, sender=f"a-{who}", address=address))

    def together(self, first: tuple[str, str], second: tuple[str, str]) -> None:
        """Two people say something at the same moment; one batch hears both."""

        async def both() -> None:
            for who, words in (first, second):
                await self.rig.hear(words, sender=f"a-{who}", address=group("lead1"))
            await self.rig.wait(10)

        self._runner.run(both())

    def waits(self, length: timedelta) -> None:
        """Time passes in steps, so that what is due fires near its time."""
        step = max(length / 4, timedelta(minutes=10))
        while length > timedelta(0):
            self._runner.run(self.rig.wait(min(step, length).total_seconds()))
            length -= step

    def goes_back(self, length: timedelta) -> None:
        """Somebody sets the clock of the machine back."""
        self.rig.clock.jump(self.rig.clock.now() - length)

    def fires_again(self) -> None:
        """Every timer that has fired fires once more."""
        with self.engine.begin() as connection:
            connection.execute(text("update timers set state = 'waiting' where state = 'fired'"))
        self._runner.run(self.rig.settle())

    def cases(self):
        return self._runner.run(self.rig.cases())

    # what is true

    def check(self) -> None:
        """Every invariant of every case."""
        now = self.rig.clock.now()
        timers = self._timers()
        for case in self.cases():
            history = self._history(case)
            self._check_chain(case, history)
            self._check_history(case, history)
            self._check_responsible(case, timers.get(case.key, {}), history)
            self._check_deadlines(case, timers.get(case.key, {}), now)
            self._check_closing(case, history)
        assert self._runner.run(self.rig.turns()).get("parked", 0) == 0
        assert self._parked_timers() == 0

    def _check_chain(self, case, history) -> None:
        previous = ""
        for position, (event, digest) in enumerate(history, 1):
            previous = event_digest(previous, event, position)
            assert digest == previous, f"#{case.number} line {position}"

    def _check_history(self, case, history) -> None:
        """Who, when, and from which message; a status never changes without a line."""
        for event, _ in history:
            assert event.actor
            assert event.message or event.actor in _OWN or event.kind in _UNDECIDED
        known = self.before.get(case.key)
        self.before[case.key] = (case.status, len(history), _settled(case))
        if known is None:
            assert history[0][0].kind is EventKind.CASE_OPENED
            return
        status, lines, settled = known
        assert len(history) >= lines
        if status in FINAL - {CaseStatus.MERGED}:
            assert _settled(case) == settled, f"#{case.number} is over"
        if case.status is not status:
            assert len(history) > lines, f"#{case.number} {status} to {case.status}"
            assert status not in FINAL - {CaseStatus.MERGED}

    def _check_responsible(self, case, timers, history) -> None:
        """Somebody has it in hand, or it is the turn of a level at which somebody sits, or somebody
        was called who is waited for, or whose silence stands in the history."""
        assert case.department
        if case.status not in DONE | FINAL and case.owner is None:
            notes = {event.detail.get("note") for event, _ in history}
            called = TimerKind.CALL_DUE in timers or notes & {UNANSWERED, ANSWERED}
            assert self._sits_there(case) or called, f"#{case.number} is nobody's"
        assert case.returned <= 9
        assert case.extended <= self.rig.office.settings.extensions_most
        assert case.reopened <= self.rig.office.settings.reopenings_most
        if case.status is CaseStatus.MERGED:
            assert case.merged_into

    def _sits_there(self, case) -> bool:
        """Whether anybody of the level is known there."""
        people = self.rig.office.directory
        if case.level is Level.DEPARTMENT:
            return bool(people.of_department(case.department))
        return any(people.of_grid(case.grid, role) for role in _SEATS.get(case.level, ()))

    def check_figures(self) -> None:
        """Cases as figures tell them out of histories, against the cases themselves."""
        now = self.rig.clock.now()
        period = Period(begin=now - timedelta(days=900), end=now + timedelta(days=900))
        asked = Asked(period=period, staff=frozenset(STAFF))
        facts = self._runner.run(self.rig.store.look(lambda unit: unit.figures.facts(asked)))
        told, expected = counts(facts, period), Counter(map(_outcome, self.cases()))
        out = sum(told[name] for name in ("merged", "negative", "withdrawn", "drill"))
        shown = Counter(out=out, open=told["open"], done=told["done"])
        assert +shown == expected
        assert told["opened"] == expected.total()

    def _check_deadlines(self, case, timers, now) -> None:
        if not case.is_open or case.status in DONE | FINAL:
            return
        if case.status is CaseStatus.SUSPENDED:
            assert case.paused_until is not None
            assert timers.get(TimerKind.PAUSE_OVER) == case.paused_until
            return
        assert case.resolve_until is not None
        if case.resolve_until > now:
            assert timers.get(TimerKind.RESOLVE_DUE) == case.resolve_until, f"{case.status}"
        if case.status is CaseStatus.DISPATCHED and case.accept_until > now:
            assert timers.get(TimerKind.ACCEPT_DUE) == case.accept_until

    def _check_closing(self, case, history) -> None:
        """Nothing is closed while something is missing, but by a person who says why."""
        closed = [event for event, _ in history if event.kind is EventKind.CLOSED]
        if case.closed_at is None or not closed:
            return
        if case.status in (CaseStatus.CLOSED, CaseStatus.PENDING_VISIT, CaseStatus.EVALUATED):
            why = closed[-1].detail.get("outcome")
            assert closed[-1].actor not in _OWN
            assert why or lacking(case, self.rig.office.matters[case.item]) == ()

    # rows

    def _history(self, case) -> list[tuple[CaseEvent, str]]:
        found = self._runner.run(self.rig.store.look(lambda unit: unit.cases.history(case.key)))
        rows = self._rows(
            "select digest from case_events where case_key = :key order by position", key=case.key
        )
        return list(zip(found, [row.digest for row in rows], strict=True))

    def _timers(self) -> dict[str, dict[TimerKind, object]]:
        found: dict[str, dict[TimerKind, object]] = {}

        async def read(unit):
            return await unit.timers.claim_due(
                self.rig.clock.now() + timedelta(days=900), ZERO, 999
            )

        for timer in self._runner.run(self.rig.store.work(read)):
            found.setdefault(timer.case, {})[timer.kind] = timer.due_at
        self._rows("update timers set claimed_until = null where state = 'waiting'")
        return found

    def _parked_timers(self) -> int:
        return len(self._rows("select id from timers where state = 'parked'"))

    def _rows(self, words: str, **values: object):
        with self.engine.begin() as connection:
            result = connection.execute(text(words), values)
            return result.all() if result.returns_rows else []


def _outcome(case) -> str:
    if case.status in _EXCLUDED or case.item.startswith("NEG"):
        return "out"
    return "open" if case.done_at is None else "done"


def _settled(case) -> object:
    """What stays as it is once a case is over."""
    return case.status, case.owner, case.level, case.department, case.rating, case.closed_at


ZERO = timedelta(0)
