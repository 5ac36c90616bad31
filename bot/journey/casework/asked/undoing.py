"""What was done by a number of a digest is told back, and can be taken back.

Comes in: cases as they were, and as they are now. Goes out: one line for each that says what was
done, and what is kept to undo it; later the case as it was. Does not: undo what others have built
upon, or what residents were asked about.
"""

from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.digest import Undo, put_back, remembered
from bot.domain.draft import Draft, DraftState
from bot.domain.errors import IllegalMove
from bot.domain.matters import Level
from bot.domain.moves import CaseMove
from bot.domain.place import appended
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.asked.numbered import Named, Numbered
from bot.journey.docket import Docket
from bot.journey.steps.clocks import go_on_accepting
from bot.journey.words.wording import case_words, short_name, status_of

_TAKEN, _SENT, _GIVEN, _RAISED = "taken", "sent", "given", "raised"
_ASKED, _WHISTLED, _MOVED = "asked", "whistled", "moved"
_UNDOABLE: Final = frozenset({_TAKEN, _SENT, _GIVEN, _RAISED, _ASKED})
_ABOVE: Final = frozenset({Level.COMMUNITY, Level.STREET, Level.LEADERS})
_IN_HAND: Final = frozenset({CaseStatus.SIGNED, CaseStatus.PROCESSING})


async def echo(docket: Docket, numbered: Numbered, person: str) -> None:
    """Say what was done, and keep what it needs to be undone; or that nothing was understood."""
    undos: list[Undo] = []
    for named in numbered.named:
        before = named.before
        after = docket.touched.get(before.key, before)
        draft = await _draft(docket, before, person)
        done = _done(before, after, person, draft)
        if done is None:
            await _say_what_is_meant(docket, named, person)
            continue
        if done in _UNDOABLE:
            undos.append(
                Undo(
                    person=person,
                    case=before.key,
                    at=docket.now,
                    version=after.version + (before.key in docket.touched),
                    before=remembered(before),
                    draft=draft.id if draft else None,
                )
            )
        await _say_so(docket, after, person, done, draft)
    if undos:
        await docket.unit.digests.keep_undos(person, undos)


async def _draft(docket: Docket, case: Case, person: str) -> Draft | None:
    """What this very turn has put before somebody else."""
    drafts = await docket.unit.drafts.of_case(case.key)
    return next((d for d in drafts if d.asked_by == person and d.created_at == docket.now), None)


def _done(before: Case, after: Case, person: str, draft: Draft | None) -> str | None:
    """What was done, None where nothing was."""
    if draft is not None:
        return _ASKED
    if after.whistle != before.whistle:
        return _WHISTLED
    if after.status is CaseStatus.DISPATCHED and _whose(before) != _whose(after):
        return _SENT if after.department != before.department else _within(before, after)
    if after.owner == person and before.owner != person and after.status in _IN_HAND:
        return _TAKEN
    return _MOVED if after.status is not before.status or after.level is not before.level else None


def _within(before: Case, after: Case) -> str:
    """Of a case that stays with its department: to a level above the grid, to somebody else there,
    or now to the department itself."""
    if after.level is before.level:
        return _GIVEN
    return _RAISED if after.level in _ABOVE else _SENT


def _whose(case: Case) -> tuple[str, Level, str | None]:
    return case.department, case.level, case.assignee


async def _say_so(docket: Docket, case: Case, person: str, done: str, draft: Draft | None) -> None:
    """One line, in the place of what was answered to the same words."""
    office = docket.office
    own = [d for d in await docket.together(docket.cause) if d.person == person]
    if done == _ASKED:
        await docket.take_back([d for d in own if d.case == case.key], "told as one")
    parameters = _words(docket, case)
    parameters["kind"] = office.words.term("digest_done", done)
    parameters["to"] = {
        _SENT: short_name(case.company or case.department),
        _GIVEN: office.directory.person(case.assignee).name if case.assignee else "",
        _RAISED: office.words.term("level", case.level.value),
        _ASKED: office.words.term("mark", "comma").join(draft.departments) if draft else "",
        _MOVED: office.words.term("status", status_of(case)),
    }.get(done, "")
    parameters["hint"] = office.words.term("digest_done", "undo") if done in _UNDOABLE else ""
    await docket.say(
        Say(key=ReplyKey.DIGEST_DONE, person=person, case=case.key, parameters=parameters)
    )


async def _say_what_is_meant(docket: Docket, named: Named, person: str) -> None:
    """How a line is answered, where something was to be done with it and nothing was understood.
    Whoever was told something else knows that already."""
    case = named.before
    heard = [d for d in await docket.together(docket.cause) if d.person == person]
    if not named.asks or heard:
        return
    parameters = _words(docket, case) | {"order": str(named.line)}
    await docket.say(
        Say(key=ReplyKey.DIGEST_UNREAD, person=person, case=case.key, parameters=parameters)
    )


async def take_back(docket: Docket, person: str) -> None:
    """Take back what he did last by numbers, each case by itself."""
    undos = await docket.unit.digests.undos_of(person)
    await docket.unit.digests.keep_undos(person, [])
    for undo in undos:
        case = docket.touched.get(undo.case) or await docket.unit.cases.get(undo.case)
        if case is None:
            continue
        key = ReplyKey.UNDONE
        try:
            async with docket.attempt():
                case = await _undone(docket, case, undo)
        except IllegalMove:
            key = ReplyKey.UNDO_TOO_LATE
        parameters = _words(docket, case)
        await docket.say(Say(key=key, person=person, case=case.key, parameters=parameters))


def _words(docket: Docket, case: Case) -> dict[str, str]:
    """As of any case, with its name; of a restricted one it is not said."""
    parameters = case_words(docket.office, case)
    name = appended(parameters["place"], parameters["matter"])
    return parameters | {"choices": "" if case.is_restricted else name}


async def _undone(docket: Docket, case: Case, undo: Undo) -> Case:
    """The case as it was; IllegalMove where somebody has gone on with it."""
    if case.version != undo.version:
        raise IllegalMove("somebody has gone on with it", why="gone_on")
    if undo.draft is not None:
        if not await docket.unit.drafts.settle(undo.draft, DraftState.LEFT, docket.now):
            raise IllegalMove("it was sent", why="gone_on")
        return case
    told = case.assignee if case.assignee != undo.before["assignee"] else None
    case = await docket.move(case, CaseMove.TAKE_BACK, undo.person)
    status = CaseStatus(str(undo.before["status"]))
    if status in _IN_HAND:
        actor = str(undo.before["owner"] or undo.person)
        case = await docket.move(case, CaseMove.START, actor)
    case = await docket.change(case, **put_back(undo.before))
    case = await go_on_accepting(docket, case)
    if told is not None and told != undo.person:
        parameters = case_words(docket.office, case)
        await docket.say(
            Say(key=ReplyKey.TASK_TAKEN_BACK, person=told, case=case.key, parameters=parameters)
        )
    return case
