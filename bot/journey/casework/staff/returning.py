"""A case is not theirs who have it: a return is asked for, granted or refused (domain rules §5.3.5,
§6.4).

Comes in: what was heard, and the case. Goes out: the case with its return asked for or settled, and
who decides told of it. Does not: give the whole time anew.
"""

from collections.abc import Sequence

from bot.domain.case import Case, CaseStatus
from bot.domain.errors import IllegalMove, NotAllowed
from bot.domain.matters import Level
from bot.domain.moves import CaseMove
from bot.domain.people import Action, Person, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.supervision import Ground
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.casework.rights.granting import (
    STREET,
    is_street,
    require_grant,
    street_of,
    tell_wisher,
)
from bot.journey.casework.staff.assigning import assign, known_department, send_to
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import ACCEPTING, stop
from bot.journey.steps.escalating import MANUAL, begin_call
from bot.journey.steps.leading import responsible
from bot.journey.steps.supervising import supervise
from bot.journey.steps.telling import reply
from bot.journey.words.wording import case_words


async def give_back(docket: Docket, heard: Heard, case: Case) -> Case:
    """Not ours, for one of four reasons: whoever leads decides, the second time the street."""
    require(heard.person, Action.ASK_RETURN, case.grid)
    refuse_accused(heard, case)
    _in_time(docket, case)
    reason = heard.decision.reason
    if reason is None:
        await reply(docket, heard, case, ReplyKey.RETURN_REASON)
        return case
    changed = await docket.move(
        case,
        CaseMove.ASK_RETURN,
        heard.person.id,
        {"reason": reason, "words": heard.message.text[:200]},
        returned=case.returned + 1,
        asked_by=heard.person.id,
        owner=None,
        assignee=None,
    )
    if changed.returned >= docket.office.settings.returns_most:
        changed = await _to_the_street(docket, heard, changed)
    await _ask(docket, heard, changed, reason)
    return changed


async def _to_the_street(docket: Docket, heard: Heard, case: Case) -> Case:
    """Given back too often: the street decides, and those who wait know that it was asked."""
    case = await supervise(docket, case, Ground.RETURNED, by=heard.person.id)
    if case.level not in (Level.GRID, Level.COMMUNITY):
        return case
    by = heard.person.id
    return await begin_call(docket, case, Level.STREET, by=by, cause=MANUAL, heard=heard)


def _in_time(docket: Docket, case: Case) -> None:
    """Soon after it was accepted, and not once the street has said whose it is."""
    if case.appointed:
        raise IllegalMove("the street has decided who has it", why="return_appointed")
    if case.accepted_at is None:
        return
    office = docket.office
    if docket.now > office.hours.after_time(case.accepted_at, office.settings.return_within):
        raise IllegalMove("accepted too long ago", why="return_late")


async def _ask(docket: Docket, heard: Heard, case: Case, reason: str) -> None:
    often = case.returned >= docket.office.settings.returns_most
    people = (street_of(docket, case)[:1] if often else ()) or responsible(docket, case)
    why = docket.office.words.term("why", reason)
    await _tell(docket, heard, case, people, ReplyKey.RETURN_WANTED, why=why)


async def _tell(
    docket: Docket,
    heard: Heard,
    case: Case,
    people: Sequence[Person],
    key: ReplyKey,
    **more: str,
) -> None:
    """Those who decide, but not whoever says it."""
    parameters = case_words(docket.office, case) | more
    for person in people:
        if person.id != heard.person.id:
            await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))


async def grant(docket: Docket, heard: Heard, case: Case) -> Case:
    """Granted: sent to whom the words name, else back to whoever sends it on. What the street says
    is final."""
    _may(docket, heard, case)
    wanted = known_department(docket, heard.decision.department, "")
    await tell_wisher(docket, heard, case, ReplyKey.WISH_GRANTED)
    case = await _settled(docket, heard, case, CaseMove.GRANT_RETURN)
    if wanted:
        return await send_to(docket, heard, case, wanted)
    await stop(docket, case, ACCEPTING)
    await _tell(docket, heard, case, responsible(docket, case), ReplyKey.RETURN_GRANTED)
    return case


async def send_on(docket: Docket, heard: Heard, case: Case) -> Case:
    """Sent to a department: that grants a return that was asked for."""
    if case.status is CaseStatus.RETURN_REQUESTED:
        return await grant(docket, heard, case)
    return await assign(docket, heard, case)


async def refuse(docket: Docket, heard: Heard, case: Case) -> Case:
    """Refused: whoever asked has it in hand again."""
    _may(docket, heard, case)
    owner = case.asked_by
    await tell_wisher(docket, heard, case, ReplyKey.WISH_REFUSED)
    case = await _settled(docket, heard, case, CaseMove.REFUSE_RETURN)
    case = await docket.change(
        case, owner=owner, accepted_at=case.accepted_at or docket.now, asked_by=None
    )
    await stop(docket, case, ACCEPTING)
    return case


def _may(docket: Docket, heard: Heard, case: Case) -> None:
    """From the second time on the street alone."""
    often = case.returned >= docket.office.settings.returns_most
    if often and street_of(docket, case) and not is_street(heard, case):
        raise NotAllowed("the street decides now", [*STREET])
    require_grant(docket, heard, case, Action.GRANT_RETURN)


async def _settled(docket: Docket, heard: Heard, case: Case, move: CaseMove) -> Case:
    appointed = case.appointed or is_street(heard, case)
    return await docket.move(case, move, heard.person.id, appointed=appointed)
