"""`qunli run`: the service, until it is stopped.

Comes in: checked configuration. Goes out: a running process that drains on SIGTERM and SIGINT.
Does not: parse the command line.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.areas.digests import digests_of
from bot.areas.directory import directory_of, maps_of
from bot.areas.duty import shifts_of
from bot.areas.leaders import leaders_of
from bot.areas.meetings import meetings_of
from bot.areas.points import honours_of, points_of
from bot.areas.services import services_of
from bot.areas.settings import figure_rules_of, pictures_of, retention_of, settings_of, speech_of
from bot.areas.volunteers import givings_of, musters_of
from bot.areas.webhooks import announcements_of
from bot.clock import SystemClock
from bot.commands.serving import Running
from bot.commands.train import ensure_model
from bot.config.reading import known_departments, read_knowledge
from bot.config.secrets import Secrets
from bot.desk.speaking import DeskChannel
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.domain.grid import DESK, Directory
from bot.domain.links import conflicts
from bot.domain.listing import running_of
from bot.domain.matters import Matters
from bot.domain.people import Person
from bot.domain.turn import StoredMessage
from bot.ids import TimedIds
from bot.journey.beside.rostering import Roster
from bot.journey.office import Office
from bot.knowledge.retrieval import Index
from bot.listing import ListFile, completed, read_matters
from bot.options.config import Config
from bot.ports import Channel, Store
from bot.ports.traces import Traces
from bot.replies.catalogue import Catalogue
from bot.signals import LocalSignals
from bot.storage.anchorfile import FileOfAnchors
from bot.storage.owning import owned
from bot.wiring.channels import (
    look_up_people,
    make_announcer,
    make_channels,
    make_speech,
    make_vouching,
)
from bot.wiring.interfaces import make_visitors
from bot.wiring.journey import Tools, make_journey, office_hours, read_words
from bot.wiring.queue import wires_of
from bot.wiring.relays import companions, make_relays
from bot.wiring.roles import Role, channels_for
from bot.wiring.store import anchors_path, is_shared, leader_of, open_store
from bot.wiring.traces import traced
from classifiers.api import Classifier
from classifiers.cascade import Span
from intents.decisions import Act

log = logging.getLogger(__name__)

_ONE_PROCESS = "store.url: several roles take a store that processes can share (postgresql://...)"


class Counting:
    """Counts acts; keeps no words."""

    def __init__(self) -> None:
        self.acts: Counter[str] = Counter()

    def decided(
        self, message: StoredMessage, act: Act, case: str | None, more: tuple[str, ...]
    ) -> None:
        """One message."""
        self.acts[act.value] += 1
        if case is not None:
            log.info(
                "turn_decided", extra={"message_id": message.id, "act": act.value, "case": case}
            )


async def run(config: Config, secrets: Secrets, path: Path, role: Role = Role.ALL) -> None:
    """Serve until a signal comes; StoreInUse where another process has the store. `path` is where
    the configuration was read, for the processes that are started beside this one. Less than `all`
    takes a store that processes can share.
    """
    clock = SystemClock()
    if role is not Role.ALL and not is_shared(config.store.url):
        raise ConfigError([_ONE_PROCESS])
    lock = owned(config.store.url, now=clock.now())
    await asyncio.to_thread(lock.__enter__)
    try:
        async with traced(config, role) as traces:
            part = Part(clock=clock, path=path, role=role, traces=traces)
            await _run(config, secrets, part)
    finally:
        await asyncio.to_thread(lock.__exit__, None, None, None)


def _anchors(config: Config) -> FileOfAnchors | None:
    path = anchors_path(config)
    return None if path is None else FileOfAnchors(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What this process is."""

    clock: SystemClock
    path: Path
    role: Role
    traces: Traces | None


async def _run(config: Config, secrets: Secrets, part: Part) -> None:
    clock, role = part.clock, part.role
    classifier = await asyncio.to_thread(_model, config)
    store = await open_store(config.store.url)
    leader = await asyncio.to_thread(leader_of, config.store.url)
    if leader is None:  # nobody else is at work
        await store.recover()
    lines, pages = await asyncio.to_thread(_channels, config, secrets, store, clock)
    channels = lines | pages
    people = await look_up_people(config, secrets) or ()  # if it does not tell: those of the file
    used = await store.look(lambda unit: unit.cases.items_in_use())
    matters = await asyncio.to_thread(_matters, config, used)
    office = await asyncio.to_thread(_office, config, matters, clock, channels, people)
    wires = wires_of(config, secrets, clock)
    office = replace(office, signals=wires.signals, traces=part.traces)
    problems = conflicts(office.areas, await store.look(lambda unit: unit.links.all()))
    if problems:
        raise ConfigError(problems)
    executor = ThreadPoolExecutor(1, thread_name_prefix="understanding")
    tools = replace(
        _tools(config, classifier, executor),
        announcer=make_announcer(config, secrets, clock),
        channels=channels_for(role, lines, pages),
        role=role,
        leads=leader.leads if leader is not None else None,
        roster=_roster(config, secrets, clock),
        vouching=make_vouching(config, secrets, clock),
        wires=wires,
    )
    await asyncio.to_thread(read_words)
    journey = make_journey(office, store, tools)
    try:
        beside = companions(config, part.path) if role.hears else {}
        running = Running(config=config, journey=journey, store=store, tools=tools, beside=beside)
        await running.serve()
    finally:
        executor.shutdown(wait=False)
        if leader is not None:
            await leader.close()
        await store.close()


def _model(config: Config) -> Classifier:
    span = Span(least=config.model.encode_from, most=config.model.encode_to)
    return ensure_model(config.model.directory, encoder=config.model.encoder, span=span)


def _channels(
    config: Config, secrets: Secrets, store: Store, clock: SystemClock
) -> tuple[dict[str, Channel], dict[str, Channel]]:
    """The lines to platforms, and the pages that are platforms of their own."""
    lines = make_channels(config, secrets, clock)
    lines |= make_relays(config, store, clock, TimedIds(clock))
    pages: dict[str, Channel] = {DESK: DeskChannel(clock=clock, ids=TimedIds(clock))}
    return lines, pages | make_visitors(clock, TimedIds(clock))


def _tools(config: Config, classifier: Classifier, executor: Executor) -> Tools:
    """What the stages of a process that does everything work with, but for its channels."""
    return Tools(
        classifier=classifier,
        channels={},
        executor=executor,
        witness=Counting(),
        gather=timedelta(milliseconds=config.queue.gather_milliseconds),
        anchors=_anchors(config),
        speech=make_speech(config),
        listing=ListFile(config.matters, known_departments(config)) if config.matters else None,
    )


def _roster(config: Config, secrets: Secrets, clock: SystemClock) -> Roster | None:
    """The organisation's own directory, where the office has it looked up."""
    dingtalk = config.adapters.dingtalk
    if not (dingtalk.enabled and dingtalk.directory):
        return None

    async def ask() -> Directory | None:
        people = await look_up_people(config, secrets)
        if people is None:
            return None
        today = clock.now().astimezone(SHANGHAI).date()
        return await asyncio.to_thread(directory_of, config, people, day=today)

    return Roster(ask=ask, at=dingtalk.directory_at)


def _matters(config: Config, used: Mapping[str, Sequence[int]]) -> Matters:
    """The admission list; ConfigError where it lacks the item of a case that is open."""
    running = running_of(used)
    return completed(
        read_matters(config.matters, departments=known_departments(config), running=running), used
    )


def _office(
    config: Config,
    matters: Matters,
    clock: SystemClock,
    channels: Mapping[str, Channel],
    people: Sequence[Person] = (),
) -> Office:
    return Office(
        areas=directory_of(config, people, day=clock.now().astimezone(SHANGHAI).date()),
        listed=matters,
        shifts=shifts_of(config),
        maps=maps_of(config),
        retention=retention_of(config),
        pictures=pictures_of(config),
        speech=speech_of(config),
        announcements=announcements_of(config),
        digests=digests_of(config),
        leaders=leaders_of(config),
        meetings=meetings_of(config),
        givings=givings_of(config),
        musters=musters_of(config),
        points=points_of(config),
        honours=honours_of(config),
        services=services_of(config),
        figures=figure_rules_of(config),
        answers=Index(read_knowledge(config, matters)),
        words=Catalogue.load(),
        settings=settings_of(config),
        hours=office_hours(config),
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={name: channel.declaration for name, channel in channels.items()},
    )
