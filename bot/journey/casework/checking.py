"""Work is looked at and closed, or goes back; what is not for the grid is declined (domain rules
§6.2, §6.3).

Comes in: what was heard, and the case. Goes out: the moved case, and the step told to those who
wait for it. Does not: let anybody check his own work.
"""

from bot.domain.case import Case
from bot.domain.errors import NotAllowed
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.journey.clocks import ACCEPTING, RESOLVING, stop
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.telling import ask_back, tell_reporters


async def check_passed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Looked at and closed, by another than the one who did it (domain rules §6.3)."""
    require(heard.person, Action.CHECK, case.grid)
    if case.owner == heard.person.id:
        raise NotAllowed("the one who does it does not check it", ["grid_leader"])
    changed = await docket.move(case, CaseMove.PASS_CHECK, heard.person.id)
    told = await tell_reporters(docket, heard, changed, ReplyKey.STEP_CLOSED)
    return await ask_back(docket, heard, changed, told=told)


async def check_failed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not good enough: back to work."""
    require(heard.person, Action.CHECK, case.grid)
    changed = await docket.move(
        case, CaseMove.FAIL_CHECK, heard.person.id, {"level": case.level.value}
    )
    return await docket.move(changed, CaseMove.REWORK, heard.person.id)


async def decline(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not for the grid: a person rejects it; the reporter hears where to go."""
    require(heard.person, Action.JUDGE, case.grid)
    await stop(docket, case, (*ACCEPTING, *RESOLVING))
    changed = await docket.move(
        case, CaseMove.REJECT, heard.person.id, {"reason": heard.message.text[:200]}
    )
    if not docket.office.matters[case.item].is_negative:
        await tell_reporters(docket, heard, changed, ReplyKey.STEP_DECLINED)
    return changed
