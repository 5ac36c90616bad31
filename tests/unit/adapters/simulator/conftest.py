"""A small simulated community, its channel, and a service that remembers what it was given."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.adapters.simulator import (
    GroupKind,
    SimulatedGroup,
    SimulatedMember,
    SimulatorChannel,
)
from bot.domain.message import InboundMessage
from tests.unit.desk.fake_board import StillClock

GROUPS = (
    SimulatedGroup(id="own1", name="富善花园业主群", kind=GroupKind.OWNERS),
    SimulatedGroup(id="lead1", name="第3网格党员楼长群", kind=GroupKind.LEADERS),
)
MEMBERS = (
    SimulatedMember(id="r1", name="王秀兰", role="resident", groups=("own1",), note="1号楼"),
    SimulatedMember(id="b1", name="梁伯", role="building_leader", groups=("own1", "lead1")),
)


class FakeService:
    """Stands for everything behind `accept`; `trouble` is raised instead of storing."""

    def __init__(self) -> None:
        self.heard: list[InboundMessage] = []
        self.trouble: Exception | None = None

    async def accept(self, messages: Sequence[InboundMessage]) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.heard.extend(messages)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def channel(clock) -> SimulatorChannel:
    return SimulatorChannel(groups=GROUPS, members=MEMBERS, clock=clock)


@asynccontextmanager
async def running(channel: SimulatorChannel, service: FakeService) -> AsyncIterator[None]:
    """The channel while it receives."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(channel.run(service.accept))
        while channel.health().status != "ok":
            await asyncio.wait({task}, timeout=0)
        yield
        task.cancel()


@pytest.fixture
async def client(channel, service) -> AsyncIterator[TestClient]:
    app = web.Application()
    app.router.add_routes(channel.routes())
    async with running(channel, service), TestClient(TestServer(app)) as client:
        yield client
        channel.close_streams()
