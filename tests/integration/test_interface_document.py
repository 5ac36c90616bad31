"""The interface does what its document says, asked by a tool that reads nothing else: schemathesis
over the loopback, with examples that are the same every time."""

import asyncio
import threading
from datetime import timedelta

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from bot.desk.app import Entrance, make_app
from bot.desk.interface.document import document
from bot.desk.interface.lists import Listbook
from bot.desk.interface.paths import OPERATIONS, Interface, Sources
from bot.desk.material import load_material
from bot.desk.rows import Shower
from bot.domain.gridmaps import GridMaps
from bot.domain.people import Person, Role
from bot.domain.value import FigureRules
from bot.domain.viewing import Viewer
from bot.listing import read_matters
from bot.wiring.store import open_store
from tests.builders import directory
from tests.fakes.door import FakeDoor
from tests.fakes.machines import WRITES, FakeMachines
from tests.unit.desk.conftest import FakeHealth, FakeVoice
from tests.unit.desk.fake_board import FakeBoard, case_row

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    ignored_auth,
    unsupported_method,
)
LEADER = Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,))
schema = schemathesis.openapi.from_dict(document(OPERATIONS, version="0"))


class Serving:
    """The desk in a thread of its own, since what asks it is not asynchronous."""

    def __init__(self) -> None:
        self.url = ""
        self._material = load_material()
        self._matters = read_matters(None)
        self._ready, self._over = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> "Serving":
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)
        assert not self._thread.is_alive()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        store = await open_store("sqlite://")
        lists = Listbook(
            store=store,
            directory=directory,
            matters=lambda: self._matters,
            maps=GridMaps(),
            rules=FigureRules(),
            live=timedelta(minutes=10),
        )
        board = FakeBoard(case_row(312), case_row(313, private=True))
        shower = Shower(words=self._material.words)
        sources = Sources(board=board, shower=shower, voice=FakeVoice(), lists=lists)
        entrance = Entrance(
            door=FakeDoor(viewer=None), machines=FakeMachines(Viewer(name="key:1", person=LEADER))
        )
        app = make_app(
            board=board,
            health=FakeHealth(),
            entrance=entrance,
            parts=[Interface(sources=sources, version="0")],
            material=self._material,
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()
        await store.close()


@pytest.fixture(scope="module")
def serving():
    with Serving() as made:
        yield made


@schema.parametrize()
@settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_as_documented(case, serving):
    wanted = [check for check in CHECKS if not _too_long_a_period(case, check)]
    headers = {"Authorization": f"Bearer {WRITES}"}
    case.call_and_validate(base_url=serving.url, checks=wanted, headers=headers)


def _too_long_a_period(case, check) -> bool:
    """Days in the wrong order are refused, which no schema can say."""
    return case.path == "/api/v1/figures" and check is positive_data_acceptance


def test_every_operation_is_in_the_document():
    told = schema.raw_schema["paths"]
    asked = {(one.path, one.method.lower()) for one in OPERATIONS}
    assert {(path, method) for path in told for method in told[path]} == asked
    assert "Bearer" not in str(told)
