"""Building leaders, families and decisions at the desk: who sees what, and what a look leaves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.care import Carebook
from bot.desk.books.leaders import Leaderbook
from bot.desk.books.people import Peoplebook
from bot.desk.books.resolutions import Resolutionbook
from bot.desk.material import load_material
from bot.desk.pages.care import CarePages
from bot.desk.pages.leaders import LeaderPages
from bot.desk.pages.resolutions import ResolutionPages
from bot.domain.meetings import MeetingRules
from bot.domain.records import of_care
from bot.domain.resolution import Resolution, confirmed, done
from bot.domain.viewing import Viewer
from tests.builders import HE, LIU, T0
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard

ADMIN = Viewer(name="root", admin=True, all_open=True)
LEADER, MEMBER = Viewer(name="he", person=HE), Viewer(name="liu", person=LIU)
OUTSIDE = Viewer(name="far", person=replace(HE, grids=("g9",)))
FAMILY = {
    "grid": "g1",
    "building": "3栋",
    "called": "李奶奶",
    "kind": "alone",
    "carer": "chen",
    "days": "7",
}


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def door():
    return FakeDoor(viewer=ADMIN)


@pytest.fixture
async def client(rig, door, material):
    office, store = rig.office, rig.store
    people = Peoplebook(
        areas=lambda: office.everybody,
        rota=lambda: office.rota,
        store=store,
        clock=office.clock,
        signals=office.signals,
        words=office.words,
    )
    shared = {"store": store, "directory": lambda: office.directory, "clock": office.clock}
    parts = [
        LeaderPages(
            book=Leaderbook(people=people, quiet=office.leaders.quiet, **shared), material=material
        ),
        CarePages(
            book=Carebook(ids=office.ids, **shared), material=material, kinds={"alone": "独居老人"}
        ),
        ResolutionPages(book=Resolutionbook(**shared), material=material),
    ]
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=parts,
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(client, path):
    return await (await client.get(path)).text()


async def post(client, path, **form):
    return await client.post(path, data=form, allow_redirects=False)


async def test_the_register_shows_gaps_and_who_leads(client):
    text = await text_of(client, "/leaders")
    assert "3 栋里有楼长的 <b>1</b> 栋" in text
    assert "3栋：陈楼长" in text
    assert "1栋：<b>还没有楼长</b>" in text
    assert "没动静" not in text


async def test_silence_is_shown_to_whoever_leads_the_grid(client, door):
    door.viewer = LEADER
    assert "3栋：陈楼长（30 天没动静）" in await text_of(client, "/leaders")
    door.viewer = OUTSIDE
    assert "没动静）" not in await text_of(client, "/leaders")


async def test_a_building_is_given_to_one_only(client, rig):
    assert (await post(client, "/leaders", post="g1/3栋", person="zhao")).status == 303
    await rig.journey.restaffing.run_once()
    text = await text_of(client, "/leaders")
    assert "3栋：赵强" in text
    assert "<li>3栋：陈楼长" not in text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"post": "g1/9栋", "person": "zhao"}, 422),
        ({"post": "g1/3栋", "person": "nobody"}, 422),
        ({}, 422),
    ],
)
async def test_what_cannot_be(client, form, status):
    assert (await post(client, "/leaders", **form)).status == status


async def test_only_administrators_change_the_register(client, door):
    door.viewer = LEADER
    assert (await post(client, "/leaders", post="g1/3栋", person="zhao")).status == 403


async def test_the_register_as_a_table(client):
    response = await client.get("/leaders.csv")
    assert (await response.text()).splitlines() == [
        "\ufeff网格,楼栋,楼长",
        "第一网格,1栋,",
        "第一网格,2栋,",
        "第一网格,3栋,陈楼长",
    ]


async def test_a_family_is_entered_without_showing_its_name(client, door, rig):
    door.viewer = LEADER
    assert (await post(client, "/care", **FAMILY)).status == 303
    text = await text_of(client, "/care")
    assert "陈楼长联系，每 7 天一次" in text
    assert "李奶奶</b>" not in text
    (family,) = await rig.store.look(lambda unit: unit.care.of_grids(["g1"]))
    assert family.next_at == rig.clock.now() + timedelta(days=7)


async def test_a_look_shows_the_name_and_leaves_a_trace(client, door, rig):
    door.viewer = LEADER
    await post(client, "/care", **FAMILY)
    (family,) = await rig.store.look(lambda unit: unit.care.of_grids(["g1"]))
    text = await (await post(client, f"/care/{family.id}")).text()
    assert "<b>李奶奶</b>（独居老人）" in text
    lines = await rig.store.look(lambda unit: unit.cases.history(of_care(family.id)))
    assert [line.actor for line in lines] == ["he"]
    assert (await post(client, f"/care/{family.id}/end")).status == 303
    assert await rig.store.look(lambda unit: unit.care.of_grids(["g1"])) == []
    assert await rig.store.look(lambda unit: unit.cases.history(of_care(family.id))) == lines


@pytest.mark.parametrize("viewer", [ADMIN, MEMBER])
async def test_whoever_has_no_right_sees_no_families(client, door, viewer):
    door.viewer = LEADER
    await post(client, "/care", **FAMILY)
    door.viewer = viewer
    assert (await client.get("/care")).status == 403
    assert (await post(client, "/care", **FAMILY)).status in (403, 422)


async def test_another_grid_is_none_of_his(client, door, rig):
    door.viewer = LEADER
    await post(client, "/care", **FAMILY)
    (family,) = await rig.store.look(lambda unit: unit.care.of_grids(["g1"]))
    door.viewer = OUTSIDE
    assert "陈楼长联系" not in await text_of(client, "/care")
    assert (await post(client, f"/care/{family.id}")).status == 403
    assert (await post(client, f"/care/{family.id}/end")).status == 403
    assert await rig.store.look(lambda unit: unit.cases.history(of_care(family.id))) == []


@pytest.mark.parametrize("wrong", [{"building": "9栋"}, {"carer": "nobody"}, {"days": "0"}])
async def test_a_family_that_cannot_be(client, door, wrong):
    door.viewer = LEADER
    assert (await post(client, "/care", **FAMILY | wrong)).status == 422


@pytest.fixture
async def decided(rig):
    rules = MeetingRules()
    one = Resolution(
        id="resolution-1",
        community="桥头社区",
        grid="g1",
        matter="换表箱",
        owner="chen",
        owner_name="陈楼长",
        by="he",
        made_at=T0,
        until=T0 - timedelta(days=1),
    )
    late = confirmed(one, 1, rules)
    settled = done(confirmed(replace(one, id="resolution-2", until=T0), 2, rules), "chen", T0)

    async def keep(unit):
        await unit.resolutions.add(replace(one, id="resolution-0", matter="没定的"))
        await unit.resolutions.add(late)
        await unit.resolutions.add(settled)

    await rig.store.work(keep)


@pytest.mark.usefixtures("decided")
async def test_what_meetings_decided(client, door):
    text = await text_of(client, "/resolutions")
    assert "没办完 1 件" in text
    assert "<b>过期</b>" in text
    assert "办好了 1 件，按时 1 件" in text
    assert "没定的" not in text
    table = await (await client.get("/resolutions.csv")).text()
    assert table.splitlines()[1:] == [
        "1,换表箱,陈楼长,何网格长,2026-03-01,过期",
        "2,换表箱,陈楼长,何网格长,2026-03-02,办好了",
    ]
    door.viewer = OUTSIDE
    assert "没办完 1 件" in await text_of(client, "/resolutions")
    door.viewer = Viewer(name="far", person=replace(LIU, id="x", grids=("g9",)))
    assert "没办完 0 件" in await text_of(client, "/resolutions")
