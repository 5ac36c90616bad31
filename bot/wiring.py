"""The composition root: the only file that names concrete classes.

Comes in: checked configuration, or a replay's world. Goes out: a running program put together.
Does not: decide anything.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.adapters.dingtalk.channel import DingtalkChannel
from bot.adapters.dingtalk.directory import DingtalkDirectory
from bot.adapters.dingtalk.roster import Posting, roster
from bot.adapters.dingtalk.settings import CustomWebhook, DingtalkSettings
from bot.adapters.phone import PhoneChannel, PhoneSettings, Signing
from bot.adapters.simulator.channel import SimulatorChannel
from bot.adapters.simulator.rooms import GroupKind, SimulatedGroup, SimulatedMember
from bot.areas import place_names
from bot.config import Secrets
from bot.config_phone import phones
from bot.domain.deadlines import OfficeHours
from bot.domain.errors import ChannelError
from bot.domain.people import Person, Role
from bot.domain.settings import Settings
from bot.journey.anchoring import Anchoring
from bot.journey.assembly import Assembly
from bot.journey.casework.ordering import Ordering
from bot.journey.casework.stage import Casework, Witness
from bot.journey.consent import Consent
from bot.journey.erasing import Erasing
from bot.journey.forgetting import Forgetting
from bot.journey.intake import Intake
from bot.journey.office import Office
from bot.journey.outbox import Outbox
from bot.journey.retaining import Retaining
from bot.journey.timers import Timers
from bot.journey.understanding import Understand
from bot.options import Config
from bot.options_machine import PhonePart
from bot.ports import Channel, Clock, Store
from bot.ports.rows_audit import AnchorFile
from bot.queues.embedded import EmbeddedQueue
from bot.storage.engine import checked, is_in_memory, make_engine
from bot.storage.schema import create_all, migrate
from bot.storage.unit import SqlStore
from bot.workdays import ChineseWorkingDays
from classifiers import store as models
from classifiers.api import Classifier
from classifiers.cascade import Span
from intents import emergencies
from intents.asked import is_order
from intents.hearing import Limits
from intents.places import PlaceNames
from intents.problems import split_problems
from intents.reader import Reader

log = logging.getLogger(__name__)

SIMULATOR, DINGTALK = "simulator", "dingtalk"


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
    erasing: Erasing
    forgetting: Forgetting
    anchoring: Anchoring
    retaining: Retaining


async def open_store(url: str, *, alone: bool = False) -> SqlStore:
    """A store with all its tables; `alone` where nothing else runs on this event loop."""
    engine = await asyncio.to_thread(make_engine, url)
    prepare = create_all if is_in_memory(engine.url) else migrate
    await asyncio.to_thread(prepare, engine)
    return SqlStore(engine, alone=alone)


def anchors_path(config: Config) -> Path | None:
    """The file of anchors; None where there is none, or the store ends with the process."""
    wanted = config.audit.anchors
    if wanted is None or is_in_memory(checked(config.store.url)):
        return None
    return Path(f"{checked(config.store.url).database}.anchors" if wanted == "auto" else wanted)


def office_hours(config: Config | None = None) -> OfficeHours:
    """Working days of the calendar with the office's own table on top."""
    if config is None:
        return OfficeHours(days=ChineseWorkingDays())
    hours = config.hours
    days = ChineseWorkingDays(holidays=hours.extra_holidays, working_days=hours.extra_working_days)
    return OfficeHours(days=days, spans=tuple(hours.office))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the stages work with; `gather` is the longest wait of a group commit, `anchors` where
    each day's seal of the histories is written down.
    """

    classifier: Classifier
    channels: Mapping[str, Channel]
    executor: Executor
    witness: Witness
    gather: timedelta = timedelta(milliseconds=10)
    anchors: AnchorFile | None = None


def make_journey(office: Office, store: Store, tools: Tools) -> Journey:
    """All stages over one store."""
    directory = office.directory

    @cache
    def names(grid: str | None) -> PlaceNames:
        return place_names(directory, directory.grid(grid))

    @cache
    def reader(grid: str | None) -> Reader:
        return Reader(names(grid), limits=_limits(office.settings))

    consent = Consent()
    queue = EmbeddedQueue(store=store, clock=office.clock, gather=tools.gather)
    return Journey(
        office=office,
        store=store,
        intake=Intake(office=office, queue=queue, consent=consent),
        assembly=Assembly(office=office, store=store, alarming=is_alarming, whole=is_order),
        understanding=Understand(
            office=office,
            store=store,
            classifier=tools.classifier,
            split=split_problems,
            executor=tools.executor,
        ),
        casework=Casework(
            office=office, store=store, readers=reader, names=names, witness=tools.witness
        ),
        ordering=Ordering(office=office, store=store, readers=reader, names=names),
        timers=Timers(office=office, store=store),
        outbox=Outbox(office=office, store=store, channels=tools.channels),
        erasing=Erasing(office=office, store=store),
        forgetting=Forgetting(office=office, store=store, consent=consent),
        anchoring=Anchoring(office=office, store=store, file=tools.anchors),
        retaining=Retaining(office=office, store=store),
    )


def _limits(settings: Settings) -> Limits:
    """The thresholds of reading as the office wants them."""
    usual = Limits()
    return replace(
        usual,
        report=usual.report + settings.caution,
        report_leaders=usual.report_leaders + settings.caution,
        doubt_below=settings.doubt_below,
        doubt_above=settings.doubt_above,
        emergency=settings.alarm,
        emergency_doubt=settings.alarm_doubt,
    )


def is_alarming(text: str) -> bool:
    """Whether a text tells of an emergency."""
    return emergencies.find(text) is not None


def make_channels(config: Config, secrets: Secrets, clock: Clock) -> dict[str, Channel]:
    """The platforms that are switched on, by name."""
    channels: dict[str, Channel] = {}
    if config.adapters.simulator.enabled:
        channels[SIMULATOR] = _simulator(config, clock)
    dingtalk = config.adapters.dingtalk
    if dingtalk.enabled:
        channels[DINGTALK] = DingtalkChannel(_dingtalk(config, secrets), clock)
    for name, part in phones(config).items():
        channels[name] = PhoneChannel(_phone(name, part, secrets), clock)
    return channels


def _phone(name: str, part: PhonePart, secrets: Secrets) -> PhoneSettings:
    secret = secrets.phones.get(name)
    return PhoneSettings(
        name=name,
        url=part.url,
        method=part.method,
        headers=part.headers,
        body=part.body,
        taken=part.taken,
        secret=secret.get_secret_value() if secret else "",
        signing=Signing(part.signing),
        timeout=timedelta(seconds=part.timeout_seconds),
        text_limit=part.text_limit,
    )


def _dingtalk(config: Config, secrets: Secrets) -> DingtalkSettings:
    dingtalk = config.adapters.dingtalk
    bound = {group.id: group.bindings.get(DINGTALK) for group in config.groups}
    hooks = {
        conversation: CustomWebhook(url=url.get_secret_value(), secret=secret.get_secret_value())
        for group, (url, secret) in secrets.dingtalk_webhooks.items()
        if (conversation := bound.get(group)) is not None
    }
    return DingtalkSettings(
        client_id=secrets.dingtalk_client_id.get_secret_value(),
        client_secret=secrets.dingtalk_client_secret.get_secret_value(),
        robot_code=dingtalk.robot_code,
        api_base=dingtalk.api_base,
        oapi_base=dingtalk.oapi_base,
        custom_webhooks=hooks,
    )


async def look_up_people(config: Config, secrets: Secrets) -> tuple[Person, ...]:
    """Whom the organisation has in the departments that stand for roles; nobody where it does not
    tell now, which is logged as an error: then only the people of the configuration have roles.
    """
    dingtalk = config.adapters.dingtalk
    if not (dingtalk.enabled and dingtalk.directory):
        return ()
    postings = [
        Posting(
            department=part.department,
            roles=tuple(Role(role) for role in part.roles),
            grids=tuple(part.grids),
            represents=part.represents,
        )
        for part in dingtalk.directory
    ]
    executor = ThreadPoolExecutor(1, thread_name_prefix="directory")
    try:
        directory = DingtalkDirectory(_dingtalk(config, secrets), executor)
        return await roster(directory, postings, channel=DINGTALK)
    except ChannelError as err:
        log.error("dingtalk_directory_not_read", extra={"error": str(err)})
        return ()
    finally:
        executor.shutdown(wait=False)


def _simulator(config: Config, clock: Clock) -> SimulatorChannel:
    """The local page with the groups that are bound to the simulator and the people who sit in
    them.
    """
    bound = {group.id: group for group in config.groups if SIMULATOR in group.bindings}
    return SimulatorChannel(
        groups=[
            SimulatedGroup(
                id=group.bindings[SIMULATOR], name=group.name, kind=GroupKind(group.kind)
            )
            for group in bound.values()
        ],
        members=[
            SimulatedMember(
                id=person.accounts[SIMULATOR],
                name=person.name,
                role=person.roles[0],
                groups=tuple(
                    bound[group].bindings[SIMULATOR] for group in person.groups if group in bound
                ),
                note=person.department or " ".join(person.buildings),
            )
            for person in config.people
            if SIMULATOR in person.accounts
        ],
        clock=clock,
    )


def load_model(directory: str | None, *, encoder: str, span: Span | None = None) -> Classifier:
    """The text model, with a sentence encoder where one is wanted; ModelError where it is missing
    or damaged.
    """
    place = Path(directory) if directory else models.default_directory()
    return models.load(place, encoder=encoder, span=span)
