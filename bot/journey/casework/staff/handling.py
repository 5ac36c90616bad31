"""Staff take a case on, are there, and have mended it (domain rules §6.2, §6.3).

Comes in: what was heard, and the case. Goes out: the moved case, and the step told to those who
wait for it. Does not: check or close it.
"""

from typing import Final

from bot.domain.case import DONE, FINAL, Case, CaseStatus, EventKind
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.journey.casework.rights.entitled import entitled
from bot.journey.casework.rights.granting import drop_wish
from bot.journey.casework.staff.closing import ask_check, ask_for_missing, close_if_complete
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.calling import stand_down, under_way
from bot.journey.steps.clocks import ACCEPTING, EVERYTHING, stop
from bot.journey.steps.telling import ask_back, reply, tell_reporters

_LOOKED_AT: Final = "looked_at"
AGREED: Final = "agreed"
NOT_AGREED: Final = "not_agreed"
"""How a dispute ends."""

HAS_AN_END: Final = FINAL | {CaseStatus.CLOSED, CaseStatus.PENDING_VISIT, CaseStatus.EVALUATED}


async def take(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody goes: staff have it now, and in an emergency somebody is on his way; a neighbour who
    goes to look is noted, and those who have it keep it."""
    if not entitled(heard, case):
        return await _look(docket, heard, case)
    await under_way(docket, case, by=heard.person.id)
    return await _take_on(docket, heard, case)


async def _take_on(docket: Docket, heard: Heard, case: Case) -> Case:
    if case.status in DONE | FINAL:
        return case
    await stop(docket, case, ACCEPTING)
    if case.status is CaseStatus.RETURN_REQUESTED:
        case = await drop_wish(docket, case, by=heard.person.id)
    if case.accepted_at is not None and case.status is not CaseStatus.SIGNED:
        return await docket.change(case, owner=heard.person.id)
    changed = await docket.move(case, CaseMove.START, heard.person.id, owner=heard.person.id)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_TAKEN)
    return changed


async def _look(docket: Docket, heard: Heard, case: Case) -> Case:
    """The first neighbour who looks is worth a line to those who wait."""
    history = await docket.history(case)
    first = all(event.detail.get("note") != _LOOKED_AT for event in history)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": _LOOKED_AT})
    if first and case.accepted_at is None and heard.person.id != case.reporter:
        await tell_reporters(docket, heard, case, ReplyKey.STEP_LOOKED_AT)
    return case


async def on_site(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody is there: that is taking it on, and stops the emergency calls."""
    staff = entitled(heard, case)
    changed = await (_take_on if staff else _look)(docket, heard, case)
    await docket.note(changed, EventKind.ADDED, heard.person.id, {"note": "on_site"})
    await stand_down(docket, changed, by=heard.person.id)
    return changed


async def done(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is mended: accepted, handled and handed in at once, whatever was asked for meanwhile;
    whoever reported it is asked. A neighbour's word counts, too, and the case stays with those who
    have to check it."""
    staff = entitled(heard, case)
    if case.done_at is not None:
        return case
    await stop(docket, case, EVERYTHING)
    await stand_down(docket, case, by=heard.person.id, there=False)
    owner = case.owner or (heard.person.id if staff else None)
    kept = await drop_wish(docket, case, by=heard.person.id)
    changed = await docket.move(
        kept, CaseMove.HAND_IN, heard.person.id, {"words": heard.message.text[:200]}, owner=owner
    )
    told = await tell_reporters(docket, heard, changed, ReplyKey.STEP_DONE)
    changed = await ask_back(docket, heard, changed, told=told)
    changed = await close_if_complete(docket, changed, by=heard.person.id)
    await ask_check(docket, changed)
    return await ask_for_missing(docket, heard, changed)


async def agreed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Both parties agree: the dispute is settled, and handed in where it was not yet."""
    return await _settle(docket, heard, case, AGREED)


async def not_agreed(docket: Docket, heard: Heard, case: Case) -> Case:
    """No agreement: an end only where the parties were told what is left to them."""
    if heard.decision.reason is None:
        await reply(docket, heard, case, ReplyKey.SETTLEMENT_WANTED)
        return await docket.change(case, asked_evidence=True)
    return await _settle(docket, heard, case, NOT_AGREED)


async def _settle(docket: Docket, heard: Heard, case: Case, settlement: str) -> Case:
    entitled(heard, case)
    if case.status not in HAS_AN_END:
        facts = {"note": "settlement", "settlement": settlement}
        await docket.note(case, EventKind.ADDED, heard.person.id, facts)
        case = await docket.change(case, settlement=settlement)
        case = await done(docket, heard, case)
    return await close_if_complete(docket, case, by=heard.person.id)


async def evidence(docket: Docket, heard: Heard, case: Case) -> Case:
    """What was shown (the caller has counted it) may have been the last thing missing."""
    entitled(heard, case)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "evidence"})
    return await close_if_complete(docket, case, by=heard.person.id)
