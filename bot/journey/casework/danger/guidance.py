"""The fixed words of an emergency (domain rules §4.2): what everybody is to do now.

Comes in: a case and where it was told of. Goes out: one urgent line. Does not: make up a sentence,
nor say anything in a group about a silent kind.
"""

from bot.domain.case import Case
from bot.domain.emergencies import SILENT
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.words.wording import case_words


async def give_guidance(
    docket: Docket, case: Case, code: str, *, room: str | None, person: str
) -> None:
    """In the room, or to the person alone where there is none or the kind is silent."""
    phones = docket.office.directory.phones
    where = None if code in SILENT or case.is_restricted else room
    await docket.say(
        Say(
            key=ReplyKey(code.lower()),
            room=where,
            person=None if where else person,
            otherwise=person if where else None,
            case=case.key,
            parameters=case_words(docket.office, case) | {"duty": phones.get("duty", "")},
            urgent=True,
        )
    )
