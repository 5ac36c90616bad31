"""The clocks of a case: until when it is to be accepted and settled, and the lamps on the way
(domain rules §5).

Comes in: a case. Goes out: the case with its deadlines, and timers. Does not: light lamps but where
a case is set aside and goes on.
"""

from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.deadlines import Deadlines, deadlines
from bot.domain.lamps import Lamp, Stage, lamp, span_of
from bot.domain.matters import Urgency
from bot.domain.timer import TimerKind
from bot.journey.docket import Docket

ACCEPTING: Final = (TimerKind.ACCEPT_YELLOW, TimerKind.ACCEPT_DUE)
RESOLVING: Final = (TimerKind.RESOLVE_YELLOW, TimerKind.RESOLVE_DUE)
EVERYTHING: Final = tuple(TimerKind)


def limits(docket: Docket, item: str, urgency: Urgency) -> Deadlines:
    """Deadlines that begin now."""
    office = docket.office
    return deadlines(
        matter=office.matters[item], urgency=urgency, now=docket.now, hours=office.hours
    )


async def start_both(docket: Docket, case: Case) -> Case:
    """Acceptance and settling, by the deadlines that the case has."""
    await _wake(docket, case, Stage.ACCEPT)
    await _wake(docket, case, Stage.HANDLE)
    return case


async def restart_accepting(docket: Docket, case: Case, *, urgency: Urgency | None = None) -> Case:
    """Whoever has it now is to accept it; the deadline for settling stays (domain rules §5.3.5)."""
    urgency = urgency or case.urgency
    until = limits(docket, case.item, urgency).accept_until
    if urgency is not case.urgency and case.accept_until is not None:
        until = min(until, case.accept_until)
    case = await docket.change(case, urgency=urgency, accept_from=docket.now, accept_until=until)
    await stop(docket, case, ACCEPTING)
    await _wake(docket, case, Stage.ACCEPT)
    return case


async def restart_resolving(docket: Docket, case: Case) -> Case:
    """Reopened: the time for settling begins anew."""
    until = limits(docket, case.item, case.urgency).resolve_until
    case = await docket.change(case, resolve_from=docket.now, resolve_until=until)
    await stop(docket, case, RESOLVING)
    await _wake(docket, case, Stage.HANDLE)
    return case


async def follow(docket: Docket, before: Case, after: Case) -> None:
    """Clocks stand still while a case is set aside: its lamp is grey and no timer fires. They go on
    with what was left when it does (domain rules §5.3.4).
    """
    aside = after.status is CaseStatus.SUSPENDED
    if aside is (before.status is CaseStatus.SUSPENDED):
        return
    await stop(docket, after, (*ACCEPTING, *RESOLVING))
    if not aside and (not after.is_open or after.done_at is not None):
        return
    shown = lamp(after, docket.now, docket.office.lamps) if not aside else Lamp.GREY
    facts = {"stage": Stage.HANDLE.value, "color": shown.value}
    await docket.note(after, EventKind.LAMP, "timer", facts)
    if not aside:
        await _wake(docket, after, Stage.HANDLE, again=True)


async def stop(docket: Docket, case: Case, kinds: tuple[TimerKind, ...]) -> None:
    """These timers fire no more."""
    await docket.cancel(case, kinds)


async def _wake(docket: Docket, case: Case, stage: Stage, *, again: bool = False) -> None:
    """Yellow on the way, red at the end; yellow that was shown before is not shown again."""
    span = span_of(case, stage)
    if span is None or span.until <= docket.now:
        return
    yellow, due = _KINDS[stage]
    turns = docket.office.lamps.yellow_at(span, stage)
    if turns > docket.now or not again:
        await docket.wake(case, yellow, max(turns, docket.now))
    await docket.wake(case, due, span.until)


_KINDS: Final = {Stage.ACCEPT: ACCEPTING, Stage.HANDLE: RESOLVING}
