"""What stays the same from message to message: areas, people, the admission list, hours, words,
figures.

Comes in: everything, from wiring. Goes out: one frozen `Office` handed to the stages. Does not:
change while the program runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.case import Case
from bot.domain.deadlines import OfficeHours
from bot.domain.grid import Directory
from bot.domain.lamps import Lamp, LampRules, lamp
from bot.domain.matters import Matter
from bot.domain.settings import Settings
from bot.knowledge.retrieval import Index
from bot.ports import Clock, Declaration, IdFactory, Signals, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The fixed surroundings of the stages. `channels` tells by name what each platform can do.
    `answers` is the list that questions are answered from.
    """

    directory: Directory
    matters: Mapping[str, Matter]
    hours: OfficeHours
    words: Words
    settings: Settings
    clock: Clock
    ids: IdFactory
    signals: Signals
    channels: Mapping[str, Declaration]
    answers: Index = field(default_factory=lambda: Index(()))

    @property
    def lamps(self) -> LampRules:
        """When lamps turn yellow here."""
        settings = self.settings
        return LampRules(
            hours=self.hours,
            yellow_share=settings.yellow_share,
            yellow_left=settings.yellow_left,
        )

    def lamp(self, case: Case) -> Lamp:
        """The lamp a case shows now."""
        return lamp(case, self.clock.now(), self.lamps)
