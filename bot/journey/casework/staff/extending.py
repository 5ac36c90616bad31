"""More time: asked for with a reason, granted once, never after the time is over (domain rules
§5.3.6).

Comes in: what was heard, and the case. Goes out: the case with its extension asked for, or granted;
those who wait are told why. Does not: let anybody grant what he asked for.
"""

from datetime import datetime

from bot.domain.case import Case, EventKind
from bot.domain.deadlines import OfficeHours
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.casework.rights.granting import require_grant, tell_wisher
from bot.journey.casework.staff.asking import ask_until
from bot.journey.casework.staff.until import day_of, end_of_term, stamp
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import settle_by
from bot.journey.steps.telling import reply, tell_reporters


async def extend(docket: Docket, heard: Heard, case: Case) -> Case:
    """Asked for, with a term and a reason; who may grant it is asked."""
    require(heard.person, Action.HANDLE, case.grid)
    refuse_accused(heard, case)
    until = _possible(docket, case)
    term = heard.decision.term
    if term is None:
        await reply(docket, heard, case, ReplyKey.EXTENSION_HOW)
        return case
    hours = docket.office.hours
    wanted = min(end_of_term(term, until, hours), _latest(case, until, hours))
    if wanted <= until:
        raise IllegalMove("no later than it is", why="nothing_new")
    return await ask_until(docket, heard, case, CaseMove.ASK_EXTENSION, wanted)


def _possible(docket: Docket, case: Case) -> datetime:
    """Its deadline, where it may have another."""
    if case.extended >= docket.office.settings.extensions_most:
        raise IllegalMove("extended before", why="extended_before")
    if case.resolve_until is None or docket.now > case.resolve_until:
        raise IllegalMove("late already", why="late")
    return case.resolve_until


def _latest(case: Case, until: datetime, hours: OfficeHours) -> datetime:
    """At most as much again as there was."""
    return hours.after_time(until, hours.between(case.resolve_from or case.opened_at, until))


async def grant(docket: Docket, heard: Heard, case: Case) -> Case:
    """Granted: a new deadline, once, and those who wait hear why."""
    require_grant(docket, heard, case, Action.GRANT)
    until, reason = case.wanted_until, case.paused_for
    if until is None:
        raise IllegalMove("no new deadline was asked for")
    await tell_wisher(docket, heard, case, ReplyKey.WISH_GRANTED, pause=day_of(until))
    case = await docket.move(
        case,
        CaseMove.SETTLE_EXTENSION,
        heard.person.id,
        {"granted": True},
        asked_by=None,
        wanted_until=None,
        paused_for=None,
        extended=case.extended + 1,
    )
    facts = {"until": stamp(until), "reason": reason, "by": heard.person.id}
    await docket.note(case, EventKind.EXTENDED, heard.person.id, facts)
    case = await settle_by(docket, case, until)
    why = docket.office.words.term("why", reason or "otherwise")
    await tell_reporters(docket, heard, case, ReplyKey.STEP_EXTENDED, why=why)
    return case
