"""Whoever has a case asks for time: a later end, or to set it aside (domain rules §5.3.4, §5.3.6).

Comes in: what was heard, the case, and until when. Goes out: the case with its wish, and the one
person who decides asked. Does not: say what may be asked for, or grant it.
"""

from datetime import datetime

from bot.domain.case import Case
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.journey.casework.rights.granting import ask_granter
from bot.journey.casework.staff.until import day_of, stamp
from bot.journey.docket import Docket
from bot.journey.heard import Heard


async def ask_until(
    docket: Docket, heard: Heard, case: Case, move: CaseMove, until: datetime
) -> Case:
    """Asked for, with the reason where one was said."""
    reason = heard.decision.reason
    changed = await docket.move(
        case,
        move,
        heard.person.id,
        {"until": stamp(until), "reason": reason, "words": heard.message.text[:200]},
        asked_by=heard.person.id,
        wanted_until=until,
        paused_for=reason,
    )
    why = docket.office.words.term("why", reason) if reason else ""
    await ask_granter(docket, heard, changed, _WANTED[move], pause=day_of(until), why=why)
    return changed


_WANTED = {
    CaseMove.ASK_EXTENSION: ReplyKey.EXTENSION_WANTED,
    CaseMove.ASK_SUSPENSION: ReplyKey.SUSPENSION_WANTED,
}
