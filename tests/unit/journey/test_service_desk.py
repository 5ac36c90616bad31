"""The three lists at the desk: who leads the grid sees words and names, others what kind and how
far.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.services import Servicebook
from bot.desk.material import load_material
from bot.desk.pages.services import ServicePages
from bot.domain.giving import Giving, Side
from bot.domain.service import Service, ServiceMove, ServiceState
from bot.domain.value import FigureRules
from bot.domain.viewing import Viewer
from tests.builders import HE, LIU, T0, case
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard

LEADER, MEMBER = Viewer(name="he", person=HE), Viewer(name="liu", person=LIU)
OUTSIDE = Viewer(name="far", person=replace(HE, id="far", grids=("g9",)))
BOUND = replace(OUTSIDE, person=replace(LIU, id="both", grids=()), within=("g9",))
CLINIC = Giving(
    id="giving-1",
    community="桥头社区",
    grid="g1",
    side=Side.RESOURCE,
    kind="clinic",
    matter="我们医院周六可以上门义诊",
    amount="两小时",
    place="",
    person="chen",
    made_at=T0,
    until=T0 + timedelta(days=5),
    listed=True,
)
NEED = replace(CLINIC, id="giving-2", side=Side.NEED, matter="谁能量血压", amount="", person="wang")
SERVICE = Service(
    id="service-1",
    community="桥头社区",
    grid="g1",
    kind="clinic",
    need="giving-2",
    resource="giving-1",
    needer="wang",
    giver="chen",
    wanted="谁能量血压",
    offered="我们医院周六可以上门义诊",
    heads=1,
    reasons="same_grid,saturday",
    leader="he",
    begin_at=T0,
    end_at=T0 + timedelta(days=5),
    made_at=T0,
    since=T0,
    next_at=None,
    state=ServiceState.UNDER_WAY,
)


async def fill(unit):
    for one in (CLINIC, NEED):
        await unit.givings.add(one)
    await unit.services.save(SERVICE)
    await unit.services.note(
        ServiceMove(service=SERVICE.id, at=T0, state=ServiceState.ACCEPTED, actor="he")
    )


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def door():
    return FakeDoor(viewer=LEADER)


@pytest.fixture
async def client(rig, door, material):
    await rig.store.work(fill)
    book = Servicebook(
        store=rig.store,
        directory=lambda: rig.office.directory,
        clock=rig.clock,
        words=rig.office.words,
        figures=FigureRules(few=1),
    )
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[ServicePages(book=book, material=material)],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(client, path="/services"):
    return await (await client.get(path)).text()


async def test_who_leads_the_grid_sees_words_and_names(client):
    text = await text_of(client)
    assert "我们医院周六可以上门义诊 ↔ 谁能量血压" in text
    assert "陈楼长 帮 王秀兰" in text
    assert "同网格、周六" in text
    assert "今年定下服务 <b>1</b> 项，落实 <b>0</b> 项，落实率 <b>0.0%</b>" in text


async def test_others_of_the_grid_see_what_kind_and_how_far(client, door):
    door.viewer = MEMBER
    text = await text_of(client)
    assert "看诊" in text
    assert "进行中" in text
    for part in ("王秀兰", "陈楼长", "血压", "义诊"):
        assert part not in text + await text_of(client, "/services.csv")


@pytest.mark.parametrize("viewer", [OUTSIDE, BOUND], ids=["another-grid", "within"])
async def test_other_grids_are_not_shown(client, door, viewer):
    door.viewer = viewer
    text = await text_of(client)
    assert text.count("没有。") == 3
    assert "今年定下服务 <b>0</b> 项" in text


async def test_what_is_for_the_whole_community_is_for_whoever_has_a_part_in_it(client, door, rig):
    async def widen(unit):
        await unit.givings.add(replace(NEED, id="giving-3", grid=None, amount="三人"))
        await unit.services.save(replace(SERVICE, id="service-2", grid=None, heads=3))

    await rig.store.work(widen)
    assert "看诊 3 份" in await text_of(client)
    door.viewer = OUTSIDE
    text = await text_of(client)
    assert text.count("没有。") == 3
    assert "三人" not in text


async def test_the_table(client):
    response = await client.get("/services.csv")
    head, *lines = (await response.read()).decode("utf-8-sig").splitlines()
    assert head.startswith("清单,哪一类,多少,网格,")
    assert lines == [
        "资源,看诊,两小时,第一网格,2026-03-07,,我们医院周六可以上门义诊,陈楼长",
        "需求,看诊,,第一网格,2026-03-07,,谁能量血压,王秀兰",
        "服务,看诊,1,第一网格,2026-03-02,进行中,我们医院周六可以上门义诊 / 谁能量血压,"
        "陈楼长 / 王秀兰",
    ]


async def test_when_it_has_ended_its_words_are_gone(client, rig):
    over = replace(SERVICE, state=ServiceState.CONFIRMED, wanted="", offered="")
    await rig.store.work(lambda unit: unit.services.save(over))
    text = await text_of(client)
    assert "已确认" in text
    assert "落实率 <b>100.0%</b>" in text
    assert " ↔ " not in text


async def test_what_a_case_lacks_leads_to_the_case_and_says_how_much_is_left(client, rig):
    lacks = replace(
        NEED, id="giving-9", kind="money", amount="200块", of_case="case-000312", wanted=200
    )

    async def ask(unit):
        await unit.cases.add(case(312))
        await unit.givings.add(lacks)
        await unit.givings.pledge(lacks.id, 150)

    await rig.store.work(ask)
    assert '<a href="/cases/case-000312">#312</a> 还差 50' in await text_of(client)


async def test_the_address_names_a_kind_and_a_grid(client, rig):
    await rig.store.work(
        lambda unit: unit.givings.add(replace(NEED, id="giving-8", kind="tool", matter="借梯子"))
    )
    text = await text_of(client, "/services?kind=工具")
    assert "借梯子" in text
    assert "血压" not in text
    assert "<option selected>工具</option>" in text
    assert "今年定下服务 <b>1</b> 项" in text
    assert "血压" not in await text_of(client, "/services.csv?kind=工具&grid=")
    assert (await text_of(client, "/services?grid=没有的网格")).count("没有。") == 3
