"""Open311 GeoReport v2, asked by a client that was written for other cities (georeport), and the
whole way of a report: key, token, journey, request."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import aiohttp
import georeport
import pytest
import requests
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.keyring import Keyring
from bot.desk.material import load_material
from bot.desk.open311.paths import Open311
from bot.desk.open311.requestbook import Requestbook
from bot.desk.visiting import VisitorChannel
from bot.domain.keys import KeyRight, MachineKey, hashed_key
from bot.domain.matters import Privacy
from bot.domain.visitors import OPEN311
from bot.ids import CountedIds
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from bot.wiring.journey import make_journey
from tests.builders import T0, after, case
from tests.fakes.channel import FakeChannel
from tests.fakes.classifier import FakeClassifier
from tests.fakes.clock import FakeClock
from tests.fakes.dingtalk_rig import turns_until
from tests.fakes.door import FakeDoor
from tests.fakes.signals import FakeSignals
from tests.unit.desk.conftest import FakeHealth
from tests.unit.desk.fake_board import FakeBoard
from tests.unit.journey.conftest import make_office, make_rig

MATTERS, MATERIAL, WORDS = read_matters(None), load_material(), Catalogue.load()
WRITES, READS = "qk_writes", "qk_reads"
LAMP = case(1, key="case-1", item="GY-11", grid="g1", words="路灯坏了，找13812345678", opened_at=T0)
SECRET = replace(LAMP, key="case-2", number=2, privacy=Privacy.RESTRICTED, opened_at=after(1))
COMPLAINT = replace(LAMP, key="case-3", number=3, item="WY-10", opened_at=after(2))
DRILL = replace(LAMP, key="case-4", number=4, drill=True, opened_at=after(3))


@pytest.fixture
async def world():
    """A journey with the channel, and a store with cases and keys."""
    clock, signals, channel = FakeClock(impatient=True), FakeSignals(), FakeChannel()
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    store = SqlStore(engine)
    with ThreadPoolExecutor(1) as executor:
        office = make_office(clock, signals, channel, WORDS, MATTERS)
        rig = make_rig(office, channel, FakeClassifier(), store, executor)
        visitors = VisitorChannel(name=OPEN311, clock=clock, ids=CountedIds())
        rig.office = replace(office, channels={**office.channels, OPEN311: visitors.declaration})
        tools = replace(rig.tools, channels={**rig.tools.channels, OPEN311: visitors})
        rig.journey = make_journey(rig.office, store, tools)
        running = asyncio.ensure_future(visitors.run(rig.journey.intake.accept))
        await turns_until(lambda: visitors.health().status == "ok")
        for secret, right in ((WRITES, KeyRight.WRITE), (READS, KeyRight.READ)):
            key = MachineKey(
                id=secret, name="小程序", secret=hashed_key(secret), right=right, made_at=T0
            )
            await store.work(lambda unit, one=key: unit.keys.add(one))
        yield rig, visitors
        running.cancel()
    await store.close()


@pytest.fixture
async def serving(world):
    """Serves it; public where a test says so."""
    rig, visitors = world
    opened = []

    async def serve(public=True) -> TestClient:
        machines = Keyring(
            store=rig.store, directory=lambda: rig.office.directory, clock=rig.clock, most=100
        )
        book = Requestbook(
            store=rig.store,
            directory=lambda: rig.office.directory,
            matters=lambda: MATTERS,
            words=WORDS,
            clock=rig.clock,
        )
        part = Open311(book=book, visitors=visitors, machines=machines, public=public, most=20)
        app = make_app(
            board=FakeBoard(),
            health=FakeHealth(),
            entrance=Entrance(door=FakeDoor(viewer=None), machines=machines),
            parts=[part],
            material=MATERIAL,
        )
        client = TestClient(TestServer(app))
        await client.start_server()
        opened.append(client)
        return client

    yield serve
    for client in opened:
        await client.close()


async def keep(rig, *cases):
    for one in cases:
        await rig.store.work(lambda unit, c=one: unit.cases.add(c))


async def test_a_client_written_for_other_cities_reads_it(world, serving):
    rig, _ = world
    await keep(rig, LAMP, SECRET, COMPLAINT, DRILL)
    client = georeport.GeoReport(str((await serving()).make_url("/open311/v2")), jurisdiction="g1")
    services = await asyncio.to_thread(client.get_service_list)
    codes = {service["service_code"] for service in services}
    assert "GY-11" in codes
    assert "ZZ-03" not in codes  # dealt with in private
    assert (await asyncio.to_thread(client.get_service_definition, "GY-11"))["attributes"] == []
    (found,) = await asyncio.to_thread(
        client.get_service_requests, None, "GY-11,CG-02", "2026-01-01T00:00:00Z", None, "open"
    )
    assert found["service_request_id"] == "case-1"
    assert "138" not in found["description"]
    assert found["requested_datetime"].endswith("+08:00")
    assert await asyncio.to_thread(client.get_service_request, "case-1") == found
    listed = await asyncio.to_thread(client.get_service_requests, "case-1,case-2,case-3,case-4")
    assert listed == [found]
    with pytest.raises(requests.HTTPError, match="404"):
        await asyncio.to_thread(client.get_service_request, "case-2")


async def test_a_report_goes_the_journey_of_every_other(world, serving):
    rig, _ = world
    client = await serving()
    form = {
        "api_key": WRITES,
        "jurisdiction_id": "g1",
        "service_code": "GY-11",
        "address_string": "3栋楼道",
        "description": "灯坏了两天没人修",
        "first_name": "秀兰",
        "phone": "13812345678",
    }
    response = await client.post("/open311/v2/requests.json", data=form)
    assert response.status == 201
    ((token),) = [one["token"] for one in await response.json()]
    path = f"/open311/v2/tokens/{token}.json"
    assert await (await client.get(path)).json() == [{"token": token}]
    await rig.settle()
    await rig.wait(10)
    (case,) = await rig.cases()
    assert (case.item, case.grid, case.channel, case.place.building) == (
        "GY-11",
        "g1",
        OPEN311,
        "3栋",
    )
    assert "13812345678" not in str(case)
    (told,) = await (await client.get(path)).json()
    assert told["service_request_id"] == case.key


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": READS}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "XX-99"}, 404),
        ({"service_code": "ZZ-03"}, 404),
        ({"jurisdiction_id": "g9"}, 404),
        ({"address_string": " "}, 400),
    ],
)
async def test_what_is_wrong_with_a_report_is_told_as_the_standard_has_it(
    world, serving, changes, status
):
    form = {"api_key": WRITES, "service_code": "GY-11", "address_string": "3栋"} | changes
    response = await (await serving()).post("/open311/v2/requests.json", data=form)
    assert response.status == status
    ((error),) = await response.json()
    assert error["code"] == status
    assert error["description"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("status=half", 400),
        ("start_date=yesterday", 400),
        ("start_date=2026-01-01T00:00:00", 400),
        ("start_date=2025-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400),
        ("jurisdiction_id=g9", 404),
        ("status=open,closed", 200),
        ("status=closed", 200),
    ],
)
async def test_what_is_wrong_with_a_question(world, serving, query, status):
    response = await (await serving()).get(f"/open311/v2/requests.json?{query}")
    assert response.status == status


async def test_who_reads_needs_a_key_where_it_is_not_public(world, serving):
    client = await serving(public=False)
    for path in ("services.json", "requests.json", "services/GY-11.json", "tokens/g1.x.json"):
        assert (await client.get(f"/open311/v2/{path}")).status == 403
    with_key = await client.get("/open311/v2/services.json", params={"api_key": READS})
    assert with_key.status == 200
    headers = {aiohttp.hdrs.AUTHORIZATION: f"Bearer {READS}"}
    assert (await client.get("/open311/v2/requests.json", headers=headers)).status == 200


async def test_nobody_reads_all_the_time(world, serving):
    client = await serving()
    statuses = {(await client.get("/open311/v2/requests.json")).status for _ in range(21)}
    assert statuses == {200, 429}
