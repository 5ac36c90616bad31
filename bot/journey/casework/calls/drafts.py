"""The word of the one person on what was put before him: "1" does it, "2" leaves it (domain rules
§7.2).

Comes in: what was heard, and the case. Goes out: the call, the whistle or the decision that was
drafted; nothing where it is left. Does not: remind anybody.
"""

from bot.domain.calls import LEFT, is_above
from bot.domain.case import Case, EventKind
from bot.domain.draft import Draft, DraftKind, DraftState
from bot.domain.matters import Level
from bot.domain.people import Action, require
from bot.domain.question import QuestionKind
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.domain.whistle import WhistleKind, decide
from bot.journey.casework.calls.raising import settle_return
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.escalating import MANUAL, TIMEOUT, call_level
from bot.journey.steps.telling import reply
from bot.journey.steps.whistles import (
    Order,
    keep,
    members,
    not_called,
    note_on_all,
    open_whistles,
    sound,
)
from bot.journey.words.wording import case_words, choices


async def send(docket: Docket, heard: Heard, case: Case) -> Case:
    """Do it, in the name of who says so."""
    return await _settle(docket, heard, case, sent=True)


async def leave(docket: Docket, heard: Heard, case: Case) -> Case:
    """Do nothing, and say no more of it."""
    return await _settle(docket, heard, case, sent=False)


async def _settle(docket: Docket, heard: Heard, case: Case, *, sent: bool) -> Case:
    waiting = await docket.unit.drafts.waiting(heard.person.id, docket.now)
    own = [draft for draft in waiting if draft.case == case.key]
    if _unnamed(heard) and len({draft.case for draft in waiting}) > 1:
        await _ask_which(docket, heard, waiting)
        return case
    state = DraftState.SENT if sent else DraftState.LEFT
    alive = bool(own) and await _is_needed(docket, case, own[0])
    if not alive or not await docket.unit.drafts.settle(own[0].id, state, docket.now):
        await reply(docket, heard, case, ReplyKey.DRAFT_GONE)
        return case
    await _forget_question(docket, heard, own[0])
    if own[0].kind is DraftKind.OBJECTION:
        return await _judge(docket, heard, case, own[0], granted=sent)
    if not sent:
        facts = {"note": LEFT, "kind": own[0].kind.value, "subject": own[0].subject}
        await docket.note(case, EventKind.ADDED, heard.person.id, facts)
        await reply(docket, heard, case, ReplyKey.DRAFT_LEFT)
        return case
    require(heard.person, Action.CALL, case.grid)
    await reply(docket, heard, case, ReplyKey.DRAFT_SENT)
    if own[0].kind is DraftKind.WHISTLE:
        return await _whistle(docket, heard, case, own[0])
    cause = MANUAL if own[0].asked_by else TIMEOUT
    level = Level(own[0].subject)
    case = await settle_return(docket, heard, case, level)
    return await call_level(docket, case, level, by=heard.person.id, cause=cause)


async def _is_needed(docket: Docket, case: Case, draft: Draft) -> bool:
    """Whether nothing has happened meanwhile that makes it idle."""
    if draft.kind is DraftKind.OBJECTION:
        return bool(await open_whistles(docket, case))
    if not case.is_open or case.done_at is not None:
        return False
    if draft.kind is DraftKind.CALL:
        return is_above(Level(draft.subject), case.level)
    return bool(not_called(await open_whistles(docket, case), draft.departments))


async def has_whistle(docket: Docket, heard: Heard, case: Case) -> bool:
    """Whether a whistle waits for this person's word."""
    waiting = await docket.unit.drafts.waiting(heard.person.id, docket.now)
    return any(one.case == case.key and one.kind is DraftKind.WHISTLE for one in waiting)


def _unnamed(heard: Heard) -> bool:
    """Whether nothing but "1" or "2" was said, to no words in particular."""
    return heard.message.quoted is None and heard.message.text.strip().isdigit()


async def _ask_which(docket: Docket, heard: Heard, waiting: list[Draft]) -> None:
    keys = dict.fromkeys(draft.case for draft in waiting)
    found = [await docket.unit.cases.get(key) for key in keys]
    cases = [case for case in found if case is not None]
    parameters = {
        "count": str(len(cases)),
        "choices": choices(docket.office, cases),
        "number": str(cases[0].number) if cases else "",
    }
    await docket.say(
        Say(key=ReplyKey.DRAFTS_WAITING, person=heard.person.id, parameters=parameters)
    )


async def _forget_question(docket: Docket, heard: Heard, draft: Draft) -> None:
    open_ = await docket.unit.questions.open_for([heard.turn.thread], docket.now)
    question = open_.get(heard.turn.thread)
    if question is None or question.kind is not QuestionKind.DRAFT:
        return
    if question.payload.get("draft") == draft.id:
        await docket.unit.questions.settle(question.thread)


async def _whistle(docket: Docket, heard: Heard, case: Case, draft: Draft) -> Case:
    cases = [case]
    for key in draft.cases:
        other = docket.touched.get(key) or await docket.unit.cases.get(key)
        if other is not None and other.key != case.key and other.done_at is None:
            cases.append(other)
    order = Order(
        kind=WhistleKind(draft.subject),
        departments=not_called(await open_whistles(docket, case), draft.departments),
        by=heard.person.id,
        asked_by=draft.asked_by,
    )
    return (await sound(docket, cases, order))[0]


async def _judge(docket: Docket, heard: Heard, case: Case, draft: Draft, *, granted: bool) -> Case:
    """The street's word on an objection, told to the department."""
    name = draft.subject
    for whistle in await open_whistles(docket, case):
        if name not in whistle.departments or whistle.of(name).decided_at is not None:
            continue
        changed = decide(whistle, name, granted=granted, by=heard.person.id, now=docket.now)
        await keep(docket, changed)
        word = "granted" if granted else "refused"
        facts = {"note": "objection_" + word, "department": name}
        await note_on_all(docket, whistle, heard.person.id, **facts)
    key = ReplyKey.OBJECTION_GRANTED if granted else ReplyKey.OBJECTION_REFUSED
    parameters = case_words(docket.office, case) | {"to": name}
    for person in members(docket, name)[:1]:
        await docket.say(Say(key=key, person=person.id, case=case.key, parameters=parameters))
    await reply(docket, heard, case, ReplyKey.DRAFT_SENT)
    return case
