"""Codes on walls at the desk: made, printed and ended by whoever leads the grid."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.codes import Codebook
from bot.desk.pages.codes import CodePages
from bot.domain.records import of_codes
from bot.domain.viewing import Viewer
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import CHEN, HE, LIU, directory
from tests.fakes.clock import FakeClock

LEADER = Viewer(name="he", person=HE)
SHED = {"grid": "g1", "building": "", "spot": "车棚"}


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
async def client(desk, door, material, store):
    book = Codebook(
        store=store, directory=directory, clock=FakeClock(), base="https://grid.example/"
    )
    door.viewer = LEADER
    app = desk(parts=[CodePages(book=book, material=material)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def make(client, **fields):
    return await client.post("/codes", data=SHED | fields, allow_redirects=False)


async def spots(store):
    return await store.look(lambda unit: unit.spots.all())


async def test_a_code_is_made_printed_and_ended(client, store):
    assert (await make(client)).status == 303
    (spot,) = await spots(store)
    assert (spot.grid, spot.spot) == ("g1", "车棚")
    picture = await client.get(f"/codes/{spot.token}.svg")
    assert picture.content_type == "image/svg+xml"
    assert (await picture.read()).startswith(b"<?xml")
    sheet = await (await client.get(f"/codes/print?code={spot.token}")).text()
    assert f"/codes/{spot.token}.svg" in sheet
    assert (
        f"/codes/{spot.token}.svg" not in await (await client.get("/codes/print?code=other")).text()
    )
    await client.post(f"/codes/{spot.token}/end")
    (spot,) = await spots(store)
    assert spot.ended_at is not None
    assert spot.token not in await (await client.get("/codes/print")).text()
    history = await store.look(lambda unit: unit.cases.history(of_codes()))
    assert [(line.actor, set(line.detail)) for line in history] == [
        ("he", {"made", "account"}),
        ("he", {"ended", "account"}),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"grid": "g9"}, "没有这个网格"), ({"spot": "很" * 41}, "最多 40 个字")],
)
async def test_what_is_not_possible_is_said(client, store, fields, told):
    answer = await make(client, **fields)
    assert answer.status == 422
    assert told in await answer.text()
    assert await spots(store) == []


async def test_others_see_them_at_most(client, store, door):
    await make(client)
    (spot,) = await spots(store)
    for person, seen in ((LIU, True), (CHEN, False), (replace(HE, grids=("g2",)), False)):
        door.viewer = Viewer(name="other", person=person)
        assert (await make(client)).status == 403
        assert (await client.post(f"/codes/{spot.token}/end")).status == 403
        assert (spot.token in await (await client.get("/codes")).text()) is seen
        assert ((await client.get(f"/codes/{spot.token}.svg")).status == 200) is seen
    assert await spots(store) == [spot]
