"""Who says more in a minute than any person says, and groups in which more is said than in any
group.

Comes in: messages that would be stored. Goes out: whether one is held back. Does not: know what is
said, but for whether it tells of an emergency, which is never held back; keep anything for longer
than some minutes, or in rows: every process counts what it hears itself.

Minutes are those of the platform's clock, and a message that is delivered again counts once: what
a platform delivers late, all at once, is no flood.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.listening import ListeningRules
from bot.domain.turn import StoredMessage
from bot.ports import Clock

log = logging.getLogger(__name__)

_KEPT: Final = timedelta(minutes=2)
"""How long a minute is remembered at least after its last message."""

Alarming = Callable[[str], bool]
"""Whether a text tells of an emergency."""


@dataclass(slots=True)
class _Minute:
    """What was let in of one conversation: the platform's ids of each person's messages; whether
    it is told that something was not.
    """

    lines: int = 0
    told: bool = False
    of: dict[str, set[str]] = field(default_factory=dict)


_Minutes = dict[tuple[str, datetime], _Minute]


class Flooding:
    """A person's lines beyond the limit are held back, and do not count for the group; in a group
    over its own limit everybody still has a few lines a minute. A limit of 0 is none.
    """

    def __init__(self, *, rules: ListeningRules, clock: Clock, alarming: Alarming) -> None:
        self._most = rules.lines_a_minute
        self._most_of_group = rules.group_lines_a_minute
        self._few = rules.few_lines_a_minute
        self._clock = clock
        self._alarming = alarming
        self._minutes: _Minutes = {}
        self._older: _Minutes = {}
        self._turned_at = clock.now()

    def holds_back(self, message: StoredMessage) -> bool:
        """Whether this one is too much; if not, it is counted."""
        if not self._most and not self._most_of_group:
            return False
        minute = self._minute(message)
        said = minute.of.setdefault(message.sender, set())
        if message.external_id in said:
            return False
        if self._is_over(minute, len(said), in_group=message.room is not None):
            return self._held_back(message, minute)
        said.add(message.external_id)
        minute.lines += 1
        return False

    def _is_over(self, minute: _Minute, said: int, *, in_group: bool) -> bool:
        if self._most and said >= self._most:
            return True
        full = bool(self._most_of_group) and minute.lines >= self._most_of_group
        return full and in_group and said >= self._few

    def _held_back(self, message: StoredMessage, minute: _Minute) -> bool:
        if self._alarming(message.text):
            return False
        if not minute.told:
            minute.told = True
            log.warning("flood_held_back", extra={"room": message.room or "private"})
        return True

    def _minute(self, message: StoredMessage) -> _Minute:
        now = self._clock.now()
        if not timedelta(0) <= now - self._turned_at < _KEPT:
            self._older, self._minutes, self._turned_at = self._minutes, {}, now
        key = (message.room or message.thread, message.sent_at.replace(second=0, microsecond=0))
        found = self._minutes.get(key) or self._older.pop(key, None) or _Minute()
        self._minutes[key] = found
        return found
