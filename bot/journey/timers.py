"""Station 6: what is due now: lamps, reminders, the next step of an emergency call, patience for a
callback.

Comes in: due timers. Goes out: history lines, queued words, the next timers; one transaction a
case. Does not: read messages. A timer that fires twice changes nothing the second time.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.errors import BotError, Conflict, StorageFull
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import Timer, TimerKind
from bot.journey.docket import Docket
from bot.journey.office import Office
from bot.journey.steps.calling import call_further
from bot.journey.steps.clocks import ACCEPTING, CHECKING, RESOLVING
from bot.journey.steps.escalating import not_accepted, unanswered
from bot.journey.steps.lighting import light
from bot.journey.steps.planning import begin_round
from bot.journey.steps.rehearsing import end_drill
from bot.journey.steps.reminding import say_reminders
from bot.journey.steps.resuming import pause_over
from bot.journey.steps.whistles import agreed_time_is_up, time_is_up
from bot.journey.words.wording import case_words
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
            for topic in ("outbox", "cases", "digests"):
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
        if timer.kind is TimerKind.REMIND:
            await say_reminders(docket, timer.case)
            await docket.flush()
        elif timer.kind is TimerKind.DIGEST:
            await begin_round(docket, timer)
        elif (case := await docket.unit.cases.get(timer.case)) is not None:
            await HANDLERS[timer.kind](docket, case, timer)
            await docket.flush()
        await docket.unit.timers.finish(timer.id)


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


async def _visit_over(docket: Docket, case: Case, timer: Timer) -> None:
    """Nobody answered, and it is too late to open it again."""
    if case.status is CaseStatus.PENDING_VISIT and case.rating is None:
        await docket.move(case, CaseMove.ARCHIVE, "timer")


async def _emergency_step(docket: Docket, case: Case, timer: Timer) -> None:
    if case.is_open and case.done_at is None:
        await call_further(docket, case, step=timer.step)


async def _accept_due(docket: Docket, case: Case, timer: Timer) -> None:
    """The lamp is red, and somebody else is called."""
    await light(docket, case, timer)
    await not_accepted(docket, docket.touched.get(case.key, case), timer)


async def _drill_over(docket: Docket, case: Case, timer: Timer) -> None:
    if case.drill and case.is_open:
        await end_drill(docket, case, by="timer")


HANDLERS: Final[Mapping[TimerKind, Handler]] = MappingProxyType(
    {
        **dict.fromkeys((*ACCEPTING, *RESOLVING, *CHECKING), light),
        TimerKind.CALLBACK_PATIENCE: _callback_patience,
        TimerKind.VISIT_OVER: _visit_over,
        TimerKind.PAUSE_OVER: pause_over,
        TimerKind.EMERGENCY_STEP: _emergency_step,
        TimerKind.DRILL_OVER: _drill_over,
        TimerKind.ACCEPT_DUE: _accept_due,
        TimerKind.CALL_DUE: unanswered,
        TimerKind.WHISTLE_DUE: time_is_up,
        TimerKind.JOINT_DUE: agreed_time_is_up,
    }
)
