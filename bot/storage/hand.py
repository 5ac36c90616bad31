"""What was written a moment ago and will be asked for again at the next station, kept as it is.

Comes in: messages and understandings that go into rows. Goes out: the same values, so that a
station that was told by a row which ones it gets need not read and decode them. Does not: say what
there is: rows do, and a value that is not in hand is read from its row.

A value is held no longer than until its turn is done with, erased or parked, and everything is let
go when a unit of work fails. When the hand is full, what comes then stays in rows only: to let go
of the oldest would take from the next station what it is about to ask for.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.turn import StoredMessage, Understanding

MOST_IN_HAND = 20_000


class Hand:
    """Messages by id and understandings by turn; shared by all units of work of a store."""

    def __init__(self, most: int = MOST_IN_HAND) -> None:
        self._most = most
        self._messages: dict[str, StoredMessage] = {}
        self._understood: dict[str, Understanding] = {}
        self._of_turn: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._messages)

    def take(self, messages: Iterable[StoredMessage]) -> None:
        """Keep messages that were just stored."""
        for message in messages:
            if len(self._messages) >= self._most:
                return
            self._messages[message.id] = message

    def messages(self, ids: Iterable[str]) -> list[StoredMessage] | None:
        """These messages in this order; None where one of them is not in hand."""
        held = self._messages
        try:
            return [held[id_] for id_ in ids]
        except KeyError:
            return None

    def belong(self, turn: str, messages: Sequence[StoredMessage]) -> None:
        """Note what goes when the turn does."""
        self._of_turn[turn] = [message.id for message in messages]

    def understand(self, results: Mapping[str, Understanding]) -> None:
        """Keep what was just understood of turns whose messages are in hand."""
        for turn, understanding in results.items():
            if turn in self._of_turn:
                self._understood[turn] = understanding

    def understanding(self, turn: str) -> Understanding | None:
        """What was understood of a turn, if it is in hand."""
        return self._understood.get(turn)

    def drop(self, ids: Iterable[str]) -> None:
        """Let go of messages."""
        for id_ in ids:
            self._messages.pop(id_, None)

    def done(self, turns: Iterable[str]) -> None:
        """Let go of turns with their messages."""
        for turn in turns:
            self._understood.pop(turn, None)
            self.drop(self._of_turn.pop(turn, ()))

    def clear(self) -> None:
        """Let go of everything: nobody knows which of it lasts."""
        self._messages.clear()
        self._understood.clear()
        self._of_turn.clear()
