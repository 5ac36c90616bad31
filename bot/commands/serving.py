"""The service with its desk, from start to end.

Comes in: a journey with its tools, the configuration. Goes out: a service that runs until a signal
comes, and how each of its parts is. Does not: put the journey together.
"""

import asyncio
import gc
import logging
import signal
from dataclasses import replace

from bot.desk.app import Listening, hosts_for, make_app, serve
from bot.desk.casebook import Casebook
from bot.desk.doubtbook import Doubtbook
from bot.desk.health import HealthReport
from bot.desk.judging import JudgingPages
from bot.desk.letterbook import Letterbook
from bot.desk.letters import LetterPages
from bot.desk.material import load_material
from bot.desk.pages import Trial
from bot.domain.errors import BotError
from bot.journey.office import Office
from bot.options.config import Config
from bot.ports import PartHealth
from bot.service import Edges, Service
from bot.storage.unit import SqlStore
from bot.version import VERSION
from bot.wiring.channels import SIMULATOR
from bot.wiring.journey import Journey, Tools
from bot.wiring.stages import stages_of

log = logging.getLogger(__name__)

_SHOWN = ("store", "queue", "outbox", "timers", "desk")
_OBJECTS = 20_000


def collect_seldom() -> None:
    """What is loaded stays: the collector of cycles need not look at it again. And what comes and
    goes with messages makes hardly any cycles: to look for them after every few hundred objects, as
    is usual, takes a fifteenth of the processor's time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS, 10, 20)


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
        await self._journey.linking.refresh()  # who has left is known before anybody is heard
        await self._journey.rounds.set_out()
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
        letterbook = Letterbook(store=self._store, directory=office.directory, words=office.words)
        letters = LetterPages(book=letterbook, material=material)
        simulator = self._tools.channels.get(SIMULATOR)
        app = make_app(
            board=board,
            health=self.health,
            parts=[judging, letters, *([simulator] if simulator else [])],  # type: ignore[list-item]
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
