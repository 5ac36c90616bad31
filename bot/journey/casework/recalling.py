"""A report that had been taken for talk, known by the answer it gets: opened from the words it was
made in, as long as they are held.

Comes in: a message whose reading points at an earlier one. Goes out: the case with the earlier
message as its opening, what was said of it in between, and the message itself as one about that
case. Does not: look further back than the scene does, nor open what the bot is deaf to.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case
from bot.domain.matters import Urgency
from bot.domain.people import is_accused
from bot.domain.turn import Said, StoredMessage
from bot.journey.casework.acknowledging import acknowledge
from bot.journey.casework.acting import Outcome
from bot.journey.casework.joining import join, tell_more_of_it
from bot.journey.casework.opening import open_or_join
from bot.journey.casework.reading import Ear
from bot.journey.casework.scenes import listener_of
from bot.journey.casework.sight import Sight
from bot.journey.casework.sorting import settled
from bot.journey.docket import Docket
from bot.journey.heard import Heard
from intents.decisions import Act

_TALK: Final = frozenset({Act.CHAT, Act.PRAISE})

Corrected = tuple[StoredMessage, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The message with the case it is about, and what earlier ones turned out to be."""

    heard: Heard
    earlier: tuple[Corrected, ...] = ()


async def recall(docket: Docket, heard: Heard, sight: Sight, ear: Ear) -> Recalled:
    """Open the case that the earlier words report; nothing where they are no longer held."""
    place, room = heard.decision.opens_recent, heard.room
    if place is None or room is None:
        return Recalled(heard=_about(heard, None))
    said = list(sight.said[room.id])
    report = await _report(docket, heard, said[place], _before(sight, said, place), ear)
    if report is None:
        return Recalled(heard=_about(heard, None))
    present, docket.message = docket.message, report.message
    before = set(sight.cases)
    act, case = await open_or_join(docket, report, sight, report.guess, report.turn.text)
    if case is None:
        docket.message = present
        return Recalled(heard=_about(heard, None))
    opened = case.key not in before
    earlier = [(report.message, Outcome(act=act, case=case.key, opened=opened))]
    sight.amend(report.message, act, case.key)
    earlier += await _between(docket, case, said[:place], sight, ear)
    docket.message = present
    if opened:
        sight.update(await acknowledge(docket, report, sight, [sight.cases[case.key]]))
    about = _about(heard, case.key, still=is_accused(heard.person, case.item))
    return Recalled(heard=about, earlier=tuple(earlier))


def _before(sight: Sight, said: list[Said], place: int) -> Sight:
    """What was in sight when a message was said."""
    room = said[place].room
    return replace(sight, said={room: sight.said[room][place + 1 :]})


async def _hear_again(docket: Docket, said: Said, before: Sight, ear: Ear) -> Heard | None:
    turn = await docket.unit.turns.with_message(said.message)
    if turn is None or turn.understanding is None:
        return None
    listener = listener_of(docket.office, turn, before)
    pairs = zip(turn.messages, turn.understanding.messages, strict=True)
    found = next(((one, guess) for one, guess in pairs if one.id == said.message), None)
    return None if found is None else ear.hear(listener, *found, before, said.at)


async def _report(
    docket: Docket, heard: Heard, said: Said, before: Sight, ear: Ear
) -> Heard | None:
    """The earlier words, read as the report that they were."""
    again = await _hear_again(docket, said, before, ear)
    if again is None:
        return None
    whole = again.turn.understanding.whole if again.turn.understanding else again.guess
    guesses = (again.guess, whole, heard.guess)
    barred = _not_from_talk(docket)
    guess = settled(guesses, again.turn.text, barred=barred)
    if guess.item in barred:
        return None
    decision = replace(again.decision, act=Act.REPORT, case=None, move=None, emergency=None)
    reading = replace(again.reading, decision=decision, rule=heard.reading.rule)
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
        again = await _hear_again(docket, said[place], _before(sight, said, place), ear)
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
    return replace(heard, reading=replace(heard.reading, decision=decision))
