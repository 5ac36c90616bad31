"""A file brought to the desk becomes cases by the journey, over a real store and the pages."""

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.gate import VIEWER
from bot.desk.material import load_material
from bot.domain.exchange import EXCHANGE
from bot.domain.viewing import Viewer
from bot.wiring.ticketing import ticket_pages
from tests.builders import SUN
from tests.unit.exchange.test_exchange import FILE, rig
from tests.unit.journey.conftest import store

assert rig
assert store  # fixtures


@web.middleware
async def as_secretary(request, handler):
    request[VIEWER] = Viewer(name="sun", person=SUN)
    return await handler(request)


@pytest.fixture
async def client(rig):
    material = await asyncio.to_thread(load_material)
    config = SimpleNamespace(community=SimpleNamespace(name="桥头社区"))
    pages = ticket_pages(config, rig.office, rig.store, rig.tools, material)
    app = web.Application(middlewares=[as_secretary])
    app.add_routes(pages.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def form():
    made = FormData()
    made.add_field("platform", "hotline12345")
    made.add_field("file", FILE, filename="in.csv", content_type="text/csv")
    return made


async def test_what_was_shown_becomes_a_case_once(rig, client):
    tried = await (await client.post("/tickets", data=form())).text()
    assert tried.count("立新件</td>") == 3
    assert "说不出是哪个网格" in tried
    assert await rig.cases() == []
    token = tried.partition('name="token" value="')[2].partition('"')[0]
    for status in (303, 410):
        answer = await client.post("/tickets/take", data={"token": token}, allow_redirects=False)
        assert answer.status == status
    await rig.settle()
    await rig.wait(10)
    found = await rig.cases()
    assert {(one.item, one.grid, one.channel) for one in found} == {("GY-11", "g1", EXCHANGE)}
    again = await (await client.post("/tickets", data=form())).text()
    assert "立新件</td>" not in again
    assert f"#{found[0].number}</a>" in again
