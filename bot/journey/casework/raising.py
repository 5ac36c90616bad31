"""Beyond those who have it: a case becomes the next level's turn (domain rules §7.2).

Comes in: what was heard, and the case. Goes out: the case at its new level, told to those who wait
and to those whose turn it is. Does not: send it to a department.
"""

from bot.domain.case import Case, EventKind
from bot.domain.matters import Level
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.journey.casework.entitled import refuse_accused
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import tell_level
from bot.journey.telling import tell_reporters


async def pass_up(docket: Docket, heard: Heard, case: Case) -> Case:
    """Beyond us: the next level's turn (domain rules §7.2)."""
    require(heard.person, Action.CALL, case.grid)
    refuse_accused(heard, case)
    level = case.level.above()
    return await raise_to(docket, heard, case, level)


async def raise_to(docket: Docket, heard: Heard, case: Case, level: Level) -> Case:
    """By hand to a level: nobody has it in hand until somebody there does."""
    facts = {"level": level.value, "cause": "manual"}
    await docket.note(case, EventKind.ESCALATED, heard.person.id, facts)
    changed = await docket.change(case, level=level, owner=None)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_PASSED_UP)
    await tell_level(docket, changed)
    return changed
