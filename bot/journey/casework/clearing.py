"""An emergency was one, was none, or is over, says somebody who looked (domain rules §4.1, §5.2).

Comes in: what was heard, and the case. Goes out: the case without its calls. Does not: close what
was confirmed.
"""

from bot.domain.case import Case, EventKind
from bot.domain.moves import CaseMove
from bot.domain.people import may_handle
from bot.domain.reply import ReplyKey
from bot.journey.calling import stand_down
from bot.journey.casework.suspicions import confirm, dismiss, is_unconfirmed
from bot.journey.clocks import ACCEPTING, stop
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import tell_more
from bot.journey.telling import tell_reporters


async def true_alarm(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody has looked, and it is one."""
    return await confirm(docket, case, by=heard.person.id)


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
    """The danger is over, says somebody who is there; what is left is settled as anything else
    (domain rules §5.2), so that only a further word closes it."""
    if may_handle(heard.person, case) and case.accepted_at is None:
        await stop(docket, case, ACCEPTING)
        case = await docket.move(case, CaseMove.START, heard.person.id)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "all_clear"})
    await stand_down(docket, case, by=heard.person.id)
    await tell_reporters(docket, heard, case, ReplyKey.STEP_CLEARED)
    return case
