"""The list of supervision, for staff who ask for it alone (domain rules §6.4).

Comes in: who asks. Goes out: one private line with the cases of his grids that are watched over,
longest first. Does not: put anything on the list, or show it to residents or the accused.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.people import Person, is_accused
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.supervision import is_supervised
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.reminding import line_of

_READ: Final = 500


async def list_supervised(docket: Docket, heard: Heard) -> None:
    """Those that the person may see, as many by name as in a reminder; residents get no answer."""
    person = heard.person
    if not person.is_staff:
        return
    found = await docket.unit.cases.supervised(_READ)
    shown = [case for case in found if _may_see(person, case, heard.community)]
    if not shown:
        await docket.say(Say(key=ReplyKey.SUPERVISION_NONE, person=person.id))
        return
    named = shown[: docket.office.settings.reminder_lines]
    left = len(shown) - len(named)
    await docket.say(
        Say(
            key=ReplyKey.SUPERVISION_LIST,
            person=person.id,
            parameters={
                "count": str(len(shown)),
                "choices": "".join(line_of(docket, case) for case in named),
                "held": str(left) if left else "",
            },
        )
    )


def _may_see(person: Person, case: Case, community: str) -> bool:
    if case.community != community or not is_supervised(case) or is_accused(person, case):
        return False
    return not person.grids or case.grid in person.grids
