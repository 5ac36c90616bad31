"""The whole journey over a store in memory, every edge of it a fake, moved stage by stage."""

import asyncio
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.deadlines import OfficeHours
from bot.domain.settings import Settings
from bot.ids import CountedIds
from bot.journey.office import Office
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from bot.wiring.journey import Journey, Tools, make_journey
from bot.workdays import ChineseWorkingDays
from tests.builders import directory, group, inbound
from tests.fakes.channel import FakeChannel
from tests.fakes.classifier import FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals


@dataclass
class Witness:
    """What every message was read as."""

    acts: list[tuple[str, str]] = field(default_factory=list)

    def decided(self, message, act, case, more) -> None:
        self.acts.append((message.text, act.value))


@dataclass
class Rig:
    """A service without its loops."""

    clock: FakeClock
    signals: FakeSignals
    channel: FakeChannel
    classifier: FakeClassifier
    store: SqlStore
    office: Office
    journey: Journey
    witness: Witness
    executor: Executor
    heard: int = 0

    async def hear(self, text, sender="a-wang", **fields) -> str:
        """Somebody says something now; gives the platform's id of it."""
        self.heard += 1
        now = self.clock.now()
        fields = {
            "external_id": f"x-{self.heard}",
            "sent_at": now,
            "received_at": now,
        } | fields
        await self.journey.intake.accept([inbound(text, sender=sender, **fields)])
        return fields["external_id"]

    async def settle(self) -> None:
        """Every stage works until none has anything to do now."""
        journey = self.journey
        stages = (
            journey.assembly,
            journey.understanding,
            journey.casework,
            journey.timers,
            journey.outbox,
            journey.erasing,
            journey.forgetting,
            journey.linking,
            journey.surveying,
            journey.mustering,
            journey.pairing,
            journey.serving,
            journey.convening,
            journey.caring,
            journey.restaffing,
        )
        while sum([await stage.run_once() for stage in stages]):
            pass

    async def wait(self, seconds: float) -> None:
        """Time passes, and then every stage works."""
        self.clock.advance(seconds)
        await self.settle()

    async def say(self, text, sender="a-wang", **fields) -> None:
        """Somebody says something, and it is worked on when his turn is over."""
        await self.hear(text, sender, **fields)
        await self.settle()
        await self.wait(10)

    async def cases(self):
        """Every case, oldest first."""
        _, found = await self.store.look(lambda unit: unit.cases.latest(99))
        return sorted(found, key=lambda case: case.number)

    async def turns(self) -> dict[str, int]:
        return await self.store.look(lambda unit: unit.turns.waiting())

    async def deliveries(self):
        return await self.store.look(lambda unit: unit.deliveries.all(999))

    def with_settings(self, **changes) -> None:
        """The same office with other figures."""
        self.office = replace(self.office, settings=replace(self.office.settings, **changes))
        self.journey = make_journey(self.office, self.store, self.tools)

    @property
    def tools(self) -> Tools:
        return Tools(
            classifier=self.classifier,
            channels={"fake": self.channel},
            executor=self.executor,
            witness=self.witness,
        )


@pytest.fixture(scope="session")
def words() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def matters():
    return read_matters(None)


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(impatient=True)


@pytest.fixture
def signals() -> FakeSignals:
    return FakeSignals()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def classifier() -> FakeClassifier:
    return FakeClassifier()


def make_office(clock, signals, channel, words, matters) -> Office:
    """A small office with one channel."""
    return Office(
        areas=directory(),
        listed=matters,
        words=words,
        settings=Settings(),
        hours=OfficeHours(days=ChineseWorkingDays()),
        clock=clock,
        ids=CountedIds(),
        signals=signals,
        channels={"fake": channel.declaration},
    )


def make_rig(office, channel, classifier, store, executor) -> Rig:
    """The whole journey of an office; the text model works in the executor."""
    witness = Witness()
    tools = Tools(
        classifier=classifier, channels={"fake": channel}, executor=executor, witness=witness
    )
    return Rig(
        clock=office.clock,
        signals=office.signals,
        channel=channel,
        classifier=classifier,
        store=store,
        office=office,
        journey=make_journey(office, store, tools),
        witness=witness,
        executor=executor,
    )


@pytest.fixture
def office(clock, signals, channel, words, matters) -> Office:
    return make_office(clock, signals, channel, words, matters)


@pytest.fixture
def rig(channel, classifier, store, office):
    with ThreadPoolExecutor(1) as executor:
        yield make_rig(office, channel, classifier, store, executor)


LEADERS = group("lead1")
