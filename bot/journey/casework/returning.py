"""A case is not theirs who have it: a return is asked for and settled (domain rules §6.4).

Comes in: what was heard, and the case. Goes out: the case with its return asked for, and who
decides told of it. Does not: send it to others.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.matters import Level
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework.raising import raise_to
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.leading import responsible
from bot.journey.wording import case_words

_RETURNS: Final = 2
"""Given back so often, the street decides who has it (domain rules §6.4)."""


async def give_back(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not ours: a return is asked for, and the grid leader sends it elsewhere; the second time the
    street does (domain rules §6.4)."""
    require(heard.person, Action.ASK_RETURN, case.grid)
    changed = await docket.move(
        case,
        CaseMove.ASK_RETURN,
        heard.person.id,
        {"reason": heard.message.text[:200]},
        returned=case.returned + 1,
        owner=None,
    )
    if changed.returned >= _RETURNS and changed.level in (Level.GRID, Level.COMMUNITY):
        return await raise_to(docket, heard, changed, Level.STREET)
    parameters = case_words(docket.office, changed)
    for person in responsible(docket, changed):
        if person.id != heard.person.id:
            await docket.say(
                Say(
                    key=ReplyKey.RETURN_WANTED,
                    person=person.id,
                    case=case.key,
                    parameters=parameters,
                )
            )
    return changed
