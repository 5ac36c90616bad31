"""Staff take a case on, are there, and have mended it (domain rules §6.2, §6.3).

Comes in: what was heard, and the case. Goes out: the moved case, and the step told to those who
wait for it. Does not: check or close it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.journey.calling import stand_down
from bot.journey.casework.entitled import entitled
from bot.journey.clocks import ACCEPTING, EVERYTHING, stop
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.telling import ask_back, tell_reporters

_LOOKED_AT: Final = "looked_at"


async def take(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody goes: staff have it now; a neighbour who goes to look is noted, and those who have
    it keep it."""
    if not entitled(heard, case):
        return await _look(docket, heard, case)
    await stop(docket, case, ACCEPTING)
    if case.accepted_at is not None:
        return await docket.change(case, owner=heard.person.id)
    changed = await docket.move(case, CaseMove.START, heard.person.id)
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
    changed = await take(docket, heard, case)
    await docket.note(changed, EventKind.ADDED, heard.person.id, {"note": "on_site"})
    await stand_down(docket, changed, by=heard.person.id)
    return changed


async def done(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is mended: accepted, handled and handed in at once; whoever reported it is asked. A
    neighbour's word counts, too, and the case stays with those who have to check it."""
    staff = entitled(heard, case)
    if case.done_at is not None:
        return case
    await stop(docket, case, EVERYTHING)
    await stand_down(docket, case, by=heard.person.id, there=False)
    owner = case.owner or (heard.person.id if staff else None)
    kept = await _kept(docket, heard, case)
    changed = await docket.move(
        kept, CaseMove.HAND_IN, heard.person.id, {"words": heard.message.text[:200]}, owner=owner
    )
    told = await tell_reporters(docket, heard, changed, ReplyKey.STEP_DONE)
    return await ask_back(docket, heard, changed, told=told)


async def _kept(docket: Docket, heard: Heard, case: Case) -> Case:
    """What was asked for meanwhile is no matter any more: whoever has mended something is never
    answered with a refusal."""
    settled = _SETTLED.get(case.status)
    return case if settled is None else await docket.move(case, settled, heard.person.id)


_SETTLED: Final[Mapping[CaseStatus, CaseMove]] = MappingProxyType(
    {
        CaseStatus.RETURN_REQUESTED: CaseMove.REFUSE_RETURN,
        CaseStatus.EXTEND_REQUESTED: CaseMove.SETTLE_EXTENSION,
    }
)
