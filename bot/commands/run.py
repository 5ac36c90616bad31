"""`qunli run`: the service, until it is stopped.

Comes in: checked configuration. Goes out: a running process that drains on SIGTERM and SIGINT.
Does not: parse the command line.
"""

import asyncio
import gc
import logging
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from bot.areas import directory_of, maps_of, retention_of, settings_of
from bot.areas_duty import shifts_of
from bot.clock import SystemClock
from bot.commands.train import ensure_model
from bot.config.reading import known_departments, read_knowledge
from bot.config.secrets import Secrets
from bot.desk.app import Listening, hosts_for, make_app, serve
from bot.desk.casebook import Casebook
from bot.desk.doubtbook import Doubtbook
from bot.desk.health import HealthReport
from bot.desk.judging import JudgingPages
from bot.desk.material import load_material
from bot.desk.pages import Trial
from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import BotError
from bot.domain.matters import Matters
from bot.domain.people import Person
from bot.domain.turn import StoredMessage
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.knowledge.retrieval import Index
from bot.listing import completed, read_matters
from bot.options.config import Config
from bot.ports import Channel, PartHealth
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service, Stage
from bot.signals import LocalSignals
from bot.storage.anchorfile import FileOfAnchors
from bot.storage.owning import owned
from bot.storage.unit import SqlStore
from bot.version import VERSION
from bot.wiring.channels import SIMULATOR, look_up_people, make_channels
from bot.wiring.journey import Journey, Tools, make_journey, office_hours
from bot.wiring.store import anchors_path, open_store
from classifiers.cascade import Span
from intents.decisions import Act

log = logging.getLogger(__name__)

_SHOWN = ("store", "queue", "outbox", "timers", "desk")
_ERASE_EVERY = timedelta(seconds=5)
_OBJECTS = 20_000
_SENDERS = 3
"""Batches of words on their way at the same time: one platform that does not answer must not hold
up an emergency on another.
"""


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


async def run(config: Config, secrets: Secrets) -> None:
    """Serve until a signal comes; StoreInUse where another process has the store."""
    clock = SystemClock()
    lock = owned(config.store.url, now=clock.now())
    await asyncio.to_thread(lock.__enter__)
    try:
        await _run(config, secrets, clock)
    finally:
        await asyncio.to_thread(lock.__exit__, None, None, None)


def _anchors(config: Config) -> FileOfAnchors | None:
    path = anchors_path(config)
    return None if path is None else FileOfAnchors(path)


def collect_seldom() -> None:
    """What is loaded stays: the collector of cycles need not look at it again. And what comes and
    goes with messages makes hardly any cycles: to look for them after every few hundred objects, as
    is usual, takes a fifteenth of the processor's time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 10, 20)


async def _run(config: Config, secrets: Secrets, clock: SystemClock) -> None:
    classifier = await asyncio.to_thread(
        ensure_model,
        config.model.directory,
        encoder=config.model.encoder,
        span=Span(least=config.model.encode_from, most=config.model.encode_to),
    )
    store = await open_store(config.store.url)
    await store.recover()
    channels = await asyncio.to_thread(make_channels, config, secrets, clock)
    people = await look_up_people(config, secrets)
    used = await store.look(lambda unit: unit.cases.items_in_use())
    matters = await asyncio.to_thread(_matters, config, used)
    office = await asyncio.to_thread(_office, config, matters, clock, channels, people)
    executor = ThreadPoolExecutor(1, thread_name_prefix="understanding")
    tools = Tools(
        classifier=classifier,
        channels=channels,
        executor=executor,
        witness=Counting(),
        gather=timedelta(milliseconds=config.queue.gather_milliseconds),
        anchors=_anchors(config),
    )
    journey = make_journey(office, store, tools)
    try:
        await Running(config=config, journey=journey, store=store, tools=tools).serve()
    finally:
        executor.shutdown(wait=False)
        await store.close()


def _matters(config: Config, used: Mapping[str, Sequence[int]]) -> Matters:
    """The admission list; ConfigError where it lacks the item of a case that is open."""
    running = {item: numbers for item, numbers in used.items() if numbers}
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
        answers=Index(read_knowledge(config, matters)),
        words=Catalogue.load(),
        settings=settings_of(config),
        hours=office_hours(config),
        clock=clock,
        ids=TimedIds(clock),
        signals=LocalSignals(),
        channels={name: channel.declaration for name, channel in channels.items()},
    )


class Running:
    """The service with its desk, from start to end."""

    def __init__(self, *, config: Config, journey: Journey, store: SqlStore, tools: Tools) -> None:
        self._config = config
        self._journey = journey
        self._store = store
        self._tools = tools
        office = journey.office
        self._started = office.clock.now()
        self._service = Service(
            clock=office.clock,
            signals=office.signals,
            poll=office.settings.poll,
            stages=stages_of(journey),
            edges=Edges(
                channels=tools.channels,
                accept=journey.intake.accept,
                others=(self._desk,),
                probe=self._probe,
            ),
        )

    async def serve(self) -> None:
        """Until a signal comes, or something unexpected."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._service.stop)
        await self._journey.forgetting.run_once()  # who has left is known before anybody is heard
        collect_seldom()
        try:
            await self._service.run()
        except* BotError as group:
            raise group.exceptions[0] from group
        log.info("stopped")

    async def health(self) -> HealthReport:
        """How every part is."""
        parts = dict(self._service.parts.states)
        parts["desk"] = PartHealth(status="ok", since=self._started)
        if parts["queue"].status == "ok" and "assembly" in parts:
            parts["queue"] = parts["assembly"]
        shown = {name: parts[name] for name in _SHOWN if name in parts}
        for name, channel in self._tools.channels.items():
            shown[f"adapters.{name}"] = channel.health()
        classifier = self._tools.classifier
        async with self._store.reading() as unit:
            parked, erased = await unit.counters.parked(), await unit.counters.erased()
            shown["queue"] = with_parked(shown["queue"], parked, erased)
            return HealthReport(
                version=VERSION,
                model_version=classifier.version,
                encoder=classifier.encoder,
                parts=shown,
                parked=parked,
                dead_letters=await unit.deliveries.dead_letters(),
            )

    async def _desk(self) -> None:
        office, server = self._journey.office, self._config.server
        board = Casebook(
            store=self._store,
            directory=office.directory,
            matters=office.listed,
            words=office.words,
            signals=office.signals,
            lamp=office.lamp,
        )
        book = Doubtbook(
            store=self._store,
            directory=office.directory,
            matters=office.listed,
            clock=office.clock,
            ids=office.ids,
            signals=office.signals,
        )
        material = await asyncio.to_thread(load_material)
        judging = JudgingPages(book=book, material=material)
        simulator = self._tools.channels.get(SIMULATOR)
        app = make_app(
            board=board,
            health=self.health,
            parts=[judging, *([simulator] if simulator else [])],  # type: ignore[list-item]
            trial=_trial(office) if simulator else None,
            material=material,
            hosts=hosts_for(server.host),
        )
        listening = Listening(host=server.host, port=server.port)
        await serve(app, listening, ready=lambda place: print(place.url, flush=True))

    async def _probe(self) -> None:
        await self._store.work(lambda unit: unit.counters.count("probe", ""))


def _trial(office: Office) -> Trial:
    settings = office.settings
    return Trial(
        night_begin=settings.night_begin, night_end=settings.night_end, now=office.clock.now
    )


def with_parked(queue: PartHealth, parked: int, erased: int) -> PartHealth:
    """Where turns failed and nobody has looked at them in time, the queue tells of it."""
    if not erased:
        return queue
    told = f"{parked} parked, words of {erased} erased"
    return replace(queue, detail=f"{queue.detail}; {told}" if queue.detail else told)


def stages_of(journey: Journey) -> list[Stage]:
    """Every stage with what wakes it."""
    store = journey.store

    async def turns_due() -> datetime | None:
        return await store.look(lambda unit: unit.turns.next_due())

    async def timers_due() -> datetime | None:
        return await store.look(lambda unit: unit.timers.next_due())

    async def deliveries_due() -> datetime | None:
        return await store.look(lambda unit: unit.deliveries.next_due())

    return [
        Stage(name="assembly", topic="assembly", run_once=journey.assembly.run_once),
        Stage(
            name="understanding",
            topic="understanding",
            run_once=journey.understanding.run_once,
            next_due=turns_due,
        ),
        Stage(name="casework", topic="casework", run_once=journey.casework.run_once),
        Stage(name="orders", topic="orders", run_once=journey.ordering.run_once),
        Stage(name="timers", topic="timers", run_once=journey.timers.run_once, next_due=timers_due),
        *(
            Stage(
                name="outbox",
                topic="outbox",
                run_once=journey.outbox.run_once,
                next_due=deliveries_due,
            )
            for _ in range(_SENDERS)
        ),
        *_beside(journey),
    ]


def _beside(journey: Journey) -> list[Stage]:
    """What nobody waits for: erasing, forgetting, sealing."""
    works = {
        "erasing": journey.erasing.run_once,
        "wishes": journey.forgetting.run_once,
        "anchoring": journey.anchoring.run_once,
        "retaining": journey.retaining.run_once,
    }
    return [
        Stage(name=name, topic=name, run_once=work, poll=_ERASE_EVERY)
        for name, work in works.items()
    ]
