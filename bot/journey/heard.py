"""One message in its surroundings, as the handlers of casework are given it.

Comes in: rows and facts. Goes out: a frozen value. Does not: decide.
"""

from dataclasses import dataclass

from bot.domain.grid import Grid, Room, RoomKind
from bot.domain.people import Person
from bot.domain.place import Place
from bot.domain.turn import Guess, StoredMessage, Turn
from intents.decisions import Decision, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who said what where, and how it was read. `place` is what the whole turn states."""

    turn: Turn
    message: StoredMessage
    person: Person
    room: Room | None
    grid: Grid | None
    community: str
    guess: Guess
    reading: Reading
    place: Place
    problems: tuple[tuple[str, Guess], ...] = ()

    @property
    def decision(self) -> Decision:
        """What is wanted."""
        return self.reading.decision

    @property
    def room_kind(self) -> RoomKind:
        """Which kind of conversation it was said in."""
        return self.room.kind if self.room else RoomKind.PRIVATE
