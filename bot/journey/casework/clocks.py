"""The clocks of a case: until when it is to be accepted and settled, and the lamps on the way
(domain rules §5).

Comes in: a case. Goes out: the case with its deadlines, and timers. Does not: light lamps.
"""

from datetime import datetime
from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import Deadlines, deadlines
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
    await _wake(docket, case, case.accept_until, ACCEPTING)
    await _wake(docket, case, case.resolve_until, RESOLVING)
    return case


async def restart_accepting(docket: Docket, case: Case, *, urgency: Urgency | None = None) -> Case:
    """Whoever has it now is to accept it; the deadline for settling stays (domain rules §5.3.5)."""
    urgency = urgency or case.urgency
    until = limits(docket, case.item, urgency).accept_until
    if urgency is not case.urgency and case.accept_until is not None:
        until = min(until, case.accept_until)
    await stop(docket, case, ACCEPTING)
    await _wake(docket, case, until, ACCEPTING)
    return await docket.change(case, urgency=urgency, accept_until=until)


async def restart_resolving(docket: Docket, case: Case) -> Case:
    """Reopened: the time for settling begins anew."""
    until = limits(docket, case.item, case.urgency).resolve_until
    await stop(docket, case, RESOLVING)
    await _wake(docket, case, until, RESOLVING)
    return await docket.change(case, resolve_until=until)


async def stop(docket: Docket, case: Case, kinds: tuple[TimerKind, ...]) -> None:
    """These timers fire no more."""
    await docket.cancel(case, kinds)


async def _wake(
    docket: Docket, case: Case, until: datetime | None, kinds: tuple[TimerKind, TimerKind]
) -> None:
    """Yellow on the way, red at the end."""
    if until is None or until <= docket.now:
        return
    yellow, due = kinds
    share = docket.office.settings.yellow_share
    await docket.wake(case, yellow, docket.now + (until - docket.now) * share)
    await docket.wake(case, due, until)
