"""The service with its desk, from start to end.

Comes in: a journey with its tools, the configuration. Goes out: a service that runs until a signal
comes, and how each of its parts is. Does not: put the journey together.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.commands.collecting import collect_seldom
from bot.commands.companion import Companion
from bot.commands.measuring import Measuring
from bot.desk.app import Listening, Routed, serve
from bot.desk.health import HealthReport
from bot.desk.material import Material
from bot.desk.metrics import MetricsApi
from bot.domain.errors import BotError
from bot.options.config import Config
from bot.ports import PartHealth, UnitOfWork
from bot.service import Edges, Service
from bot.storage.unit import SqlStore
from bot.version import VERSION
from bot.wiring.desk import make_desk
from bot.wiring.journey import Journey, Tools
from bot.wiring.queue import arrivals_of
from bot.wiring.roles import stages_for
from bot.wiring.stages import stages_of
from bot.wiring.ticketing import ticket_pages

log = logging.getLogger(__name__)

_SHOWN = ("store", "queue", "outbox", "timers", "desk")


class Running:
    """The service with its desk, from start to end."""

    def __init__(
        self,
        *,
        config: Config,
        journey: Journey,
        store: SqlStore,
        tools: Tools,
        beside: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._config = config
        self._journey = journey
        self._store = store
        self._tools = tools
        office = journey.office
        self._started = office.clock.now()
        self._measuring = Measuring(
            office=office,
            store=store,
            channels=tools.channels,
            classifier=tools.classifier,
            parts=self.parts,
        )
        self._service = Service(
            clock=office.clock,
            signals=office.signals,
            poll=office.settings.poll,
            stages=stages_for(tools.role, stages_of(journey), tools.leads),
            edges=Edges(
                channels=tools.channels,
                accept=journey.intake.accept,
                others=self._others(beside or {}),
                probe=self._probe,
            ),
        )

    def _others(self, beside: Mapping[str, Sequence[str]]) -> list[Callable[[], Awaitable[None]]]:
        """What has a life of its own beside the platforms."""
        tools, clock = self._tools, self._journey.office.clock
        own = [self._desk] if tools.role.shows else []
        tally = self._journey.office.tally
        arrivals = arrivals_of(tools.wires, self._store, tools.role, clock, tally)
        companions = [Companion(name, line, clock).run for name, line in beside.items()]
        return [*own, *tools.wires.lives, *arrivals, *companions]

    async def serve(self) -> None:
        """Until a signal comes, or something unexpected."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._service.stop)
        await self._journey.linking.refresh()  # who has left is known before anybody is heard
        if self._tools.role.keeps_time:
            await self._journey.rounds.set_out()
        collect_seldom()
        try:
            await self._service.run()
        except* BotError as group:
            raise group.exceptions[0] from group
        log.info("stopped")

    def parts(self) -> dict[str, PartHealth]:
        """How every part is, by the name it is shown under."""
        parts = dict(self._service.parts.states)
        parts["desk"] = PartHealth(status="ok", since=self._started)
        if parts["queue"].status == "ok" and "assembly" in parts:
            parts["queue"] = parts["assembly"]
        shown = {name: parts[name] for name in _SHOWN if name in parts}
        shown |= self._tools.wires.health()
        for name, channel in self._tools.channels.items():
            if name not in shown:  # the desk is a part of its own
                shown[f"adapters.{name}"] = channel.health()
        return shown

    async def health(self) -> HealthReport:
        """How the whole is."""
        shown = self.parts()
        classifier = self._tools.classifier

        async def report(unit: UnitOfWork) -> HealthReport:
            parked, erased = await unit.counters.parked(), await unit.counters.erased()
            shown["queue"] = with_parked(shown["queue"], parked, erased)
            return HealthReport(
                version=VERSION,
                model_version=classifier.version,
                encoder=classifier.encoder,
                parts=shown,
                parked=parked,
                dead_letters=await unit.deliveries.dead_letters(),
                stopping=self._service.stopping,
            )

        return await self._store.look(report)

    async def _desk(self) -> None:
        server = self._config.server
        app = await make_desk(
            self._config,
            office=self._journey.office,
            store=self._store,
            health=self.health,
            tools=self._tools,
            more=self._pages,
        )
        listening = Listening(host=server.host, port=server.port)
        await serve(app, listening, ready=lambda place: print(place.url, flush=True))

    def _pages(self, material: Material) -> list[Routed]:
        """Pages that need more than the office and its store."""
        office = self._journey.office
        return [
            MetricsApi(write=self._measuring.write, clock=office.clock),
            ticket_pages(self._config, office, self._store, self._tools, material),
        ]

    async def _probe(self) -> None:
        await self._store.work(lambda unit: unit.counters.count("probe", ""))


def with_parked(queue: PartHealth, parked: int, erased: int) -> PartHealth:
    """Where turns failed and nobody has looked at them in time, the queue tells of it."""
    if not erased:
        return queue
    told = f"{parked} parked, words of {erased} erased"
    return replace(queue, detail=f"{queue.detail}; {told}" if queue.detail else told)
