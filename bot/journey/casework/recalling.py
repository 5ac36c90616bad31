"""A report that had been taken for talk, known by the answer it gets: opened from the words it was
made in, as long as they are held.

Comes in: a message whose reading points at an earlier one. Goes out: the case with the earlier
message as its opening, what was said of it in between, and the message itself as one about that
case. Does not: look further back than the scene does, nor open what the bot is deaf to.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case
from bot.domain.correction import CorrectionKind
from bot.domain.matters import Urgency
from bot.domain.people import is_accused
from bot.domain.place import Place
from bot.domain.turn import Guess, Said, StoredMessage
from bot.journey.casework.acting import Outcome
from bot.journey.casework.hearing.reading import Ear
from bot.journey.casework.hearing.scenes import listener_of
from bot.journey.casework.hearing.sight import Sight
from bot.journey.casework.hearing.sorting import settled
from bot.journey.casework.reports.acknowledging import acknowledge
from bot.journey.casework.reports.joining import join, tell_more_of_it
from bot.journey.casework.reports.opening import open_or_join
from bot.journey.casework.staff.learning import keep
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.decisions import Act
from intents.limits import limit_of
from intents.text import normalise

_TALK: Final = frozenset({Act.CHAT, Act.PRAISE})

Corrected = tuple[StoredMessage, Outcome]

_NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The message with the case it is about, and what earlier ones turned out to be."""

    heard: Heard
    earlier: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What was said, newest first, with the report last; the rule that showed it to be one, what
    the model thinks of the words that showed it, and the place that these state."""

    said: tuple[Said, ...]
    rule: str
    hint: Guess | None = None
    place: Place = _NOWHERE


async def recall(docket: Docket, heard: Heard, sight: Sight, ear: Ear) -> Recalled:
    """Open the case that the earlier words report; nothing where they are no longer held."""
    said = await _meant(docket, heard, sight)
    if not said:
        return await _from_quoted_words(docket, heard, sight, ear)
    report_said = Earlier(
        said=tuple(said),
        rule=heard.reading.rule,
        hint=heard.guess if heard.decision.opens_recent is not None else None,
        place=heard.place if heard.decision.opens_recent is not None else _NOWHERE,
    )
    case, earlier = await open_earlier(docket, sight, ear, report_said)
    if case is None:
        return Recalled(heard=_about(heard, None))
    doubt = await docket.unit.doubts.of_message(said[-1].message)
    if doubt is not None:
        await docket.unit.doubts.settle(doubt.id)
        await docket.unit.deliveries.forget(doubt.cause, doubt.asked or "")
    if heard.decision.opens_quoted:
        await keep(docket, case, said[-1].text, kind=CorrectionKind.MISSED_REQUEST, item=case.item)
    about = _about(heard, case.key, still=is_accused(heard.person, case))
    return Recalled(heard=about, earlier=earlier)


async def _from_quoted_words(docket: Docket, heard: Heard, sight: Sight, ear: Ear) -> Recalled:
    """Open the case from the words that are replied to, as the platform tells them, in the name of
    whoever says that they are a report: who said them is not known any more."""
    words, known = heard.message.quoted_text, heard.turn.understanding
    nothing = Recalled(heard=_about(heard, None))
    if not heard.decision.opens_quoted or not words or known is None or known.quoted is None:
        return nothing
    if limit_of(normalise(words)):
        return nothing
    message = replace(heard.message, text=words, quoted=None, quoted_text=None)
    turn = replace(heard.turn, messages=(message,))
    listener = listener_of(docket.office, turn, sight)
    again = ear.hear(listener, message, known.quoted, sight, docket.now)
    report = _as_report(docket, again, (known.quoted,), heard.reading.rule)
    if report is None:
        return nothing
    before = set(sight.cases)
    _, case = await open_or_join(docket, report, sight, report.guess, words)
    if case is None:
        return nothing
    if case.key not in before:
        sight.update(await acknowledge(docket, report, sight, [case]))
    return Recalled(heard=_about(heard, case.key, still=is_accused(heard.person, case)))


async def _meant(docket: Docket, heard: Heard, sight: Sight) -> list[Said]:
    """The earlier words at the end of all that was said since, newest first."""
    place, room = heard.decision.opens_recent, heard.room
    if room is None:
        return []
    recent = sight.said.get(room.id, [])
    if place is not None:
        return recent[: place + 1]
    quoted = heard.message.quoted
    if not heard.decision.opens_quoted or quoted is None:
        return []
    said = await docket.unit.messages.quoted(room.id, heard.message.channel, quoted)
    if said is None or said.case is not None or limit_of(normalise(said.text)):
        return []
    since = [one for one in recent if one.at > said.at]
    return [*since, said]


async def open_earlier(
    docket: Docket, sight: Sight, ear: Ear, report_said: Earlier
) -> tuple[Case | None, tuple[Corrected, ...]]:
    """Open the case that was reported, with what was said of it since; answered as if it had been
    heard at once."""
    *since, _ = report_said.said
    report = await _report(docket, report_said, sight, ear)
    if report is None:
        return None, ()
    present, docket.message = docket.message, report.message
    before = set(sight.cases)
    act, case = await open_or_join(docket, report, sight, report.guess, report.turn.text)
    if case is None:
        docket.message = present
        return None, ()
    opened = case.key not in before
    earlier = [(report.message, Outcome(act=act, case=case.key, opened=opened))]
    sight.amend(report.message, act, case.key)
    earlier += await _between(docket, case, since, sight, ear)
    docket.message = present
    if opened:
        sight.update(await acknowledge(docket, report, sight, [sight.cases[case.key]]))
    return sight.cases[case.key], tuple(earlier)


def _before(sight: Sight, said: Said) -> Sight:
    """What was in sight when a message was said."""
    room = sight.said.get(said.room, [])
    places = [place for place, one in enumerate(room) if one.message == said.message]
    return replace(sight, said={said.room: room[places[0] + 1 :] if places else []})


async def _hear_again(docket: Docket, said: Said, before: Sight, ear: Ear) -> Heard | None:
    turn = await docket.unit.turns.with_message(said.message)
    if turn is None or turn.understanding is None:
        return None
    listener = listener_of(docket.office, turn, before)
    pairs = zip(turn.messages, turn.understanding.messages, strict=True)
    found = next(((one, guess) for one, guess in pairs if one.id == said.message), None)
    return None if found is None else ear.hear(listener, *found, before, said.at)


async def _report(docket: Docket, report_said: Earlier, sight: Sight, ear: Ear) -> Heard | None:
    """The earlier words, read as the report that they were."""
    said = report_said.said[-1]
    again = await _hear_again(docket, said, _before(sight, said), ear)
    if again is None:
        return None
    whole = again.turn.understanding.whole if again.turn.understanding else again.guess
    guesses = tuple(g for g in (again.guess, whole, report_said.hint) if g is not None)
    report = _as_report(docket, again, guesses, report_said.rule)
    if report is None:
        return None
    return replace(report, place=again.place.filled_from(report_said.place))


def _as_report(docket: Docket, again: Heard, guesses: tuple[Guess, ...], rule: str) -> Heard | None:
    """Words as the report that somebody says they are."""
    barred = _not_from_talk(docket)
    guess = settled(guesses, again.turn.text, barred=barred)
    if guess.item in barred:
        return None
    decision = replace(again.decision, act=Act.REPORT, case=None, move=None, emergency=None)
    decision = replace(decision, doubtful=False)
    reading = replace(again.reading, decision=decision, rule=rule)
    return replace(again, guess=guess, reading=reading, problems=())


def _not_from_talk(docket: Docket) -> frozenset[str]:
    """That something is no matter for the grid, or an emergency, is nothing to be guessed from what
    was taken for talk."""
    matters = docket.office.matters.values()
    return frozenset(m.item for m in matters if m.is_negative or m.urgency is Urgency.P0)


async def _between(
    docket: Docket, case: Case, said: list[Said], sight: Sight, ear: Ear
) -> list[Corrected]:
    """What was said since and is about the case, now that there is one; oldest first."""
    found: list[Corrected] = []
    for place in range(len(said) - 1, -1, -1):
        if said[place].case is not None or said[place].act not in _TALK:
            continue
        again = await _hear_again(docket, said[place], _before(sight, said[place]), ear)
        if again is None or again.decision.case != case.key:
            continue
        act, docket.message = again.decision.act, again.message
        if act is Act.SECOND:
            act, changed = await join(docket, again, sight.cases[case.key])
        elif act is Act.DETAIL:
            changed = await tell_more_of_it(docket, again, sight.cases[case.key])
        else:
            continue
        sight.update([changed])
        sight.amend(again.message, act, case.key)
        found.append((again.message, Outcome(act=act, case=case.key)))
    return found


def _about(heard: Heard, case: str | None, *, still: bool = False) -> Heard:
    move = None if still else heard.decision.move
    decision = replace(heard.decision, case=case, move=move, opens_recent=None)
    decision = replace(decision, opens_quoted=False)
    return replace(heard, reading=replace(heard.reading, decision=decision))
