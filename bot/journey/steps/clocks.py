"""The clocks of a case: until when it is to be accepted and settled, and the lamps on the way
(domain rules §5).

Comes in: a case. Goes out: the case with its deadlines, and timers. Does not: light lamps but where
a case is set aside and goes on.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.case import DONE, Case, CaseStatus, EventKind
from bot.domain.deadlines import Deadlines, deadlines
from bot.domain.lamps import Lamp, Stage, lamp, span_of
from bot.domain.matters import Matter, Urgency
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket

ACCEPTING: Final = (TimerKind.ACCEPT_YELLOW, TimerKind.ACCEPT_DUE, TimerKind.ACCEPT_LATE)
RESOLVING: Final = (TimerKind.RESOLVE_YELLOW, TimerKind.RESOLVE_DUE, TimerKind.RESOLVE_LATE)
CHECKING: Final = (TimerKind.CHECK_YELLOW, TimerKind.CHECK_DUE, TimerKind.CHECK_LATE)
EVERYTHING: Final = tuple(TimerKind)
DANGER: Final = "AQ"
"""The category of what may hurt somebody: its clock waits for nobody."""

_SETTLED: Final = DONE - {CaseStatus.PENDING_CHECK}


def limits(docket: Docket, item: str, urgency: Urgency, *, grid: str | None = None) -> Deadlines:
    """Deadlines that begin now, by the rules of today."""
    return _from_now(docket, docket.office.matters[item], urgency, grid)


def limits_of(docket: Docket, case: Case, urgency: Urgency) -> Deadlines:
    """Deadlines that begin now, by the rules that the case was opened under and the time that the
    property company it was sent to has."""
    matter = docket.office.rules(case)
    company = docket.office.directory.company_named(case.company)
    if company is not None and company.accept_hours is not None:
        matter = replace(matter, accept_hours=company.accept_hours)
    return _from_now(docket, matter, urgency, case.grid)


def _from_now(docket: Docket, matter: Matter, urgency: Urgency, grid: str | None) -> Deadlines:
    """What is pressing but no danger is accepted while somebody is on duty, where there is a rota:
    the clock does not run for people who are not there."""
    office = docket.office
    until = deadlines(matter=matter, urgency=urgency, now=docket.now, hours=office.hours)
    rota = office.rota
    if urgency is Urgency.P1 and matter.category != DANGER and rota.knows(grid):
        length = timedelta(hours=matter.accept_hours)
        return replace(until, accept_until=rota.after(docket.now, length, grid))
    return until


async def start_both(docket: Docket, case: Case) -> Case:
    """Acceptance and settling, by the deadlines that the case has."""
    await _wake(docket, case, Stage.ACCEPT)
    await _wake(docket, case, Stage.HANDLE)
    return case


async def restart_accepting(docket: Docket, case: Case, *, urgency: Urgency | None = None) -> Case:
    """Whoever has it now is to accept it; the deadline for settling stays (domain rules §5.3.5)."""
    urgency = urgency or case.urgency
    until = limits_of(docket, case, urgency).accept_until
    if urgency is not case.urgency and case.accept_until is not None:
        until = min(until, case.accept_until)
    case = await docket.change(case, urgency=urgency, accept_from=docket.now, accept_until=until)
    await stop(docket, case, ACCEPTING)
    await _wake(docket, case, Stage.ACCEPT)
    return case


async def go_on_accepting(docket: Docket, case: Case) -> Case:
    """As it was before somebody took it on, or it was sent elsewhere: the time to accept it was
    never stopped."""
    await stop(docket, case, ACCEPTING)
    if case.accepted_at is None:
        await _wake(docket, case, Stage.ACCEPT, again=True)
    return case


async def restart_resolving(docket: Docket, case: Case) -> Case:
    """Reopened: the time for settling begins anew."""
    until = limits_of(docket, case, case.urgency).resolve_until
    case = await docket.change(case, resolve_from=docket.now, resolve_until=until)
    await stop(docket, case, RESOLVING)
    await _wake(docket, case, Stage.HANDLE)
    return case


async def settle_by(docket: Docket, case: Case, until: datetime) -> Case:
    """Another deadline for settling; what was yellow before is not shown again."""
    case = await docket.change(case, resolve_until=until)
    await stop(docket, case, RESOLVING)
    await _wake(docket, case, Stage.HANDLE, again=True)
    return case


async def go_on_resolving(docket: Docket, case: Case) -> Case:
    """Handed in too early: the time for settling was never stopped; what is late is red at once."""
    until = case.resolve_until
    if until is None:
        return case
    case = await settle_by(docket, case, until)
    if until <= docket.now:
        await docket.wake(case, TimerKind.RESOLVE_DUE, docket.now)
    return case


async def follow(docket: Docket, before: Case, after: Case) -> Case:
    """Clocks stand still while a case is set aside: its lamp is grey and no timer fires. They go on
    with what was left when it does (domain rules §5.3.4). What is handed in is to be checked in
    its time, what is closed has a blue lamp.
    """
    after = await _follow_checking(docket, before, after)
    aside = after.status is CaseStatus.SUSPENDED
    if aside is (before.status is CaseStatus.SUSPENDED):
        return after
    await stop(docket, after, (*ACCEPTING, *RESOLVING))
    if not aside and (not after.is_open or after.done_at is not None):
        return after
    shown = lamp(after, docket.now, docket.office.lamps) if not aside else Lamp.GREY
    await _show(docket, after, Stage.HANDLE, shown)
    if not aside:
        await _wake(docket, after, Stage.HANDLE, again=True)
    return after


async def _follow_checking(docket: Docket, before: Case, after: Case) -> Case:
    waits, waited = (one.status is CaseStatus.PENDING_CHECK for one in (after, before))
    if waits and not waited:
        until = docket.office.lamps.check_until(docket.now)
        after = await docket.change(after, check_from=docket.now, check_until=until)
        await _wake(docket, after, Stage.CHECK)
    if waited and not waits:
        await stop(docket, after, CHECKING)
    if after.status in _SETTLED and before.status not in _SETTLED:
        await _show(docket, after, Stage.CHECK, Lamp.BLUE)
    return after


async def _show(docket: Docket, case: Case, stage: Stage, shown: Lamp) -> None:
    facts = {"stage": stage.value, "color": shown.value}
    await docket.note(case, EventKind.LAMP, "timer", facts)


async def stop(docket: Docket, case: Case, kinds: tuple[TimerKind, ...]) -> None:
    """These timers fire no more."""
    await docket.cancel(case, kinds)


async def _wake(docket: Docket, case: Case, stage: Stage, *, again: bool = False) -> None:
    """Yellow on the way, red at the end; yellow that was shown before is not shown again."""
    span = span_of(case, stage)
    if span is None or span.until <= docket.now:
        return
    yellow, due, _ = KINDS[stage]
    turns = docket.office.lamps.yellow_at(span, stage)
    if turns > docket.now or not again:
        await docket.wake(case, yellow, max(turns, docket.now))
    await docket.wake(case, due, span.until)


KINDS: Final = {Stage.ACCEPT: ACCEPTING, Stage.HANDLE: RESOLVING, Stage.CHECK: CHECKING}
"""The timers of each stage's lamp: yellow, red, flashing."""
