"""One message that has been read: which handler acts on it, and what came of it.

Comes in: `Heard`. Goes out: `Outcome`. Does not: read words, or know how handlers do it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case, EventKind
from bot.domain.errors import IllegalMove, NotAllowed, RuleBroken
from bot.domain.grid import RoomKind
from bot.domain.question import Question, QuestionKind
from bot.domain.reply import ReplyKey, Say
from bot.journey.casework import residents
from bot.journey.casework.alarms import raise_alarm
from bot.journey.casework.commands import obey
from bot.journey.casework.opening import join, open_or_join
from bot.journey.casework.reading import OPENING
from bot.journey.casework.sight import Sight, meant
from bot.journey.casework.staff import make_move
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.wording import case_words
from intents.decisions import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a message turned out to be, its case, whether it opened one, and cases of further
    problems.
    """

    act: Act
    case: str | None = None
    opened: bool = False
    more: tuple[str, ...] = ()


Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]

ANSWERS: Final[Mapping[Act, Handler]] = MappingProxyType(
    {
        Act.CONFIRM: residents.confirm,
        Act.REJECT: residents.reject,
        Act.URGE: residents.urge,
        Act.ASK_STATUS: residents.ask_status,
        Act.WITHDRAW: residents.withdraw,
    }
)


async def act_on(
    docket: Docket, heard: Heard, sight: Sight, *, already: str | None = None
) -> Outcome:
    """Act; rules broken on the way are answered, not raised. `already` is a case this very turn
    opened.
    """
    decision = heard.decision
    if decision.command is not None:
        await obey(docket, heard, sight, decision.command)
        return Outcome(act=decision.act)
    try:
        if decision.emergency is not None:
            before = set(sight.cases)
            act, case = await raise_alarm(docket, heard, sight, decision.emergency)
            return _outcome(act, case, before)
        if decision.act in OPENING and decision.case is None:
            return await _report(docket, heard, sight, already)
        return await _about_a_case(docket, heard, sight)
    except RuleBroken as err:
        await _say_no(docket, heard, sight, err)
        return Outcome(act=decision.act, case=decision.case)


def _outcome(act: Act, case: Case | None, before: set[str]) -> Outcome:
    key = case.key if case else None
    return Outcome(act=act, case=key, opened=key is not None and key not in before)


async def _report(docket: Docket, heard: Heard, sight: Sight, already: str | None) -> Outcome:
    before = set(sight.cases)
    known = sight.cases.get(already) if already else None
    if known is not None and not _is_another(known, heard):
        act, _ = await join(docket, heard, known)
        return Outcome(act=act, case=known.key)
    first, *others = heard.problems or ((heard.turn.text, heard.guess),)
    guess = first[1] if others else heard.guess
    act, case = await open_or_join(docket, heard, sight, guess, heard.turn.text)
    more = []
    for words, guess in others:
        if case is None or guess.item == case.item or guess.request < _SURE_OF_SECOND:
            continue
        part = replace(heard, place=meant(heard.decision.place), problems=())
        _, second = await open_or_join(docket, part, sight, guess, words)
        if second is not None and second.key != case.key:
            more.append(second.key)
    outcome = _outcome(act, case, before)
    return replace(outcome, more=tuple(more))


_SURE_OF_SECOND: Final = 0.6
"""A second problem in one message must be this sure to be a request, and to be of its category."""

_LONG_ENOUGH: Final = 6


def _is_another(case: Case, heard: Heard) -> bool:
    """Whether a further message of the turn that opened `case` tells of a different problem."""
    guess = heard.guess
    sure = guess.request >= _SURE_OF_SECOND and guess.confidence >= _SURE_OF_SECOND
    return sure and guess.category != case.category and len(heard.message.text) >= _LONG_ENOUGH


async def _about_a_case(docket: Docket, heard: Heard, sight: Sight) -> Outcome:
    decision = heard.decision
    case = sight.cases.get(decision.case) if decision.case else None
    if case is None:
        if decision.ask_which:
            await _ask_which(docket, heard, sight)
        return Outcome(act=decision.act)
    if decision.move is not None:
        changed = await make_move(docket, heard, case, decision.move)
    elif decision.act in ANSWERS:
        changed = await ANSWERS[decision.act](docket, heard, case)
    elif decision.act in (Act.SECOND, Act.DETAIL, Act.REPORT, Act.CONSULT, Act.NEED):
        changed = await _more_of_it(docket, heard, case)
    else:
        await docket.keep_words(case, [heard.message], decision.act.value)
        changed = await docket.change(case, touched_at=docket.now, last_speaker=heard.person.id)
    sight.update([changed])
    return Outcome(act=decision.act, case=case.key)


async def _more_of_it(docket: Docket, heard: Heard, case: Case) -> Case:
    """Details and neighbours with the same trouble; a place that was missing is filled in."""
    if heard.decision.act is Act.SECOND:
        _, changed = await join(docket, heard, case)
        return changed
    stated = meant(heard.decision.place)
    place = case.place.filled_from(stated)
    own = heard.person.id == case.reporter
    if own and not stated.is_empty and case.place.contradicts(stated):
        place = case.place.corrected_by(stated)
    if place != case.place:
        await docket.note(case, EventKind.PLACED, heard.person.id, {"place": place.stated()})
        await docket.unit.questions.settle(heard.turn.thread)
    await docket.keep_words(case, [heard.message], "detail")
    return await docket.change(
        case, place=place, touched_at=docket.now, last_speaker=heard.person.id
    )


async def _ask_which(docket: Docket, heard: Heard, sight: Sight) -> None:
    """One short question with the numbers that may be meant; asked where it was said."""
    grid = heard.grid.id if heard.grid else None
    candidates = [
        case
        for case in sight.around(heard.community, grid)
        if case.is_open and not case.is_restricted
    ][:3]
    if not candidates:
        return
    choices = [case_words(docket.office, case) for case in candidates]
    listed = "".join(
        docket.office.words.term("choice", "line").format(**choice) for choice in choices
    )
    room = heard.room.id if heard.room else None
    await docket.say(
        Say(
            key=ReplyKey.WHICH_CASE,
            room=room,
            person=None if room else heard.person.id,
            parameters={"choices": listed},
        )
    )
    await docket.unit.questions.ask(
        Question(
            thread=heard.turn.thread,
            kind=QuestionKind.WHICH_CASE,
            case=None,
            until=docket.now + docket.office.settings.question_patience,
            payload={"move": heard.decision.move.value if heard.decision.move else ""},
        )
    )


async def _say_no(docket: Docket, heard: Heard, sight: Sight, err: RuleBroken) -> None:
    """Refusals name who may; they go to the speaker, in the group only where it is the leaders'."""
    case = sight.cases.get(heard.decision.case) if heard.decision.case else None
    parameters = case_words(docket.office, case) if case else {"number": ""}
    key = ReplyKey.UNKNOWN_CASE
    if isinstance(err, NotAllowed):
        key = ReplyKey.NOT_ALLOWED
        roles = [docket.office.words.term("role", role) for role in err.permitted]
        parameters = {"number": parameters["number"], "roles": "、".join(roles)}
    elif isinstance(err, IllegalMove):
        key = ReplyKey.NOT_POSSIBLE
    public = heard.room_kind is RoomKind.LEADERS
    room = heard.room.id if heard.room and public else None
    await docket.say(
        Say(
            key=key,
            room=room,
            person=None if room else heard.person.id,
            case=case.key if case else None,
            parameters=parameters,
        )
    )
