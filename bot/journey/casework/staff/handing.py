"""A department that nobody here speaks for is told by telephone, and somebody says so (domain rules
§5.2: clocks are honest).

Comes in: words of staff about a case that its department has not been told of. Goes out: the case
with its department, whose time to accept begins now. Does not: telephone.
"""

from bot.domain.case import Case
from bot.domain.matters import Level
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.journey.casework.staff.assigning import known_department
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import restart_accepting
from bot.journey.steps.helping import tell_helpers
from bot.journey.steps.telling import tell_reporters
from bot.journey.words.wording import short_name
from intents.decisions import Move
from intents.handover import told_whom

_MAY_BE_IT = frozenset({Move.PROGRESS, Move.PASS_UP, Move.ASSIGN, Move.TAKE})


def is_handover(heard: Heard, case: Case, move: Move) -> bool:
    """Whether these words say that the department has been told now."""
    if not case.untold or move not in _MAY_BE_IT:
        return False
    return told_whom(heard.message.text) is not None


async def hand_over(docket: Docket, heard: Heard, case: Case) -> Case:
    """It is the department's turn from now on; those who wait for it hear of it."""
    require(heard.person, Action.HANDLE, case.grid)
    said = told_whom(heard.message.text) or None
    department = known_department(docket, said, case.department) or case.department
    changed = await docket.change(
        case,
        level=Level.DEPARTMENT,
        department=department,
        untold=False,
        assignee=None,
        owner=None,
        accepted_at=None,
    )
    facts = {"level": changed.level.value, "department": department, "member": None}
    changed = await docket.move(changed, CaseMove.DISPATCH, heard.person.id, facts)
    changed = await restart_accepting(docket, changed)
    await tell_helpers(docket, changed)
    await tell_reporters(
        docket, heard, changed, ReplyKey.STEP_HANDED_OVER, to=short_name(department)
    )
    return changed
