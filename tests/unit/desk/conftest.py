"""The desk over a board in memory."""

from collections.abc import AsyncIterator, Callable, Sequence

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.health import HealthReport
from bot.desk.material import Material, load_material
from bot.desk.pages.board import BoardPages, Choices
from bot.desk.pages.cases import CasePages
from bot.desk.rows import Shower
from bot.desk.speaking import Answer
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


class FakeVoice:
    """Keeps what people say; `answers` is what was answered to everybody."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.told: tuple[Answer, ...] = ()
        self.ready = True

    async def say(self, person: str, name: str, texts: Sequence[str]) -> bool:
        if self.ready:
            self.said += [(person, text) for text in texts]
        return self.ready

    def answers(self, person: str) -> Sequence[Answer]:
        return self.told


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture(scope="session")
def material() -> Material:
    return load_material()


@pytest.fixture
def desk(board, health, material, door, voice) -> Callable[..., web.Application]:
    """Makes desks that differ in what they are told."""
    shower = Shower(words=material.words)
    choices = Choices(grids={"g3": "第三网格"}, categories={"AQ": "安全隐患"})

    def make(parts=(), board=board, **told) -> web.Application:
        own = [
            CasePages(board=board, shower=shower, material=material, voice=voice),
            BoardPages(board=board, shower=shower, material=material, choices=choices),
        ]
        told = {"entrance": Entrance(door=door)} | told
        return make_app(board=board, health=health, material=material, parts=[*own, *parts], **told)

    return make


@pytest.fixture
async def client(desk) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(desk())) as client:
        yield client
