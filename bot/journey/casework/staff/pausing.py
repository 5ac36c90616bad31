"""A case is set aside until a day, or waits for what a resident has to bring, and goes on (domain
rules §5.3.4, §5.3.6).

Comes in: what was heard, and the case. Goes out: the case set aside, asked to be, or going on. Does
not: keep its clocks; they follow the status.
"""

from datetime import datetime

from bot.domain.case import Case, CaseStatus
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove
from bot.domain.pauses import MATERIAL, may_pause
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.timer import TimerKind
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.casework.rights.granting import (
    drop_wish,
    may_suspend,
    require_grant,
    tell_wisher,
)
from bot.journey.casework.staff.asking import ask_until
from bot.journey.casework.staff.until import begin_after_term, day_of, stamp
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import follow, stop
from bot.journey.steps.telling import tell_reporters
from bot.journey.words.wording import case_words
from intents.terms import Term


async def suspend(docket: Docket, heard: Heard, case: Case) -> Case:
    """Waiting for parts and the like: set aside until a day where somebody who may says so, else
    asked for."""
    require(heard.person, Action.HANDLE, case.grid)
    refuse_accused(heard, case)
    _require_time(docket, case)
    until = _until(docket, heard)
    if may_suspend(heard, case):
        return await _set_aside(docket, heard, case, until, heard.decision.reason)
    return await ask_until(docket, heard, case, CaseMove.ASK_SUSPENSION, until)


def _require_time(docket: Docket, case: Case) -> None:
    if not may_pause(case, docket.now):
        raise IllegalMove("what is late is not set aside", why="late")


def _until(docket: Docket, heard: Heard) -> datetime:
    """The day named, else as many days as the office has it; not longer than it allows."""
    office = docket.office
    term = heard.decision.term or Term(days=office.settings.pause_days)
    until = begin_after_term(term, docket.now, office.hours)
    return min(until, docket.now + office.settings.pause_longest)


async def grant(docket: Docket, heard: Heard, case: Case) -> Case:
    """Granted: set aside until the day that was asked for."""
    require_grant(docket, heard, case, Action.GRANT)
    _require_time(docket, case)
    until = case.wanted_until or _until(docket, heard)
    await tell_wisher(docket, heard, case, ReplyKey.WISH_GRANTED, pause=day_of(until))
    return await _set_aside(docket, heard, case, until, case.paused_for)


async def _set_aside(
    docket: Docket, heard: Heard, case: Case, until: datetime, reason: str | None
) -> Case:
    asked_by = case.asked_by or heard.person.id
    facts = {"until": stamp(until), "reason": reason, "asked_by": asked_by}
    changed = await docket.move(
        case,
        CaseMove.SUSPEND,
        heard.person.id,
        facts,
        owner=case.owner or asked_by,
        paused_until=until,
        paused_for=reason,
        asked_by=None,
        wanted_until=None,
    )
    await docket.wake(changed, TimerKind.PAUSE_OVER, until)
    why = docket.office.words.term("why", reason) if reason else ""
    key, pause = ReplyKey.STEP_SUSPENDED, day_of(until)
    await tell_reporters(docket, heard, changed, key, why=why, pause=pause)
    return changed


async def wait_for_material(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is the resident's turn, for a few working days at most; he is told so."""
    require(heard.person, Action.HANDLE, case.grid)
    refuse_accused(heard, case)
    _require_time(docket, case)
    office = docket.office
    until = office.hours.after_days(docket.now, office.settings.material_days)
    facts = {"until": stamp(until), "reason": MATERIAL, "words": heard.message.text[:200]}
    changed = await docket.move(
        case,
        CaseMove.SUSPEND,
        heard.person.id,
        facts,
        owner=case.owner or heard.person.id,
        paused_until=until,
        paused_for=MATERIAL,
    )
    await docket.wake(changed, TimerKind.PAUSE_OVER, until)
    key, parameters = ReplyKey.STEP_NEEDS_MATERIAL, {"pause": day_of(until)}
    words = case_words(office, changed) | parameters
    alone = Say(key=key, person=case.reporter, case=case.key, parameters=words)
    if not await docket.say(alone):
        await tell_reporters(docket, heard, changed, key, **parameters)
    return changed


async def resume(docket: Docket, heard: Heard, case: Case) -> Case:
    """Going on, before its day or on it."""
    require(heard.person, Action.HANDLE, case.grid)
    if case.status is CaseStatus.SUSPEND_REQUESTED:
        return await drop_wish(docket, case, by=heard.person.id)
    return await go_on(docket, case, by=heard.person.id)


async def brought(docket: Docket, heard: Heard, case: Case) -> Case:
    """Whoever was to bring something has said something: it goes on, and people see whether it is
    enough."""
    waited = case.status is CaseStatus.SUSPENDED and case.paused_for == MATERIAL
    if not waited or heard.person.id not in (case.reporter, case.concerned, *case.supporters):
        return case
    return await follow(docket, case, await go_on(docket, case, by=heard.person.id))


async def go_on(docket: Docket, case: Case, *, by: str) -> Case:
    """Whoever ends the pause; its timer fires no more."""
    since = stamp(case.paused_at) if case.paused_at else None
    changed = await docket.move(case, CaseMove.RESUME, by, {"since": since})
    await stop(docket, changed, (TimerKind.PAUSE_OVER,))
    return changed
