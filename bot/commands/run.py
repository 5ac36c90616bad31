"""`qunli run`: the service, until it is stopped.

Comes in: checked configuration. Goes out: a running process that drains on SIGTERM and SIGINT.
Does not: parse the command line.
"""

import asyncio
import logging
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.areas import directory_of, settings_of
from bot.clock import SystemClock
from bot.commands.train import ensure_model
from bot.config import Secrets, read_matters
from bot.desk.app import Listening, hosts_for, make_app, serve
from bot.desk.casebook import Casebook
from bot.desk.health import HealthReport
from bot.domain.errors import BotError
from bot.domain.turn import StoredMessage
from bot.ids import TimedIds
from bot.journey.office import Office
from bot.options import Config
from bot.ports import Channel, PartHealth
from bot.replies.catalogue import Catalogue
from bot.service import Edges, Service, Stage
from bot.signals import LocalSignals
from bot.storage.unit import SqlStore
from bot.version import VERSION
from bot.wiring import (
    SIMULATOR,
    Journey,
    Tools,
    make_channels,
    make_journey,
    office_hours,
    open_store,
)
from classifiers.api import Classifier
from intents.decisions import Act

log = logging.getLogger(__name__)

_ERASE_EVERY = timedelta(seconds=5)


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
    """Serve until a signal comes."""
    classifier = await asyncio.to_thread(ensure_model, config.model.directory)
    clock, signals = SystemClock(), LocalSignals()
    store = await open_store(config.store.url)
    await store.recover()
    channels = make_channels(config, secrets, clock)
    office = Office(
        directory=directory_of(config),
        matters=read_matters(config.matters),
        words=Catalogue.load(),
        settings=settings_of(config),
        hours=office_hours(config),
        clock=clock,
        ids=TimedIds(clock),
        signals=signals,
        channels={name: channel.declaration for name, channel in channels.items()},
    )
    with ThreadPoolExecutor(1, thread_name_prefix="understanding") as executor:
        tools = Tools(
            classifier=classifier,
            channels=channels,
            executor=executor,
            witness=Counting(),
            gather=timedelta(milliseconds=config.queue.gather_milliseconds),
        )
        journey = make_journey(office, store, tools)
        try:
            await _serve(config, journey, store, channels, classifier)
        finally:
            await store.close()


async def _serve(
    config: Config,
    journey: Journey,
    store: SqlStore,
    channels: dict[str, Channel],
    classifier: Classifier,
) -> None:
    office = journey.office
    server: list[Service] = []
    clock = office.clock
    started = clock.now()

    async def health() -> HealthReport:
        parts = dict(server[0].parts.states)
        parts["desk"] = PartHealth(status="ok", since=started)
        parts["queue"] = parts.get("assembly", PartHealth(status="ok", since=started))
        wanted = ("store", "queue", "outbox", "timers", "desk")
        shown = {name: parts[name] for name in wanted if name in parts}
        shown |= {f"adapters.{name}": channel.health() for name, channel in channels.items()}
        async with store.reading() as unit:
            return HealthReport(
                version=VERSION,
                model_version=classifier.version,
                encoder=classifier.encoder,
                parts=shown,
                parked=await unit.counters.parked(),
                dead_letters=await unit.deliveries.dead_letters(),
            )

    board = Casebook(
        store=store,
        directory=office.directory,
        matters=office.matters,
        words=office.words,
        clock=clock,
        signals=office.signals,
    )
    simulator = channels.get(SIMULATOR)
    app = make_app(
        board=board,
        health=health,
        parts=[simulator] if simulator else [],  # type: ignore[list-item]
        trial=simulator is not None,
        hosts=hosts_for(config.server.host),
    )
    listening = Listening(host=config.server.host, port=config.server.port)

    async def desk() -> None:
        await serve(app, listening, ready=lambda place: print(place.url, flush=True))

    service = Service(
        clock=clock,
        signals=office.signals,
        poll=office.settings.poll,
        stages=stages_of(journey),
        edges=Edges(channels=channels, accept=journey.intake.accept, others=(desk,)),
    )
    server.append(service)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    try:
        await service.run()
    except* BotError as group:
        raise group.exceptions[0] from group
    log.info("stopped")


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
        Stage(name="timers", topic="timers", run_once=journey.timers.run_once, next_due=timers_due),
        Stage(
            name="outbox", topic="outbox", run_once=journey.outbox.run_once, next_due=deliveries_due
        ),
        Stage(
            name="erasing", topic="erasing", run_once=journey.erasing.run_once, poll=_ERASE_EVERY
        ),
    ]
