"""Work is looked at and closed, or goes back; what is not for the grid is declined (domain rules
§6.2, §6.3).

Comes in: what was heard, and the case. Goes out: the moved case, and the step told to those who
wait for it. Does not: let anybody check his own work.
"""

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.closing import wants_release
from bot.domain.errors import IllegalMove, NotAllowed
from bot.domain.moves import CaseMove, after
from bot.domain.pauses import MATERIAL
from bot.domain.people import Action, Role, require
from bot.domain.reply import ReplyKey
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.casework.staff.closing import RELEASING, close_if_complete, note_check
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import ACCEPTING, EVERYTHING, RESOLVING, go_on_resolving, stop
from bot.journey.steps.telling import ask_back, tell_reporters


async def check_passed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Looked at, by another than the one who did it: closed where nothing is missing, else noted
    (domain rules §6.3)."""
    require(heard.person, Action.CHECK, case.grid)
    refuse_accused(heard, case)
    by = heard.person.id
    if by in (case.owner, case.done_by) and not _releases(heard, case):
        raise NotAllowed("the one who does it does not check it", _others(heard))
    after(case.status, CaseMove.PASS_CHECK)
    releases = {"released_by": by} if _releases(heard, case) else {}
    if by not in (case.owner, case.done_by):
        releases["checked_by"] = case.checked_by or by
    await docket.note(case, EventKind.ADDED, by, {"note": "checked"} | releases)
    case = await docket.change(case, **releases)
    closed = await close_if_complete(docket, case, by=by)
    if closed.status is CaseStatus.PENDING_CHECK:
        await note_check(docket, heard, closed)
        return closed
    told = await tell_reporters(docket, heard, closed, ReplyKey.STEP_CLOSED)
    if closed.rating is not None:
        return closed
    return await asked(docket, await ask_back(docket, heard, closed, told=told))


async def asked(docket: Docket, case: Case) -> Case:
    """Closed, and whoever reported it has been asked: his answer is waited for."""
    if not case.asked_back or case.status is not CaseStatus.CLOSED:
        return case
    return await docket.move(case, CaseMove.ASK_VISIT, "bot")


def _releases(heard: Heard, case: Case) -> bool:
    """Whether these words let an emergency be closed."""
    above = any(heard.person.holds(role, case.grid) for role in RELEASING)
    return above and wants_release(case)


def _others(heard: Heard) -> list[str]:
    """Who else may check."""
    others = (Role.GRID_LEADER, Role.COMMUNITY_SECRETARY, Role.STREET)
    return [role for role in others if role not in heard.person.roles]


async def check_failed(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not good enough: back to work."""
    require(heard.person, Action.CHECK, case.grid)
    refuse_accused(heard, case)
    changed = await docket.move(
        case, CaseMove.FAIL_CHECK, heard.person.id, {"level": case.level.value}
    )
    changed = await docket.move(changed, CaseMove.REWORK, heard.person.id)
    return await go_on_resolving(docket, changed)


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


async def unmet(docket: Docket, heard: Heard, case: Case) -> Case:
    """What a resident was to bring is not there: closed by a person, and opened again when it is
    (domain rules §5.3.4)."""
    require(heard.person, Action.JUDGE, case.grid)
    refuse_accused(heard, case)
    history = await docket.history(case)
    if all(event.detail.get("reason") != MATERIAL for event in history):
        raise IllegalMove("nobody was waited for", why="not_waited_for")
    facts = {"by": heard.person.id, "outcome": "unmet", "words": heard.message.text[:200]}
    await stop(docket, case, EVERYTHING)
    changed = await docket.move(case, CaseMove.LAPSE, heard.person.id, facts)
    days = str(docket.office.settings.reopen_within.days)
    await tell_reporters(docket, heard, changed, ReplyKey.STEP_UNMET, days=days)
    return changed


async def talked(docket: Docket, heard: Heard, case: Case) -> Case:
    """Somebody who leads has talked with whoever is not satisfied; that is written down."""
    require(heard.person, Action.CHECK, case.grid)
    await docket.note(case, EventKind.ADDED, heard.person.id, {"note": "talked"})
    return case
