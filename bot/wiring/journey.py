"""The stages of a program over one store.

Comes in: an office, a store and the tools of the stages. Goes out: a journey. Does not: decide
anything.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from bot.areas.directory import place_names
from bot.desk.vouching import Vouching
from bot.digests.agendas import Agendas
from bot.digests.rounds import Rounds
from bot.domain.deadlines import OfficeHours
from bot.domain.settings import Settings
from bot.journey.assembly import Assembly
from bot.journey.beside.anchoring import Anchoring
from bot.journey.beside.announcing import Announcing
from bot.journey.beside.carding import Carding
from bot.journey.beside.caring import Caring
from bot.journey.beside.convening import Convening
from bot.journey.beside.dictating import Dictating
from bot.journey.beside.erasing import Erasing
from bot.journey.beside.forgetting import Forgetting
from bot.journey.beside.honouring import Honouring
from bot.journey.beside.linking import Linking
from bot.journey.beside.mustering import Mustering
from bot.journey.beside.pairing import Pairing
from bot.journey.beside.relisting import ListSource, Relisting
from bot.journey.beside.restaffing import Restaffing
from bot.journey.beside.retaining import Retaining
from bot.journey.beside.rostering import Roster, Rostering
from bot.journey.beside.serving import Serving
from bot.journey.beside.showing import Showing
from bot.journey.beside.surveying import Surveying
from bot.journey.casework.ordering import Ordering
from bot.journey.casework.stage import Casework, Witness
from bot.journey.intake import Intake
from bot.journey.office import Office
from bot.journey.outbox import Outbox
from bot.journey.timers import Timers
from bot.journey.understanding import Understand
from bot.matching import match
from bot.media.cleaning import clean
from bot.media.sounding import rewrite
from bot.options.config import Config
from bot.ports import Channel, Store
from bot.ports.edges import Announcer, CardChannel, Speech
from bot.ports.rows_audit import AnchorFile
from bot.wiring.entrance import entrance, is_alarming
from bot.wiring.queue import Wires, queue_of
from bot.wiring.roles import Leads, Role
from bot.workdays import ChineseWorkingDays
from classifiers.api import Classifier
from intents.asked import is_order
from intents.hearing import Limits
from intents.overhearing import prepare
from intents.places import PlaceNames
from intents.problems import split_problems
from intents.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The stages of one process over one store."""

    office: Office
    store: Store
    intake: Intake
    assembly: Assembly
    understanding: Understand
    casework: Casework
    ordering: Ordering
    timers: Timers
    outbox: Outbox
    carding: Carding
    erasing: Erasing
    forgetting: Forgetting
    linking: Linking
    anchoring: Anchoring
    relisting: Relisting
    restaffing: Restaffing
    rostering: Rostering
    retaining: Retaining
    surveying: Surveying
    mustering: Mustering
    pairing: Pairing
    serving: Serving
    convening: Convening
    caring: Caring
    honouring: Honouring
    showing: Showing
    dictating: Dictating
    announcing: Announcing
    rounds: Rounds
    agendas: Agendas


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the stages work with; `gather` is the longest wait of a group commit, `anchors`
    where each day's seal of the histories is written down, `speech` what makes words of voices,
    `announcer` what tells other programs of cases, `listing` the office's own admission list,
    `roster` the organisation's own directory, `vouching` by whose word staff may sign in at the
    desk, `role` what this process does, `leads` whether it is the one that does what only one may
    do, `wires` is what it has to other processes beside rows.
    """

    classifier: Classifier
    channels: Mapping[str, Channel]
    executor: Executor
    witness: Witness
    gather: timedelta = timedelta(milliseconds=10)
    anchors: AnchorFile | None = None
    speech: Speech | None = None
    announcer: Announcer | None = None
    listing: ListSource | None = None
    roster: Roster | None = None
    vouching: Vouching | None = None
    role: Role = Role.ALL
    leads: Leads | None = None
    wires: Wires = field(default_factory=Wires)


def read_words() -> None:
    """Everything that is listened for, read and compiled once in a process. It takes a second or
    two: nobody is to wait for it who says something. Blocks."""
    Reader(PlaceNames())
    prepare()


def make_journey(office: Office, store: Store, tools: Tools) -> Journey:
    """All stages over one store."""
    names, reader = _hearing(office)
    queue = queue_of(tools.wires, store, office.clock, gather=tools.gather, tally=office.tally)
    intake, linking = entrance(office, store, queue)
    return Journey(
        office=office,
        store=store,
        intake=intake,
        assembly=Assembly(office=office, store=store, alarming=is_alarming, whole=is_order),
        understanding=_understanding(office, store, tools),
        casework=Casework(
            office=office, store=store, readers=reader, names=names, witness=tools.witness
        ),
        ordering=Ordering(office=office, store=store, readers=reader, names=names),
        timers=Timers(office=office, store=store),
        outbox=_outbox(office, store, tools),
        carding=Carding(office=office, store=store, channels=_showing(tools.channels)),
        erasing=Erasing(office=office, store=store),
        forgetting=Forgetting(office=office, store=store),
        linking=linking,
        anchoring=Anchoring(office=office, store=store, file=tools.anchors),
        restaffing=Restaffing(office=office, store=store),
        rostering=Rostering(office=office, roster=tools.roster),
        relisting=Relisting(office=office, store=store, file=tools.listing),
        retaining=Retaining(office=office, store=store),
        surveying=Surveying(office=office, store=store),
        mustering=Mustering(office=office, store=store),
        pairing=Pairing(office=office, store=store, matcher=match, executor=tools.executor),
        serving=Serving(office=office, store=store),
        convening=Convening(office=office, store=store),
        caring=Caring(office=office, store=store),
        honouring=Honouring(office=office, store=store),
        dictating=_dictating(office, store, tools),
        showing=_pictures(office, store, tools),
        announcing=Announcing(office=office, store=store, announcer=tools.announcer),
        rounds=Rounds(office=office, store=store),
        agendas=Agendas(office=office, store=store),
    )


def _hearing(
    office: Office,
) -> tuple[Callable[[str | None], PlaceNames], Callable[[str | None], Reader]]:
    """The names of places of each grid, and its reader."""
    directory = office.directory

    @cache
    def names(grid: str | None) -> PlaceNames:
        return place_names(directory, directory.grid(grid))

    @cache
    def reader(grid: str | None) -> Reader:
        return Reader(names(grid), limits=_limits(office.settings))

    return names, reader


def _outbox(office: Office, store: Store, tools: Tools) -> Outbox:
    """Where others send, too, only what goes to platforms of this process."""
    shared = tools.role is not Role.ALL
    return Outbox(office=office, store=store, channels=tools.channels, shared=shared)


def _dictating(office: Office, store: Store, tools: Tools) -> Dictating:
    return Dictating(office=office, store=store, channels=tools.channels, speech=tools.speech)


def _pictures(office: Office, store: Store, tools: Tools) -> Showing:
    return Showing(
        office=office,
        store=store,
        channels=tools.channels,
        clean=clean,
        rewrite=rewrite,
        executor=tools.executor,
    )


def _understanding(office: Office, store: Store, tools: Tools) -> Understand:
    return Understand(
        office=office,
        store=store,
        classifier=tools.classifier,
        split=split_problems,
        executor=tools.executor,
    )


def _showing(channels: Mapping[str, Channel]) -> dict[str, CardChannel]:
    """The platforms that show cards."""
    return {
        name: channel
        for name, channel in channels.items()
        if channel.declaration.cards and isinstance(channel, CardChannel)
    }


def _limits(settings: Settings) -> Limits:
    """The thresholds of reading as the office wants them."""
    usual = Limits()
    return replace(
        usual,
        report=usual.report + settings.caution,
        report_leaders=usual.report_leaders + settings.caution,
        doubt_below=settings.doubt_below,
        doubt_above=settings.doubt_above,
        second_thought=settings.second_thought,
        emergency=settings.alarm,
        emergency_doubt=settings.alarm_doubt,
    )


def office_hours(config: Config | None = None) -> OfficeHours:
    """Working days of the calendar with the office's own table on top."""
    if config is None:
        return OfficeHours(days=ChineseWorkingDays())
    hours = config.hours
    days = ChineseWorkingDays(holidays=hours.extra_holidays, working_days=hours.extra_working_days)
    return OfficeHours(days=days, spans=tuple(hours.office))
