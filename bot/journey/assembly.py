"""Station 3: the fragments one person sends in a row become one turn.

Comes in: stored messages of no turn. Goes out: turns with the instant when they are over.
Does not: understand, except that an emergency never waits for the window (domain rules §4.1).
"""

from collections.abc import Callable
from datetime import timedelta

from bot.domain.media import wanted
from bot.domain.message import AttachmentKind
from bot.domain.turn import StoredMessage, Turn
from bot.journey.office import Office
from bot.journey.tracing import gathered
from bot.ports import Store, UnitOfWork

Alarming = Callable[[str], bool]
"""Whether a text tells of an emergency; cheap, called for every message."""

Whole = Callable[[str], bool]
"""Whether a text is an order that nothing needs to follow (a number and what was asked for); cheap,
too.
"""


class Assembly:
    """A quiet window after the last fragment, a longest wait after the first."""

    def __init__(
        self,
        *,
        office: Office,
        store: Store,
        alarming: Alarming,
        whole: Whole = lambda _: False,
    ) -> None:
        self._office = office
        self._store = store
        self._alarming = alarming
        self._whole = whole

    async def run_once(self) -> int:
        """Put one batch of messages into turns; how many messages."""
        handled = await self._store.work(self._batch)
        if handled:
            self._office.signals.notify("understanding")
        return handled

    async def _batch(self, unit: UnitOfWork) -> int:
        messages = await unit.messages.unassembled(self._office.settings.batch)
        if not messages:
            return 0
        earliest = min(message.received_at for message in messages)
        threads = sorted({message.thread for message in messages})
        turns = {turn.thread: turn for turn in await unit.turns.open_for(threads, earliest)}
        known = {turn.id for turn in turns.values()}
        changed: dict[str, Turn] = {}
        assigned: dict[str, str] = {}
        for message in messages:
            turn = self._grown(turns.get(message.thread), message)
            turns[message.thread] = changed[turn.id] = turn
            assigned[message.id] = turn.id
        new = [turn for turn in changed.values() if turn.id not in known]
        grown = [turn for turn in changed.values() if turn.id in known]
        await unit.turns.save(new, grown, assigned)
        voices = [one for one in messages if one.is_spoken and not one.text]
        if voices and self._office.speech.on:
            await unit.media.want(wanted("", voices, self._office.ids, (AttachmentKind.VOICE,)))
            self._office.signals.notify("voices")
        gathered(self._office, messages, assigned)
        return len(messages)

    def _grown(self, turn: Turn | None, message: StoredMessage) -> Turn:
        """Goes by when messages came, not by when they are assembled: after a pause of the program
        what was said an hour apart is not one turn.
        """
        settings, now = self._office.settings, message.received_at
        if turn is None or turn.urgent or turn.due_at <= now:
            turn = Turn(
                id=self._office.ids.new("turn"),
                thread=message.thread,
                room=message.room,
                sender=message.sender,
                started_at=now,
                due_at=now,
            )
        urgent = self._alarming(message.text)
        window = self._window(message)
        due = now if urgent else min(now + window, turn.started_at + settings.longest_wait)
        return Turn(
            id=turn.id,
            thread=turn.thread,
            room=turn.room,
            sender=turn.sender,
            started_at=turn.started_at,
            due_at=due,
            urgent=urgent,
        )

    def _window(self, message: StoredMessage) -> timedelta:
        settings = self._office.settings
        soon = message.addressed or self._whole(message.text)
        return settings.quiet_window_addressed if soon else settings.quiet_window
