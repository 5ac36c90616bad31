"""What stays the same from message to message: areas, people, the admission list, hours, words,
figures.

Comes in: everything, from wiring. Goes out: one frozen `Office` handed to the stages. Does not:
change while the program runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from bot.domain.announcement import AnnouncementRules
from bot.domain.case import Case
from bot.domain.deadlines import SHANGHAI, OfficeHours
from bot.domain.digest import DigestRules
from bot.domain.duty import Rota, Shift
from bot.domain.giving import GivingRules
from bot.domain.grid import Directory
from bot.domain.gridmaps import GridMaps
from bot.domain.honours import HonourRules
from bot.domain.lamps import Clocked, Lamp, LampRules, lamp
from bot.domain.matters import Matter, Matters
from bot.domain.media import MediaRules, SpeechRules
from bot.domain.meetings import MeetingRules
from bot.domain.muster import MusterRules
from bot.domain.nudge import ReminderRules
from bot.domain.points import PointRules
from bot.domain.register import LeaderRules
from bot.domain.retention import RetentionRules
from bot.domain.service import ServiceRules
from bot.domain.settings import Settings
from bot.domain.tally import Tally
from bot.domain.value import FigureRules
from bot.journey.bound import Bound
from bot.journey.edition import Edition
from bot.journey.staffing import Staffing
from bot.journey.stock import Stock
from bot.knowledge.retrieval import Index
from bot.ports import Clock, Declaration, IdFactory, Signals, Words
from bot.ports.traces import Traces


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The fixed surroundings of the stages; only `bound`, the groups that were linked, `edition`,
    the admission list, `staffing`, who does what, and `stock`, what points buy, are told what is
    new, and `tally` counts.
    `channels` tells by name what each platform can do.
    `answers` is the list that questions are answered from. `areas` and `listed` are areas, people
    and the admission list of the start with all their days; `directory` and `matters` are those of
    today. `traces` are told what each stage did, where they are wanted. `maps` are the grids with
    theirs.
    """

    areas: Directory
    listed: Matters
    hours: OfficeHours
    words: Words
    settings: Settings
    clock: Clock
    ids: IdFactory
    signals: Signals
    channels: Mapping[str, Declaration]
    answers: Index = field(default_factory=lambda: Index(()))
    shifts: tuple[Shift, ...] = ()
    maps: GridMaps = field(default_factory=GridMaps)
    retention: RetentionRules = field(default_factory=RetentionRules)
    digests: DigestRules = field(default_factory=DigestRules)
    figures: FigureRules = field(default_factory=FigureRules)
    pictures: MediaRules = field(default_factory=MediaRules)
    speech: SpeechRules = field(default_factory=SpeechRules)
    announcements: AnnouncementRules = field(default_factory=AnnouncementRules)
    services: ServiceRules = field(default_factory=ServiceRules)
    givings: GivingRules = field(default_factory=GivingRules)
    musters: MusterRules = field(default_factory=MusterRules)
    points: PointRules = field(default_factory=PointRules)
    honours: HonourRules = field(default_factory=HonourRules)
    meetings: MeetingRules = field(default_factory=MeetingRules)
    leaders: LeaderRules = field(default_factory=LeaderRules)
    bound: Bound = field(default_factory=Bound)
    edition: Edition = field(default_factory=Edition)
    staffing: Staffing = field(default_factory=Staffing)
    stock: Stock = field(default_factory=Stock)
    tally: Tally = field(default_factory=Tally)
    traces: Traces | None = None

    @property
    def everybody(self) -> Directory:
        """Areas and people with all their days, as they stand now."""
        return self.staffing.over(self.areas)

    @property
    def directory(self) -> Directory:
        """Areas, groups and people as they are now."""
        areas = self.everybody
        return self.bound.over(areas.on(self.today) if areas.is_dated else areas)

    @property
    def matters(self) -> Matters:
        """The admission list as it is today."""
        rules = self.every_rule
        return rules.on(self.today) if rules.is_dated else rules

    @property
    def every_rule(self) -> Matters:
        """The admission list with all its days, as it stands now."""
        return self.edition.over(self.listed)

    @property
    def today(self) -> date:
        """The day, by local clocks."""
        return self.clock.now().astimezone(SHANGHAI).date()

    @property
    def rewards(self) -> PointRules:
        """What points are given for and what they buy, as it stands now."""
        return self.stock.over(self.points)

    @property
    def rota(self) -> Rota:
        """Who is on duty when."""
        return Rota(shifts=self.staffing.shifts(self.shifts), calendar=self.hours.days)

    def rules(self, case: Case) -> Matter:
        """The rules that a case was opened under."""
        return self.every_rule.on(case.opened_at.astimezone(SHANGHAI).date())[case.item]

    @property
    def lamps(self) -> LampRules:
        """When lamps turn yellow here."""
        return _lamp_rules(self.hours, self.settings)

    @property
    def reminders(self) -> ReminderRules:
        """How often people are reminded here."""
        settings = self.settings
        return ReminderRules(
            night_begin=settings.night_begin,
            night_end=settings.night_end,
            begin=settings.reminder_begin,
            gather=settings.reminder_gather,
            a_day=settings.reminders_a_day,
            lines=settings.reminder_lines,
        )

    def lamp(self, case: Clocked) -> Lamp:
        """The lamp a case shows now."""
        return lamp(case, self.clock.now(), self.lamps)


@lru_cache(maxsize=8)
def _lamp_rules(hours: OfficeHours, settings: Settings) -> LampRules:
    """The same for the same office: they remember what they have worked out."""
    return LampRules(
        hours=hours,
        yellow_share=settings.yellow_share,
        yellow_left=settings.yellow_left,
        check_time=settings.check_time,
    )
