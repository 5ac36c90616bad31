"""What staff answer to a question in a group is offered for the office's list (decision 0017).

Comes in: words of staff about a case that was a question. Goes out: a proposal without names,
numbers or rooms, and one line to whoever said it; later the proposal taken in or left out. Does
not: answer with a proposal that nobody has taken in.
"""

from typing import Final

from bot.domain.case import Case, CaseStatus
from bot.domain.knowledge import Proposal, ProposalState
from bot.domain.people import Action, require
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.knowledge.cleaning import clean, is_answer, verdict
from intents.decisions import Move

QUESTION_RULES: Final = frozenset({"request.consult"})
"""The rules of the reader that read a question to the office."""

_SHORT_WORDS: Final = 16
_TELLING: Final = frozenset({None, Move.PROGRESS, Move.DONE})


def is_question(case: Case) -> bool:
    """Whether a case was opened by a question to the office."""
    return case.rule in QUESTION_RULES


async def propose(docket: Docket, heard: Heard, case: Case) -> None:
    """Keep an answer as a proposal, and tell who gave it how to take it in."""
    if not _may_be_answer(heard, case):
        return
    names = {person.name for person in docket.office.directory.people}
    question, answer = clean(case.words, names), clean(heard.message.text, names)
    if not question or not is_answer(answer):
        return
    known = await docket.unit.proposals.of_case(case.key)
    if known is not None and (
        known.state is not ProposalState.PROPOSED or len(known.answer) >= len(answer)
    ):
        return
    proposal = Proposal(
        case=case.key,
        number=case.number,
        community=case.community,
        grid=case.grid,
        item=case.item,
        question=question,
        answer=answer,
        proposed_at=docket.now,
    )
    await docket.unit.proposals.put(proposal)
    parameters = {"number": str(case.number), "question": question, "answer": answer}
    await docket.say(
        Say(
            key=ReplyKey.ANSWER_PROPOSED,
            person=heard.person.id,
            case=case.key,
            parameters=parameters,
        )
    )


def _may_be_answer(heard: Heard, case: Case) -> bool:
    return (
        heard.person.is_staff
        and heard.room is not None
        and is_question(case)
        and not case.is_restricted
        and case.status is not CaseStatus.ANSWERED
        and heard.decision.move in _TELLING
    )


async def settle(docket: Docket, heard: Heard, case: Case) -> bool:
    """Take a proposal in or leave it out, where that is what staff say; whether it was."""
    if not heard.person.is_staff or len(heard.message.text) > _SHORT_WORDS:
        return False
    taken = verdict(heard.message.text)
    if taken is None:
        return False
    proposal = await docket.unit.proposals.of_case(case.key)
    if proposal is None:
        return False
    require(heard.person, Action.JUDGE)
    state = ProposalState.ACCEPTED if taken else ProposalState.DECLINED
    await docket.unit.proposals.decide(case.key, state, by=heard.person.id, at=docket.now)
    await docket.say(
        Say(
            key=ReplyKey.ANSWER_TAKEN_IN if taken else ReplyKey.ANSWER_LEFT_OUT,
            room=heard.room.id if heard.room else None,
            person=None if heard.room else heard.person.id,
            case=case.key,
            parameters={"number": str(case.number)},
        )
    )
    return True
