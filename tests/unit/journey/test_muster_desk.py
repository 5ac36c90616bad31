"""Calls for volunteers at the desk: everybody there sees how many come, few see who."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.musters import Musterbook
from bot.desk.material import load_material
from bot.desk.pages.musters import MusterPages
from bot.domain.muster import MusterStep, SignUp, SignUpState
from bot.domain.viewing import Viewer
from tests.builders import HE, LIU, T0
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard
from tests.unit.journey.test_muster_digest import DIKE

LEADER, MEMBER = Viewer(name="he", person=HE), Viewer(name="liu", person=LIU)
OUTSIDE = Viewer(name="far", person=replace(HE, id="far", grids=("g9",)))
BOUND = replace(OUTSIDE, person=replace(LIU, id="both", grids=()), within=("g9",))


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def door():
    return FakeDoor(viewer=LEADER)


@pytest.fixture
async def client(rig, door, material):
    async def call(unit):
        await unit.musters.save(replace(DIKE, place="南门", taken=2))
        for who, state in (("wang", SignUpState.IN), ("chen", SignUpState.WAITING)):
            entry = SignUp(muster=DIKE.id, person=who, room="own1", heads=2, at=T0, state=state)
            await unit.musters.sign(entry)

    await rig.store.work(call)
    book = Musterbook(
        store=rig.store,
        directory=lambda: rig.office.directory,
        clock=rig.clock,
        rules=rig.office.musters,
    )
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[MusterPages(book=book, material=material)],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(client, path="/musters"):
    return await (await client.get(path)).text()


async def test_who_leads_the_grid_sees_who_comes(client):
    text = await text_of(client)
    assert "3 人里来 2 人，<b>还差 1 人</b>，候补 2 人" in text
    assert "来的：王秀兰" in text
    assert "陈楼长" not in text


async def test_others_of_the_grid_see_how_many(client, door):
    door.viewer = MEMBER
    text = await text_of(client)
    assert "还差 1 人" in text
    assert "王秀兰" not in text + await text_of(client, "/musters.csv")


async def test_the_caller_sees_who_comes(client, door, rig):
    await rig.store.work(lambda unit: unit.musters.save(replace(DIKE, called_by="liu")))
    door.viewer = MEMBER
    assert "王秀兰" in await text_of(client)


@pytest.mark.parametrize("viewer", [OUTSIDE, BOUND], ids=["another-grid", "within"])
async def test_calls_of_other_grids_are_not_shown(client, door, viewer):
    door.viewer = viewer
    assert "现在没有召集。" in await text_of(client)


async def test_the_table(client):
    response = await client.get("/musters.csv")
    (head, line) = (await response.read()).decode("utf-8-sig").splitlines()
    assert head.startswith("做什么,网格,几时,")
    assert line == "巡堤,第一网格,2026-03-07 08:00,南门,3,2,1,2,何网格长,王秀兰"


async def test_what_is_over_is_gone(client, rig):
    over = replace(DIKE, step=MusterStep.OVER, starts_at=T0 - timedelta(days=1))
    await rig.store.work(lambda unit: unit.musters.save(over))
    assert "现在没有召集。" in await text_of(client)


async def test_a_call_to_all_grids_names_nobody_to_the_leader_of_one(client, rig):
    await rig.store.work(lambda unit: unit.musters.save(replace(DIKE, grid=None, called_by="zhou")))
    text = await text_of(client)
    assert "还差 1 人" in text
    assert "王秀兰" not in text


async def test_a_call_to_another_community_is_not_shown(client, door, rig):
    elsewhere = replace(DIKE, grid=None, community="别的社区", called_by="zhou")
    await rig.store.work(lambda unit: unit.musters.save(elsewhere))
    assert "现在没有召集。" in await text_of(client)
    door.viewer = replace(LEADER, person=replace(HE, grids=()))
    assert "还差 1 人" in await text_of(client)
