"""Which case is meant: one short question where the words leave it open, and its answer.

Comes in: words that concern one of several cases. Goes out: a question kept in a row with what is
to be done, and later the same words with their case. Does not: do it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bot.domain.case import DONE, TAKEN, Case
from bot.domain.grid import RoomKind
from bot.domain.people import is_accused
from bot.domain.place import Place
from bot.domain.question import Question, QuestionKind, thread_of
from bot.domain.reply import ReplyKey
from bot.domain.say import Say
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.rights.granting import WISHES
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.words.wording import choices
from intents.decisions import Act, Decision, Move, Reading
from intents.numbers import case_numbers
from intents.text import bigrams, normalise
from intents.words import data

_OFFERED: Final = 3
_SHORT: Final = 24
_ALREADY_DONE: Final = frozenset({Move.CHECK_PASSED, Move.CHECK_FAILED})
_DECIDING: Final = frozenset({Move.GRANT, Move.REFUSE})
_DIGITS: Final = re.compile(r"\d{1,6}")
_SETTLING: Final = frozenset({Act.CONFIRM, Act.REJECT})


async def ask_which(docket: Docket, heard: Heard, sight: Sight, cases: Sequence[Case]) -> None:
    """Ask with the numbers that may be meant: where it was said, residents alone if possible."""
    decision = heard.decision
    alone = heard.room_kind is RoomKind.OWNERS and docket.can_reach(heard.person.id)
    room = heard.room.id if heard.room and not alone else None
    said = await docket.say(
        Say(
            key=ReplyKey.WHICH_CASE,
            room=room,
            person=None if room else heard.person.id,
            parameters={"choices": choices(docket.office, cases)},
        )
    )
    if not said:
        return
    question = Question(
        thread=thread_of(room, heard.message.channel, heard.person.id),
        kind=QuestionKind.WHICH_CASE,
        case=None,
        until=docket.now + docket.office.settings.question_patience,
        payload={
            "act": decision.act.value,
            "move": decision.move.value if decision.move else "",
            "department": decision.department or "",
            "rating": str(decision.rating or ""),
            "cases": " ".join(case.key for case in cases),
        },
    )
    await docket.unit.questions.ask(question)
    sight.questions[question.thread] = question


def left_open(heard: Heard, sight: Sight, case: Case | None) -> list[Case]:
    """The cases among which the words leave it open, none where they do not: nothing is named, a
    good word fits several that were asked after, or what is called done is done already."""
    if case is None:
        return candidates(heard, sight) if heard.decision.ask_which else []
    again = heard.decision.move is Move.DONE and case.done_at is not None
    if again and heard.message.quoted is None and not _named(heard.message.text, [case]):
        return [other for other in candidates(heard, sight) if other.status in TAKEN]
    return callbacks(heard, sight)


def candidates(heard: Heard, sight: Sight) -> list[Case]:
    """Cases that words without a name may be about, by what they would do."""
    grid = heard.grid.id if heard.grid else None
    move = heard.decision.move
    fits = _fitting(move)
    found = [
        case
        for case in sight.around(heard.community, grid)
        if fits(case) and _may_know(heard, case)
    ]
    if move is Move.DONE and any(case.status in TAKEN for case in found):
        found = [case for case in found if case.status in TAKEN]
    return found[:_OFFERED]


def _fitting(move: Move | None) -> Callable[[Case], bool]:
    if move in _DECIDING:
        return _wished
    return _done if move in _ALREADY_DONE else _undone


def _wished(case: Case) -> bool:
    return case.status in WISHES


def _done(case: Case) -> bool:
    return case.status in DONE


def _undone(case: Case) -> bool:
    return case.is_open and case.status not in DONE


def _may_know(heard: Heard, case: Case) -> bool:
    """Residents choose among their own and those of the group, nobody among what is private."""
    if case.is_restricted or is_accused(heard.person, case):
        return False
    own = heard.person.id in (case.reporter, *case.supporters)
    room = heard.room.id if heard.room else None
    return own or heard.person.is_staff or case.opened_in == room


def callbacks(heard: Heard, sight: Sight) -> list[Case]:
    """What this person was asked about and has not answered, where his answer fits several."""
    if heard.decision.act not in _SETTLING or heard.message.quoted is not None:
        return []
    if heard.decision.move is not None or heard.person.is_staff:
        return []
    asked = [
        case
        for case in sight.around(heard.community, None)
        if case.reporter == heard.person.id
        and case.asked_back
        and case.done_at is not None
        and case.rating is None
    ]
    named = _named(heard.message.text, asked)
    return [] if len(asked) < 2 or named or len(told_apart(heard, asked)) == 1 else asked[:_OFFERED]


def answered(heard: Heard, sight: Sight) -> Heard | None:
    """The words that were left open, with the case that is now named; None where nothing was asked
    or this names none."""
    question = sight.questions.get(heard.turn.thread)
    if question is None or question.kind is not QuestionKind.WHICH_CASE:
        return None
    payload = question.payload
    offered = [sight.cases[key] for key in payload.get("cases", "").split() if key in sight.cases]
    case = _chosen(heard, offered)
    if case is None:
        return None
    decision = Decision(
        act=Act(payload["act"]),
        case=case.key,
        move=Move(payload["move"]) if payload.get("move") else None,
        department=payload.get("department") or None,
        rating=int(payload["rating"]) if payload.get("rating") else None,
    )
    reading = Reading(decision=decision, rule="bot.which_case", matched=str(case.number))
    return replace(heard, reading=reading)


async def settle(docket: Docket, heard: Heard, sight: Sight) -> None:
    """It has been answered."""
    sight.questions.pop(heard.turn.thread, None)
    await docket.unit.questions.settle(heard.turn.thread)


def _chosen(heard: Heard, offered: Sequence[Case]) -> Case | None:
    """By number, else by what only one of them has, in few words; any number will do at last."""
    text = heard.message.text
    named = _named(text, offered)
    if named:
        return named[0]
    if len(text) > _SHORT:
        return None
    apart = told_apart(heard, offered)
    if len(apart) == 1:
        return apart[0]
    said = {int(run) for run in _DIGITS.findall(normalise(text))}
    counted = [case for case in offered if case.number in said]
    return counted[0] if len(counted) == 1 else None


def _named(text: str, offered: Sequence[Case]) -> list[Case]:
    numbers = case_numbers(normalise(text), {case.number for case in offered})
    return [case for number in numbers for case in offered if case.number == number]


def told_apart(heard: Heard, offered: Sequence[Case]) -> list[Case]:
    """Those whose place, else whose words, are what was said."""
    tests: tuple[Callable[[Case], bool], ...] = (
        lambda case: _at(heard.place, case.place),
        lambda case: bool(_pairs(heard.message.text) & _pairs(case.words)),
    )
    for test in tests:
        found = [case for case in offered if test(case)]
        if found and len(found) < len(offered):
            return found
    return []


def _at(said: Place, known: Place) -> bool:
    parts = ((said.building, known.building), (said.unit, known.unit), (said.floor, known.floor))
    stated = [(one, other) for one, other in parts if one is not None]
    return bool(stated) and all(one == other for one, other in stated)


def _pairs(text: str) -> frozenset[str]:
    """Pairs of characters that tell one thing from another."""
    return bigrams(normalise(text)) - _empty_pairs()


@cache
def _empty_pairs() -> frozenset[str]:
    return frozenset(data("dialogue")["empty_pairs"])
