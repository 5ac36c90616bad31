"""How a turn is read: message by message, and as a whole where fragments only make sense together.

Comes in: turns with their understanding, and what is open around them. Goes out: `Heard` values.
Does not: act on them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.grid import Room, RoomKind
from bot.domain.people import Person, Role, is_helper
from bot.domain.question import QuestionKind
from bot.domain.turn import Guess, StoredMessage, Turn, Understanding
from bot.journey.casework.hearing.scenes import Listener, located, meant, scene_of
from bot.journey.casework.hearing.sight import Sight
from bot.journey.heard import Heard
from intents.asked import asked_move
from intents.decisions import Act, Decision, Reading
from intents.giving import is_of_lists
from intents.places import PlaceNames, read_place
from intents.problems import puts_right
from intents.reader import Reader

OPENING: Final = frozenset({Act.REPORT, Act.CONSULT, Act.NEED})
"""Acts that open a case where none is meant."""


_HEARD_OUT: Final = frozenset({QuestionKind.WHICH_CASE, QuestionKind.IS_IT_A_REPORT})
"""Questions whose answers may look like talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """The fragment at which a reader can tell that there is a problem, heard with the whole turn's
    words; those before it only lead up to it."""

    index: int
    heard: Heard


class Ear:
    """Reads with the reader and the building names of the right grid."""

    def __init__(
        self,
        *,
        readers: Callable[[str | None], Reader],
        names: Callable[[str | None], PlaceNames],
    ) -> None:
        self._readers = readers
        self._names = names

    def hear(
        self, listener: Listener, message: StoredMessage, guess: Guess, sight: Sight, now: datetime
    ) -> Heard:
        """One message as it was said."""
        return self._hear(listener, message, message.text, guess, sight, now)

    def listen(
        self, listener: Listener, message: StoredMessage, guess: Guess, sight: Sight, now: datetime
    ) -> Act | Heard:
        """The same, but of talk only its act; somebody who was asked which case he means, who may
        give orders, or who holds something out or looks for something, is heard out."""
        whole = is_asked(listener.turn, sight) or may_order(listener.person, listener.room)
        whole = whole or is_of_lists(message.text)
        listener = self._located(listener)
        scene = scene_of(listener, message, guess, sight, now)
        grid = listener.grid.id if listener.grid else None
        reading = self._readers(grid).read(message.text, scene)
        if is_talk(reading.decision) and not whole:
            return reading.decision.act
        return self._heard(listener, message, guess, reading)

    def _located(self, listener: Listener) -> Listener:
        """Words from nowhere belong to the grid of the building that they name."""
        if listener.grid is not None or listener.room is not None:
            return listener
        return located(listener, meant(read_place(listener.turn.text, self._names(None))))

    def _hear(
        self,
        listener: Listener,
        message: StoredMessage,
        text: str,
        guess: Guess,
        sight: Sight,
        now: datetime,
    ) -> Heard:
        listener = self._located(listener)
        grid = listener.grid.id if listener.grid else None
        scene = scene_of(listener, message, guess, sight, now)
        if text is not message.text:  # together, fragments may tell what none of them does
            scene = replace(scene, calm=False)
        return self._heard(listener, message, guess, self._readers(grid).read(text, scene))

    def _heard(
        self, listener: Listener, message: StoredMessage, guess: Guess, reading: Reading
    ) -> Heard:
        grid = listener.grid.id if listener.grid else None
        turn = listener.turn
        alone = len(turn.messages) == 1 and turn.understanding is not None
        return Heard(
            turn=turn,
            message=message,
            person=listener.person,
            room=listener.room,
            grid=listener.grid,
            community=listener.community,
            guess=guess,
            reading=_as_asked(reading, message, listener.person),
            place=meant(read_place(turn.text, self._names(grid))),
            problems=turn.understanding.problems if alone and turn.understanding else (),
        )

    def apart(
        self, listener: Listener, understanding: Understanding, sight: Sight, now: datetime
    ) -> tuple[Turn, ...]:
        """The turn; or its parts, where somebody who has just told of one building goes on with a
        matter of another: each is a report by itself.
        """
        turn = listener.turn
        names = self._names(listener.grid.id if listener.grid else None)
        named = [meant(read_place(message.text, names)).building for message in turn.messages]
        if len(set(named) - {None}) < 2:  # one has no other
            return (turn,)
        begins, last = [0], None
        pairs = zip(turn.messages, understanding.messages, strict=True)
        for index, (message, guess) in enumerate(pairs):
            building = named[index]
            if building is None or building == last:
                continue
            if last is None or puts_right(message.text):
                last = building
            elif opens(self.hear(listener, message, guess, sight, now)):
                begins.append(index)
                last = building
        ends = [*begins[1:], len(turn.messages)]
        return tuple(
            _part(turn, understanding, begin, end) for begin, end in zip(begins, ends, strict=True)
        )

    def opener(
        self, listener: Listener, understanding: Understanding, sight: Sight, now: datetime
    ) -> Opener | None:
        """Where a turn of several messages opens a case; None where it does not as a whole."""
        turn = listener.turn
        if len(turn.messages) == 1:
            return None
        whole = self._hear(listener, turn.last, turn.text, understanding.whole, sight, now)
        together = alarms_together(whole)
        if together is None and not opens(whole):
            return None
        parts = [
            self.hear(listener, message, guess, sight, now)
            for message, guess in zip(turn.messages, understanding.messages, strict=True)
        ]
        if any(part.decision.emergency for part in parts):
            return None
        if together is not None:
            return Opener(index=len(parts) - 1, heard=together)
        candidates = [index for index, part in enumerate(parts) if opens(part)]
        index = max(range(len(parts)), key=lambda i: parts[i].guess.request)
        if candidates:
            same = [i for i in candidates if parts[i].guess.category == whole.guess.category]
            index = same[0] if same else max(candidates, key=lambda i: parts[i].guess.request)
        return Opener(index=index, heard=replace(whole, message=turn.messages[index]))


def _part(turn: Turn, understanding: Understanding, begin: int, end: int) -> Turn:
    """Some of its messages as a turn: the model's word on them is that on the likeliest report."""
    guesses = understanding.messages[begin:end]
    whole = max(guesses, key=lambda guess: guess.request)
    known = replace(understanding, whole=whole, messages=guesses, problems=())
    return replace(turn, messages=turn.messages[begin:end], understanding=known)


def _as_asked(reading: Reading, message: StoredMessage, person: Person) -> Reading:
    """Of those who look after cases, the very words that the bot's lines ask for are taken so."""
    decision = reading.decision
    if decision.case is None or not (person.is_staff or is_helper(person)):
        return reading
    asked = asked_move(message.text)
    if asked is None or decision.move is asked[1]:
        return reading
    act, move = asked
    return replace(reading, decision=replace(decision, act=act, move=move, department=None))


def opens(heard: Heard) -> bool:
    """Whether a message by itself would open a case."""
    decision = heard.decision
    return decision.act in OPENING and decision.case is None and decision.emergency is None


def alarms_together(whole: Heard) -> Heard | None:
    """The turn as a whole where it tells of an emergency that no fragment of it does: words that
    were not said in one breath are to be confirmed by a person."""
    decision = whole.decision
    if decision.emergency is None or decision.case is not None:
        return None
    doubted = replace(decision, emergency=replace(decision.emergency, certain=False))
    return replace(whole, reading=replace(whole.reading, decision=doubted))


def is_talk(decision: Decision) -> bool:
    """Whether nothing at all follows from a message."""
    return (
        decision.act not in OPENING
        and decision.case is None
        and decision.command is None
        and decision.emergency is None
        and not decision.ask_which
        and decision.opens_recent is None
        and not decision.opens_quoted
        and not (decision.doubtful or decision.takes_back)
    )


def is_asked(turn: Turn, sight: Sight) -> bool:
    """Whether the speaker was asked which case he means, or whether something is a report."""
    question = sight.questions.get(turn.thread)
    return question is not None and question.kind in _HEARD_OUT


def may_order(person: Person, room: Room | None) -> bool:
    """Whether what somebody says here may be a task of his department."""
    leaders = room is not None and room.kind is RoomKind.LEADERS
    return leaders and Role.DEPARTMENT in person.roles
