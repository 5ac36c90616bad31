"""The first station over a store: what is heard at all, and what tells how far.

Comes in: an office, a store and a queue, or the configuration for a process that only hears. Goes
out: the intake and what keeps it informed. Does not: decide anything.
"""

from collections.abc import Mapping

from bot.areas.directory import directory_of
from bot.areas.settings import pictures_of, settings_of, speech_of
from bot.domain.deadlines import SHANGHAI, OfficeHours
from bot.domain.matters import Matters
from bot.ids import TimedIds
from bot.journey.beside.linking import Linking
from bot.journey.consent import Consent
from bot.journey.flooding import Flooding
from bot.journey.intake import Intake
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import Clock, Declaration, Queue, Store
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.workdays import ChineseWorkingDays
from intents import emergencies
from intents.overhearing import is_watched


def entrance(office: Office, store: Store, queue: Queue) -> tuple[Intake, Linking]:
    """What is heard at all, and what tells how far."""
    words = office.settings.listening.words
    consent = Consent(lambda text: is_watched(text, words))
    linking = Linking(office=office, store=store, consent=consent, bound=office.bound)
    flooding = Flooding(rules=office.settings.listening, clock=office.clock, alarming=is_alarming)
    intake = Intake(
        office=office,
        queue=queue,
        consent=consent,
        try_code=linking.try_code,
        flooding=flooding,
    )
    return intake, linking


def is_alarming(text: str) -> bool:
    """Whether a text tells of an emergency."""
    return emergencies.find(text) is not None


def lobby(config: Config, clock: Clock, channels: Mapping[str, Declaration]) -> Office:
    """An office for a process that hears and understands nothing: no admission list, no answers."""
    return Office(
        areas=directory_of(config, (), day=clock.now().astimezone(SHANGHAI).date()),
        listed=Matters(()),
        pictures=pictures_of(config),
        speech=speech_of(config),
        words=Catalogue.load(),
        settings=settings_of(config),
        hours=OfficeHours(days=ChineseWorkingDays()),
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels=channels,
    )
