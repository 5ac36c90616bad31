"""A case is set aside and goes on (domain rules §5.3.4).

Comes in: what was heard, and the case. Goes out: the case set aside or going on. Does not: keep its
clocks; they follow the status.
"""

from bot.domain.case import Case
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove
from bot.domain.pauses import may_pause
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.telling import tell_reporters


async def suspend(docket: Docket, heard: Heard, case: Case) -> Case:
    """Waiting for parts: set aside, unless it is late already (domain rules §5.3.6)."""
    require(heard.person, Action.HANDLE, case.grid)
    if not may_pause(case, docket.now):
        raise IllegalMove("what is late is not set aside")
    changed = await docket.move(
        case, CaseMove.SUSPEND, heard.person.id, {"reason": heard.message.text[:200]}
    )
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_SUSPENDED)
    return changed


async def resume(docket: Docket, heard: Heard, case: Case) -> Case:
    """Going on."""
    require(heard.person, Action.HANDLE, case.grid)
    since = case.paused_at.isoformat() if case.paused_at else None
    return await docket.move(case, CaseMove.RESUME, heard.person.id, {"since": since})
