"""The desk over a board in memory."""

from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.health import HealthReport
from bot.desk.material import Material, load_material
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard, case_row, report


class FakeHealth:
    """Tells what it was told to tell; `trouble` is raised instead."""

    def __init__(self) -> None:
        self.report = report()
        self.trouble: Exception | None = None

    async def __call__(self) -> HealthReport:
        if self.trouble is not None:
            raise self.trouble
        return self.report


@pytest.fixture
def board() -> FakeBoard:
    return FakeBoard(case_row(312))


@pytest.fixture
def health() -> FakeHealth:
    return FakeHealth()


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture(scope="session")
def material() -> Material:
    return load_material()


@pytest.fixture
def desk(board, health, material, door) -> Callable[..., web.Application]:
    """Makes desks that differ in what they are told."""
    return partial(
        make_app, board=board, health=health, material=material, entrance=Entrance(door=door)
    )


@pytest.fixture
async def client(desk) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(desk())) as client:
        yield client
