"""An emergency was one, was none, or is over, says somebody who looked (domain rules §4.1, §5.2).

Comes in: what was heard, and the case. Goes out: the case without its calls. Does not: close what
was confirmed.
"""

from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.moves import CaseMove
from bot.domain.people import may_handle
from bot.domain.reply import ReplyKey
from bot.journey.casework.danger.suspicions import confirm, dismiss, is_unconfirmed
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.calling import stand_down
from bot.journey.steps.clocks import ACCEPTING, settle_by, stop
from bot.journey.steps.leading import tell_more
from bot.journey.steps.telling import tell_reporters

_CLEAR: Final = "all_clear"


async def true_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody has looked, and it is one. Where everybody was told already, nobody further up is
    called: it has been seen to (domain rules §4.4)."""
    if await is_unconfirmed(docket, case):
        return await confirm(docket, case, by=heard.person.id)
    if heard.person.is_staff:
        await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "verified"})
        await stand_down(docket, case, by=heard.person.id, there=False)
    return case


async def false_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """It was none: the calls stop; only a person closes the case (domain rules §4.1), which staff
    do at once where it was never confirmed."""
    unconfirmed = await is_unconfirmed(docket, case)
    await stand_down(docket, case, by=heard.person.id, there=False)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "false_alarm"})
    if unconfirmed and heard.person.is_staff and case.accepted_at is None:
        return await dismiss(docket, case, by=heard.person.id)
    if not heard.person.is_staff:
        await tell_more(docket, case, ReplyKey.LEADER_SAID_FINE)
    return case


async def all_clear(docket: Docket, heard: Heard, case: Case) -> Case:
    """The danger is over, says somebody who is there; what is left is an ordinary matter with a
    time of its own (domain rules §5.2), so that only a further word closes it."""
    if may_handle(heard.person, case) and case.accepted_at is None:
        await stop(docket, case, ACCEPTING)
        case = await docket.move(case, CaseMove.START, heard.person.id)
    if case.emergency is not None and not await _is_clear(docket, case):
        case = await _what_is_left(docket, case)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": _CLEAR})
    await stand_down(docket, case, by=heard.person.id, key=ReplyKey.STEP_CLEARED)
    await tell_reporters(docket, heard, case, ReplyKey.STEP_CLEARED)
    return case


async def _is_clear(docket: Docket, case: Case) -> bool:
    history = await docket.history(case)
    return any(event.detail.get("note") == _CLEAR for event in history)


async def _what_is_left(docket: Docket, case: Case) -> Case:
    """The clock of settling begins once, with the first word that the danger is over."""
    if not case.is_open or case.done_at is not None or case.paused_at is not None:
        return case
    office = docket.office
    until = office.hours.after_days(docket.now, office.settings.aftermath_days)
    case = await docket.change(case, resolve_from=docket.now)
    return await settle_by(docket, case, until)
