"""What stays the same from message to message: areas, people, the admission list, hours, words, figures.

Comes in: everything, from wiring. Goes out: one frozen `Office` handed to the stages.
Does not: change while the program runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.domain.deadlines import OfficeHours
from bot.domain.grid import Directory
from bot.domain.matters import Matter
from bot.domain.reply import ReplyKey
from bot.domain.settings import Settings
from bot.ports import Clock, Declaration, IdFactory, Signals


class Words(Protocol):
    """Makes sentences of keys; see `bot.replies`."""

    def render(self, key: ReplyKey, parameters: Mapping[str, str]) -> str:
        """The sentence."""

    def term(self, kind: str, value: str) -> str:
        """What people call a value of a field (a status, a level, an urgency)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The fixed surroundings of the stages. `channels` tells by name what each platform can do."""

    directory: Directory
    matters: Mapping[str, Matter]
    hours: OfficeHours
    words: Words
    settings: Settings
    clock: Clock
    ids: IdFactory
    signals: Signals
    channels: Mapping[str, Declaration]
