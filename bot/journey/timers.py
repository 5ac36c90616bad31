"""Station 6: what is due now: lamps, reminders, the next step of an emergency call, patience for a
callback.

Comes in: due timers. Goes out: history lines, queued words, the next timers; one transaction a
case. Does not: read messages. A timer that fires twice changes nothing the second time.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.errors import BotError, Conflict, StorageFull
from bot.domain.lamps import Lamp, Stage, lamp
from bot.domain.moves import CaseMove
from bot.domain.people import Role
from bot.domain.reply import ReplyKey, Say
from bot.domain.timer import Timer, TimerKind
from bot.journey.calling import call
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.wording import case_words
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)

Handler = Callable[[Docket, Case, Timer], Awaitable[None]]


class Timers:
    """Works on due timers, each in a savepoint of its own."""

    def __init__(self, *, office: Office, store: Store) -> None:
        self._office = office
        self._store = store

    async def run_once(self) -> int:
        """Fire what is due; how many."""
        handled = await self._store.work(self._batch)
        if handled:
            for topic in ("outbox", "cases"):
                self._office.signals.notify(topic)
        return handled

    async def _batch(self, unit: UnitOfWork) -> int:
        settings, now = self._office.settings, self._office.clock.now()
        due = await unit.timers.claim_due(now, settings.lease, settings.batch)
        for timer in due:
            docket = Docket(office=self._office, unit=unit, now=now, cause=timer.id)
            try:
                async with unit.part():
                    await self._fire(docket, timer)
            except (Conflict, StorageFull):
                raise
            except Exception as err:  # noqa: BLE001 - the per-row guard of this stage
                reason = f"{type(err).__name__}: {err if isinstance(err, BotError) else ''}"
                log.error("timer_failed", extra={"timer_id": timer.id, "error": reason})
                park = timer.attempts + 1 >= settings.max_attempts
                await unit.timers.failed(timer.id, reason=reason, park=park)
        return len(due)

    async def _fire(self, docket: Docket, timer: Timer) -> None:
        case = await docket.unit.cases.get(timer.case)
        if case is not None:
            await HANDLERS[timer.kind](docket, case, timer)
            await docket.flush()
        await docket.unit.timers.finish(timer.id)


async def _accept_lamp(docket: Docket, case: Case, timer: Timer) -> None:
    if case.accepted_at is None and case.is_open and case.done_at is None:
        await _lamp(docket, case, Stage.ACCEPT)


async def _resolve_lamp(docket: Docket, case: Case, timer: Timer) -> None:
    if case.done_at is None and case.is_open and case.status is not CaseStatus.SUSPENDED:
        await _lamp(docket, case, Stage.HANDLE)


async def _lamp(docket: Docket, case: Case, stage: Stage) -> None:
    """Yellow reminds the one who has it and the grid leader; red goes to the secretary, too."""
    shown = lamp(case, docket.now, docket.office.lamps)
    await docket.note(case, EventKind.LAMP, "timer", {"stage": stage.value, "color": shown.value})
    late = shown in (Lamp.RED, Lamp.FLASHING)
    roles = [Role.GRID_LEADER, Role.COMMUNITY_SECRETARY] if late else [Role.GRID_LEADER]
    people = [case.owner] if case.owner else []
    for role in roles:
        people += [p.id for p in docket.office.directory.of_grid(case.grid, role)[:1]]
    key = ReplyKey.LAMP_RED if late else ReplyKey.LAMP_YELLOW
    parameters = case_words(docket.office, case)
    for person in dict.fromkeys(people):
        if await docket.say(Say(key=key, person=person, case=case.key, parameters=parameters)):
            await docket.note(case, EventKind.REMINDED, "timer", {"to": person})


async def _callback_patience(docket: Docket, case: Case, timer: Timer) -> None:
    """One reminder, then the case is left to people (domain rules §6.4)."""
    if case.rating is not None or case.done_at is None:
        return
    if timer.step == 0:
        private = case.is_restricted or docket.can_reach(case.reporter)
        await docket.say(
            Say(
                key=ReplyKey.CALLBACK_REMINDER,
                room=None if private else case.opened_in,
                person=case.reporter if private else None,
                case=case.key,
                parameters=case_words(docket.office, case),
            )
        )
        patience = docket.office.settings.callback_patience
        await docket.wake(case, TimerKind.CALLBACK_PATIENCE, docket.now + patience, step=1)
        return
    if case.status is CaseStatus.PENDING_VISIT:
        await docket.move(case, CaseMove.ARCHIVE, "timer")


async def _emergency_step(docket: Docket, case: Case, timer: Timer) -> None:
    if case.is_open and case.done_at is None:
        await call(docket, case, step=timer.step)


HANDLERS: Final[Mapping[TimerKind, Handler]] = MappingProxyType(
    {
        TimerKind.ACCEPT_YELLOW: _accept_lamp,
        TimerKind.ACCEPT_DUE: _accept_lamp,
        TimerKind.RESOLVE_YELLOW: _resolve_lamp,
        TimerKind.RESOLVE_DUE: _resolve_lamp,
        TimerKind.CALLBACK_PATIENCE: _callback_patience,
        TimerKind.EMERGENCY_STEP: _emergency_step,
    }
)
