"""The points ledger at the desk: who leads sees it, everybody sees the goods."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.points import Pointbook
from bot.desk.material import load_material
from bot.desk.pages.points import PointPages
from bot.domain.points import Code, Good, PointRules, spent
from bot.domain.viewing import Viewer
from tests.builders import HE, LIU, T0, after
from tests.contract.test_store_points import WALL
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard

GOODS = (Good(id="soap", name="洗衣液", partner="惠民超市", points=20, stock=5),)
RULES = PointRules(goods=GOODS, stars=(10, 25, 100))
CODE = Code(code="00412345", person="wang", good="soap", points=20, until=after(days=14))
EARNED = replace(
    WALL,
    person="wang",
    lines=tuple(
        replace(line, account="person:wang") if line.points > 0 else line for line in WALL.lines
    ),
)


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def door():
    return FakeDoor(viewer=Viewer(name="he", person=HE))


async def book(unit):
    """Thirty points, of which twenty were spent."""
    await unit.points.add(EARNED)
    await unit.points.issue(CODE)
    await unit.points.use(CODE.code, T0)
    await unit.points.add(spent(CODE, by="liu", booking="booking-2", now=after(days=2)))


@pytest.fixture
async def client(rig, door, material):
    await rig.store.work(book)
    pages = PointPages(
        book=Pointbook(
            store=rig.store,
            directory=lambda: rig.office.directory,
            clock=rig.clock,
            rules=lambda: RULES,
            words=rig.office.words,
        ),
        material=material,
    )
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[pages],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(client, path="/points"):
    return await (await client.get(path)).text()


async def test_who_leads_sees_points_and_codes(client):
    text = await text_of(client)
    assert "王秀兰</a>：<b>10</b> 分，近一年得 30 分，2 星" in text
    assert "王秀兰换了洗衣液，20 分" in text
    assert "刘网格员核销" in text


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(name="liu", person=LIU),
        Viewer(name="far", person=replace(HE, id="far", grids=("g9",))),
        Viewer(name="root", admin=True, all_open=True),
    ],
    ids=["member", "another-grid", "administrator"],
)
async def test_others_see_nobodys_points(client, door, viewer):
    door.viewer = viewer
    assert "王秀兰" not in await text_of(client) + await text_of(client, "/points.csv")
    response = await client.get("/points/wang")
    assert response.status == 404
    assert "王秀兰" not in await response.text()


async def test_an_account_shows_both_lines_of_every_booking(client):
    text = " ".join((await text_of(client, "/points/wang")).split())
    newest, oldest = (text.index(f"<td>{other}</td>") for other in ("商品", "积分发放"))
    assert newest < oldest
    assert (
        "<td>兑换</td> <td>王秀兰</td> <td>商品</td> <td>20</td> <td>10</td> <td>刘网格员</td>"
        in text
    )
    assert "<td>积分发放</td> <td>王秀兰</td> <td>30</td> <td>30</td>" in text
    assert (await client.get("/points/nobody")).status == 404


async def test_the_table(client):
    response = await client.get("/points.csv")
    rows = (await response.read()).decode("utf-8-sig").splitlines()
    assert rows == ["谁,有几分,近一年得几分,几星", "王秀兰,10,30,2"]


async def test_points_that_have_run_out_are_none(client, rig):
    rig.clock.jump(after(days=400))
    assert "王秀兰</a>：<b>0</b> 分，近一年得 0 分<" in await text_of(client)
