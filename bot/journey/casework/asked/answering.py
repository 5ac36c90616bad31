"""A question is answered from the office's own list, where the list has it (decision 0017).

Comes in: a message read as a question. Goes out: a case that the answer closes, or None where a
person has to answer; the case again with a person where the asker says that it was no help. Does
not: make up an answer, or answer where the list is not sure.
"""

from typing import Final

from bot.domain.case import Case, CaseStatus, EventKind
from bot.domain.deadlines import SHANGHAI
from bot.domain.knowledge import Entry, ProposalState
from bot.domain.limits import may_open
from bot.domain.moves import CaseMove
from bot.domain.reply import ReplyKey
from bot.domain.turn import Guess
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.reports.dispatching import dispatch
from bot.journey.casework.reports.joining import touched
from bot.journey.casework.reports.opening import known_case, register
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.clocks import EVERYTHING, limits, stop
from bot.journey.steps.leading import tell_leaders
from bot.journey.steps.telling import back_to
from bot.journey.words.wording import case_words
from bot.knowledge.retrieval import Asked, Hit, Index
from intents.decisions import Act

_ACTOR: Final = "bot"
_TAKEN_IN: Final = 500
"""Answers of staff that are looked through."""


async def answer(docket: Docket, heard: Heard, sight: Sight, guess: Guess) -> Case | None:
    """The case of a question with its answer said, None where it is to go the way of everything
    else: nothing in the list fits, or it is about something that is under way."""
    if heard.decision.act is not Act.CONSULT or heard.decision.emergency is not None:
        return None
    entry = await _entry(docket, heard)
    if entry is None or known_case(docket, heard, sight, guess) is not None:
        return None
    case = await register(docket, heard, entry.item, guess, heard.turn.text)
    words = _words(docket, case, entry)
    said = await docket.say(back_to(heard, ReplyKey.ANSWERED, heard.room, words, case))
    if not said:
        case = await dispatch(docket, case)
        await tell_leaders(docket, case)
        return case
    case = await docket.move(case, CaseMove.ANSWER, _ACTOR, {"entry": entry.id})
    await docket.note(case, EventKind.CLOSED, _ACTOR, {"by": _ACTOR})
    return case


def _words(docket: Docket, case: Case, entry: Entry) -> dict[str, str]:
    return {
        "number": str(case.number),
        "answer": entry.answer,
        "kind": docket.office.words.term("source", entry.source.kind.value),
        "source": entry.source.name,
    }


async def _entry(docket: Docket, heard: Heard) -> Entry | None:
    """The entry that is sure enough; one about what the bot is deaf to is none."""
    hit = await _hit(docket, heard)
    if hit is None or hit.score < docket.office.settings.answer_threshold:
        return None
    item = hit.entry.item
    known = item in docket.office.matters
    return hit.entry if known and may_open(item, addressed=heard.message.addressed) else None


async def _hit(docket: Docket, heard: Heard) -> Hit | None:
    """The best of the list and of the answers of staff that were taken in, by the words of the
    message or of the whole turn."""
    lists, replaced = [docket.office.answers], frozenset[str]()
    taken = await docket.unit.proposals.listed(ProposalState.ACCEPTED, _TAKEN_IN)
    if taken:
        name = docket.office.words.term("source", "community")
        entries = [proposal.entry(name) for proposal in taken if proposal.answer]
        replaced = frozenset(proposal.case for proposal in taken)
        lists.append(Index(entries, like=docket.office.answers))
    hits = [
        each.best(
            Asked(
                text=text,
                community=heard.community,
                grid=heard.grid.id if heard.grid else None,
                day=docket.now.astimezone(SHANGHAI).date(),
            ),
            replaced,
        )
        for each in lists
        for text in dict.fromkeys([heard.message.text, heard.turn.text])
    ]
    return max((hit for hit in hits if hit), key=lambda hit: hit.score, default=None)


async def ask_a_person(docket: Docket, heard: Heard, case: Case) -> Case:
    """The answer was no help, says who asked: the case is opened again, with a person."""
    await docket.keep_words(case, [heard.message], "reject")
    if heard.person.id != case.reporter or case.status is not CaseStatus.ANSWERED:
        return await touched(docket, heard, case)
    await stop(docket, case, EVERYTHING)
    until = limits(docket, case.item, case.urgency)
    case = await docket.move(
        case,
        CaseMove.REOPEN,
        heard.person.id,
        {"level": case.level.value},
        reopened=case.reopened + 1,
        accept_from=docket.now,
        accept_until=until.accept_until,
        resolve_from=docket.now,
        resolve_until=until.resolve_until,
    )
    case = await dispatch(docket, case)
    words = case_words(docket.office, case)
    await docket.say(back_to(heard, ReplyKey.ASKED_A_PERSON, heard.room, words, case))
    await tell_leaders(docket, case)
    return await touched(docket, heard, case)


def last_answered(heard: Heard, sight: Sight) -> Case | None:
    """What the bot has answered this person last, as far as it is in sight."""
    own = [
        case
        for case in sight.cases.values()
        if case.status is CaseStatus.ANSWERED and case.reporter == heard.person.id
    ]
    return max(own, key=lambda case: case.touched_at, default=None)


def remarked(heard: Heard, sight: Sight, guess: Guess) -> Case | None:
    """The answered question that a remark in the same room is about: no new case comes of what
    people say to an answer that they have just read."""
    if heard.decision.act is not Act.REPORT or heard.message.addressed or heard.room is None:
        return None
    return next(
        (
            case
            for case in sight.around(heard.community, heard.grid.id if heard.grid else None)
            if case.status is CaseStatus.ANSWERED
            and case.item == guess.item
            and case.opened_in == heard.room.id
        ),
        None,
    )
