"""One message that has been read: which handler acts on it, and what came of it.

Comes in: `Heard`. Goes out: `Outcome`. Does not: read words, or know how handlers do it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bot.domain.case import Case
from bot.domain.errors import IllegalMove, NotAllowed, RuleBroken
from bot.domain.grid import RoomKind
from bot.domain.people import is_accused
from bot.domain.register import DeedKind
from bot.domain.reply import ReplyKey
from bot.domain.turn import Guess
from bot.journey.casework import residents
from bot.journey.casework.appealing import APPEALS, appeal
from bot.journey.casework.asked import answering, proposing
from bot.journey.casework.asked.commands import obey
from bot.journey.casework.calls import whistling
from bot.journey.casework.calls.conferring import finished
from bot.journey.casework.danger.alarms import raise_alarm
from bot.journey.casework.danger.drills import DRILLS, drill
from bot.journey.casework.deeds import note_deed, tell_deeds, tell_silent
from bot.journey.casework.giving import GIVING, overhear
from bot.journey.casework.hearing import which
from bot.journey.casework.hearing.reading import OPENING
from bot.journey.casework.hearing.scenes import meant
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.hearing.sorting import helping, lead_in, settled
from bot.journey.casework.looking import list_families, visit
from bot.journey.casework.mustering import MUSTERS, muster
from bot.journey.casework.passing import PASSING
from bot.journey.casework.reports.acknowledging import acknowledge
from bot.journey.casework.reports.joining import hush, join, tell_more_of_it, touched
from bot.journey.casework.reports.opening import open_or_join
from bot.journey.casework.reports.refusing import give_task_back, is_call, is_task, point_elsewhere
from bot.journey.casework.resolving import RESOLVING
from bot.journey.casework.serving import SERVING
from bot.journey.casework.staff.moves import make_move
from bot.journey.casework.staff.pausing import brought
from bot.journey.casework.surveys import SURVEYS, survey
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from bot.journey.steps.telling import back_to
from bot.journey.words.wording import case_words
from intents.decisions import Act, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a message turned out to be, its case, whether it opened one, cases of further
    problems, and what a building leader has done by it where its act does not tell.
    """

    act: Act
    case: str | None = None
    opened: bool = False
    more: tuple[str, ...] = ()
    deed: DeedKind | None = None


Handler = Callable[[Docket, Heard, Case], Awaitable[Case]]

ANSWERS: Final[Mapping[Act, Handler]] = MappingProxyType(
    {
        Act.CONFIRM: residents.confirm,
        Act.REJECT: residents.reject,
        Act.URGE: residents.urge,
        Act.ASK_STATUS: residents.ask_status,
        Act.WITHDRAW: residents.withdraw,
        Act.DETAIL: tell_more_of_it,
        Act.REPORT: tell_more_of_it,
        Act.CONSULT: tell_more_of_it,
        Act.NEED: tell_more_of_it,
    }
)

LEADING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[object]]]] = MappingProxyType(
    {
        **PASSING,
        Command.VISITED: visit,
        Command.FAMILIES: list_families,
        Command.PASSED_ON: note_deed,
        Command.MY_DEEDS: tell_deeds,
        Command.SILENT_BUILDINGS: tell_silent,
    }
)

LISTING: Final[Mapping[Command, Callable[[Docket, Heard], Awaitable[None]]]] = MappingProxyType(
    {**RESOLVING, **GIVING, **SERVING}
)

_SURE_OF_SECOND: Final = 0.6
"""A second problem in one message must be this sure to be a request, and to be of its category."""

_LONG_ENOUGH: Final = 6


async def act_on(
    docket: Docket, heard: Heard, sight: Sight, *, already: str | None = None
) -> Outcome:
    """Act; of several cases one after the other, each by itself. `already` is a case this very turn
    opened.
    """
    outcome = await _act_on_one(docket, heard, sight, already)
    for decision in heard.decision.also:
        other = replace(heard, reading=replace(heard.reading, decision=decision))
        await _act_on_one(docket, other, sight, None)
    if heard.decision.command is None:
        await overhear(docket, heard)
    return outcome


async def _act_on_one(docket: Docket, heard: Heard, sight: Sight, already: str | None) -> Outcome:
    """Act; rules broken on the way are answered, not raised."""
    decision = heard.decision
    if decision.command is not None:
        return await _obeyed(docket, heard, sight, decision.command)
    try:
        named = which.answered(heard, sight)
        if named is not None:
            await which.settle(docket, heard, sight)
            outcome = await _about_a_case(docket, named, sight)
            return replace(outcome, act=Act.DETAIL)
        if is_call(heard, sight):
            return Outcome(act=Act.NOTICE)
        if is_task(heard, sight):
            return await _task(docket, heard, sight)
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


async def _obeyed(docket: Docket, heard: Heard, sight: Sight, command: Command) -> Outcome:
    """A command; whoever wants a person after an answer of the bot says that it was no help."""
    if command in DRILLS:
        return await _drilled(docket, heard, sight, command)
    if command in LEADING:
        return await _led(docket, heard, command)
    if command in LISTING:
        await LISTING[command](docket, heard)
        return Outcome(act=heard.decision.act)
    if command in SURVEYS:
        return await _surveyed(docket, heard, sight, command)
    if command in APPEALS:
        await appeal(docket, heard, sight, command)
        return Outcome(act=heard.decision.act, case=heard.decision.case)
    if command in MUSTERS:
        return await _mustered(docket, heard, sight, command)
    answered = answering.last_answered(heard, sight) if command is Command.HUMAN else None
    if answered is None:
        await obey(docket, heard, sight, command)
        return Outcome(act=heard.decision.act)
    sight.update([await answering.ask_a_person(docket, heard, answered)])
    return Outcome(act=Act.REJECT, case=answered.key)


async def _drilled(docket: Docket, heard: Heard, sight: Sight, command: Command) -> Outcome:
    before = set(sight.cases)
    try:
        played = await drill(docket, heard, sight, command)
    except RuleBroken as err:
        await _say_no(docket, heard, sight, err)
        return Outcome(act=heard.decision.act)
    return _outcome(heard.decision.act, played, before)


async def _surveyed(docket: Docket, heard: Heard, sight: Sight, command: Command) -> Outcome:
    """What was found in a survey is reported by the one who looked."""
    try:
        case = await survey(docket, heard, command)
    except RuleBroken as err:
        await _say_no(docket, heard, sight, err)
        case = None
    checked = DeedKind.CHECK if command is Command.SURVEYED else None
    if case is None:
        return Outcome(act=heard.decision.act, deed=checked)
    sight.update([case])
    return Outcome(act=Act.REPORT, case=case.key, opened=True, deed=checked)


async def _mustered(docket: Docket, heard: Heard, sight: Sight, command: Command) -> Outcome:
    try:
        await muster(docket, heard, sight, command)
    except RuleBroken as err:
        await _say_no(docket, heard, sight, err)
    return Outcome(act=heard.decision.act)


async def _led(docket: Docket, heard: Heard, command: Command) -> Outcome:
    """What building leaders say about leading."""
    if command is Command.VISITED:
        there = await visit(docket, heard)
        return Outcome(act=heard.decision.act, deed=DeedKind.LISTEN if there else None)
    await LEADING[command](docket, heard)
    told = DeedKind.TELL if command is Command.PASSED_ON else None
    return Outcome(act=heard.decision.act, deed=told)


async def _task(docket: Docket, heard: Heard, sight: Sight) -> Outcome:
    case, opened = await give_task_back(docket, heard, sight)
    sight.update([case])
    act = Act.REPORT if opened else Act.DETAIL
    return Outcome(act=act, case=case.key, opened=opened)


async def _report(docket: Docket, heard: Heard, sight: Sight, already: str | None) -> Outcome:
    """A problem or several; what is new is acknowledged in one line."""
    known = sight.cases.get(already) if already else None
    if known is not None and not _is_another(known, heard):
        act, _ = await join(docket, heard, known)
        return Outcome(act=act, case=known.key)
    before = set(sight.cases)
    first, *others = heard.problems or ((heard.turn.text, heard.guess),)
    guess = first[1] if others else await _sorted(docket, heard, sight)
    remark = answering.remarked(heard, sight, guess)
    if remark is not None:
        sight.update([await tell_more_of_it(docket, heard, remark)])
        return Outcome(act=Act.DETAIL, case=remark.key)
    asked = None if others else await answering.answer(docket, heard, sight, guess)
    if asked is not None:
        sight.update([asked])
        return Outcome(act=heard.decision.act, case=asked.key, opened=True)
    act, case = await open_or_join(docket, heard, sight, guess, heard.turn.text)
    found = [case] if case is not None else []
    for words, guess in others:
        if case is None or guess.item == case.item or guess.request < _SURE_OF_SECOND:
            continue
        part = replace(heard, place=meant(heard.decision.place), problems=())
        _, second = await open_or_join(docket, part, sight, guess, words)
        if second is not None and second.key not in {known.key for known in found}:
            found.append(second)
    await _answer(docket, heard, sight, [each for each in found if each.key not in before])
    more = tuple(each.key for each in found[1:])
    return replace(_outcome(act, case, before), more=more)


async def _sorted(docket: Docket, heard: Heard, sight: Sight) -> Guess:
    """The guess about a report with the fragments that led up to it."""
    if heard.decision.emergency is not None:
        return heard.guess
    guesses, words = [heard.guess], [heard.turn.text]
    for said in lead_in(heard, sight, docket.now):
        turn = await docket.unit.turns.with_message(said.message)
        if turn is not None and turn.understanding is not None:
            guesses.append(turn.understanding.whole)
            words.append(said.text)
    guess = settled(guesses, "\n".join(words))
    return helping(guess) if heard.decision.act is Act.NEED else guess


async def _answer(docket: Docket, heard: Heard, sight: Sight, new: list[Case]) -> None:
    ours = []
    for case in new:
        if docket.office.matters[case.item].is_negative:
            await point_elsewhere(docket, heard, case)
        else:
            ours.append(case)
    if ours:
        sight.update(await acknowledge(docket, heard, sight, ours))


def _is_another(case: Case, heard: Heard) -> bool:
    """Whether a further message of the turn that opened `case` tells of a different problem."""
    guess = heard.guess
    sure = guess.request >= _SURE_OF_SECOND and guess.confidence >= _SURE_OF_SECOND
    return sure and guess.category != case.category and len(heard.message.text) >= _LONG_ENOUGH


async def _about_a_case(docket: Docket, heard: Heard, sight: Sight) -> Outcome:
    decision = heard.decision
    case = sight.cases.get(decision.case) if decision.case else None
    case = await whistling.meant(docket, heard, sight, case)
    if case is None and heard.reading.rule == whistling.WITHOUT_NUMBER:
        return Outcome(act=Act.CHAT)
    asked = which.left_open(heard, sight, case)
    if asked:
        await which.ask_which(docket, heard, sight, asked)
        return Outcome(act=decision.act)
    if case is None:
        return Outcome(act=decision.act)
    if not await proposing.settle(docket, heard, case):
        changed = await _said(docket, heard, await hush(docket, heard, case))
        await finished(docket, changed, by=heard.person.id)
        await proposing.propose(docket, heard, changed)
        sight.update([changed])
    return Outcome(act=decision.act, case=case.key)


async def _said(docket: Docket, heard: Heard, case: Case) -> Case:
    """What was said about a case is done, as a whole or not at all."""
    async with docket.attempt():
        return await _done(docket, heard, case)


async def _done(docket: Docket, heard: Heard, case: Case) -> Case:
    decision = heard.decision
    if is_accused(heard.person, case) and heard.person.id != case.reporter:
        await docket.keep_words(case, [heard.message], decision.act.value)
        return await touched(docket, heard, case)
    if decision.move is not None:
        return await make_move(docket, heard, case, decision.move)
    if decision.act is Act.SECOND:
        _, changed = await join(docket, heard, case)
        return changed
    if decision.act in ANSWERS:
        going_on = await brought(docket, heard, case)
        return await ANSWERS[decision.act](docket, heard, going_on)
    await docket.keep_words(case, [heard.message], decision.act.value)
    return await touched(docket, heard, case)


async def _say_no(docket: Docket, heard: Heard, sight: Sight, err: RuleBroken) -> None:
    """Refusals name who may; they go to the speaker, in the group only where it is the leaders'."""
    case = sight.cases.get(heard.decision.case) if heard.decision.case else None
    parameters = case_words(docket.office, case) if case else {"number": ""}
    key = ReplyKey.UNKNOWN_CASE
    if isinstance(err, NotAllowed):
        key = ReplyKey.NOT_ALLOWED
        roles = [docket.office.words.term("role", role) for role in err.permitted]
        parameters = {"number": parameters["number"], "roles": "/".join(roles)}
        if err.ended is not None:
            key = ReplyKey.TERM_ENDED
            parameters["until"] = f"{err.ended:%m-%d}"
    elif isinstance(err, IllegalMove):
        key = ReplyKey.NOT_POSSIBLE if err.why == "status" else ReplyKey.NOT_NOW
        parameters["why"] = docket.office.words.term("why_not", err.why)
    room = heard.room if heard.room_kind is RoomKind.LEADERS else None
    await docket.say(back_to(heard, key, room, parameters, case))
