"""Two cases are one, or one is two after all (domain rules §6.4).

Comes in: what was heard, and the case. Goes out: one case in another, or taken out of it again, and
those who wait told where theirs is now. Does not: find out which cases are alike.
"""

from bot.domain.case import TAKEN, Case, CaseStatus, EventKind
from bot.domain.errors import IllegalMove
from bot.domain.moves import CaseMove
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.reports.acknowledging import unsay
from bot.journey.casework.reports.dispatching import dispatch
from bot.journey.casework.reports.opening import register
from bot.journey.casework.rights.entitled import refuse_accused
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import EVERYTHING, stop
from bot.journey.steps.telling import reply
from bot.journey.words.wording import case_words
from intents.steps import INTO

_OPEN = TAKEN | {CaseStatus.PENDING_VERIFY, CaseStatus.ACCEPTED, CaseStatus.DISPATCHED}
_OWN_IN_SIGHT = 50


async def merge(docket: Docket, heard: Heard, case: Case) -> Case:
    """The later one goes into the earlier one, unless the words say which into which."""
    require(heard.person, Action.JUDGE, case.grid)
    refuse_accused(heard, case)
    other = await _other(docket, heard)
    into = heard.decision.reason == INTO or other.opened_at <= case.opened_at
    main, minor = (other, case) if into else (case, other)
    _require_alike(main, minor)
    minor = await docket.move(
        minor, CaseMove.MERGE, heard.person.id, {"into": str(main.number)}, merged_into=main.key
    )
    await stop(docket, minor, EVERYTHING)
    await unsay(docket, minor)
    main = await _joined(docket, main, minor)
    await reply(docket, heard, minor, ReplyKey.MERGED_INTO, to=str(main.number))
    parameters = case_words(docket.office, minor) | {"to": str(main.number)}
    if minor.reporter not in (heard.person.id, main.reporter):
        await docket.say(
            Say(
                key=ReplyKey.STEP_MERGED,
                person=minor.reporter,
                case=main.key,
                parameters=parameters,
            )
        )
    return minor if into else main


async def _other(docket: Docket, heard: Heard) -> Case:
    key = heard.decision.other
    found = docket.touched.get(key) or await docket.unit.cases.get(key) if key else None
    if found is None:
        raise IllegalMove("only one case was named", why="merge_which")
    return found


def _require_alike(main: Case, minor: Case) -> None:
    """Nothing private, no emergency, nothing that is over; the same community."""
    if main.is_restricted or minor.is_restricted or (minor.emergency != main.emergency):
        raise IllegalMove("private matters and emergencies stay apart", why="merge_private")
    if main.status not in _OPEN or main.community != minor.community:
        raise IllegalMove("the other one is over", why="merge_over")


async def _joined(docket: Docket, main: Case, minor: Case) -> Case:
    """Those who wait for the one wait for the other now."""
    waiting = dict.fromkeys((minor.reporter, *minor.supporters))
    for person in waiting:
        room = (minor.opened_in or None) if person == minor.reporter else None
        facts = {"member": person, "room": room, "merged": str(minor.number)}
        await docket.note(main, EventKind.JOINED, person, facts)
    more = [p for p in waiting if p != main.reporter and p not in main.supporters]
    return await docket.change(main, supporters=(*main.supporters, *more))


async def split(docket: Docket, heard: Heard, case: Case) -> Case:
    """What was put together is two matters: the merged case lives again, or whoever had joined gets
    a case of his own."""
    if case.status is CaseStatus.MERGED:
        if heard.person.id != case.reporter:
            require(heard.person, Action.JUDGE, case.grid)
        return await _apart(docket, heard, case)
    if heard.person.id in case.supporters:
        return await _own(docket, heard, case)
    require(heard.person, Action.JUDGE, case.grid)
    raise IllegalMove("nobody's report can be taken out", why="split_who")


async def _apart(docket: Docket, heard: Heard, minor: Case) -> Case:
    """The merged case goes on where it stood at the beginning; the clock of settling was never
    stopped."""
    key = minor.merged_into
    main = (docket.touched.get(key) or await docket.unit.cases.get(key)) if key else None
    facts = {"from": str(main.number) if main else None}
    minor = await docket.move(
        minor,
        CaseMove.SPLIT,
        heard.person.id,
        facts,
        merged_into=None,
        owner=None,
        accepted_at=None,
    )
    if main is not None:
        left = tuple(p for p in main.supporters if p not in (minor.reporter, *minor.supporters))
        await docket.change(main, supporters=left)
    minor = await dispatch(docket, minor)
    await _tell(docket, heard, minor)
    return minor


async def _own(docket: Docket, heard: Heard, main: Case) -> Case:
    """Somebody who had joined, by his own word: his merged case again, else a new one."""
    for own in await docket.unit.cases.of_people([heard.person.id], _OWN_IN_SIGHT):
        if own.merged_into == main.key and own.status is CaseStatus.MERGED:
            await _apart(docket, heard, own)
            return docket.touched[main.key]
    words = await docket.unit.cases.words_of(main.key)
    said = [text for sender, text, _, _ in words if sender == heard.person.id]
    text = "\n".join(dict.fromkeys((*said, heard.message.text)))
    new = await register(docket, heard, main.item, heard.guess, text)
    await docket.note(new, EventKind.SPLIT, heard.person.id, {"from": str(main.number)})
    new = await dispatch(docket, new)
    await _tell(docket, heard, new)
    left = tuple(person for person in main.supporters if person != heard.person.id)
    return await docket.change(main, supporters=left)


async def _tell(docket: Docket, heard: Heard, case: Case) -> None:
    parameters = case_words(docket.office, case)
    alone = Say(key=ReplyKey.STEP_SPLIT, person=case.reporter, case=case.key, parameters=parameters)
    if not await docket.say(alone) and heard.person.is_staff:
        await reply(docket, heard, case, ReplyKey.STEP_SPLIT)
