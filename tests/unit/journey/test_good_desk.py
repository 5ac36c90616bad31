"""Goods at the desk: edited by who administers, in force at once; codes taken once."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.books.goods import Goodbook
from bot.desk.material import load_material
from bot.desk.pages.goods import GoodPages
from bot.domain.points import Activity, PointRules
from bot.domain.viewing import Viewer
from bot.journey.beside.cashing import Cashing
from tests.builders import HE, LIU, SHU, WANG, after, directory
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import FakeBoard
from tests.unit.journey.test_point_desk import CODE, EARNED, GOODS
from tests.unit.journey.test_points import SHOP, ask, told

RULES = PointRules(activities=(Activity(names=("巡堤",), an_hour=10),), goods=GOODS)
ROOT = Viewer(name="root", admin=True)
MEMBER = Viewer(name="liu", person=LIU)
NEW = {"name": "大米", "partner": "惠民超市", "points": "30", "stock": "1", "people": "shop"}


@pytest.fixture(scope="module")
def material():
    return load_material()


@pytest.fixture
def office(office):
    return replace(office, areas=directory(people=(WANG, LIU, HE, SHU, SHOP)), points=RULES)


@pytest.fixture
def door():
    return FakeDoor(viewer=ROOT)


async def earn(unit):
    await unit.points.add(EARNED)
    await unit.points.issue(CODE)


@pytest.fixture
async def client(rig, door, material):
    await rig.store.work(earn)
    book = Goodbook(
        store=rig.store,
        directory=lambda: rig.office.directory,
        clock=rig.clock,
        signals=rig.office.signals,
        rules=rig.office.points,
    )
    cashing = Cashing(office=rig.office, store=rig.store)
    pages = GoodPages(book=book, cashing=cashing, ids=rig.office.ids, material=material)
    app = make_app(
        board=FakeBoard(),
        health=None,
        entrance=Entrance(door=door),
        parts=[pages],
        material=material,
    )
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(client):
    return await (await client.get("/goods")).text()


async def change(client, **fields):
    return await client.post("/goods", data=fields, allow_redirects=False)


async def take(client, code):
    response = await client.post("/goods/codes", data={"code": code})
    return response.status, await response.text()


async def test_everybody_sees_what_is_to_be_had(client, door):
    door.viewer = MEMBER
    text = await text_of(client)
    assert "洗衣液（惠民超市）：20 分，5 份里剩 4 份" in text
    assert "加一样" not in text


async def test_a_new_good_is_to_be_had_at_once(client, rig):
    assert (await change(client, **NEW)).status == 303
    text = await text_of(client)
    assert "大米（惠民超市）：30 分，1 份里剩 1 份，惠民超市小周可核销" in text
    assert '<span class="actor">root</span>' in text
    assert await rig.journey.restaffing.run_once() == 1
    await ask(rig, "积分兑换", "wang")
    assert "1 洗衣液（20分），剩4份；2 大米（30分），剩1份" in told(rig, "wang")[-1]


async def test_a_good_is_changed_and_struck_off_by_its_last_day(client, rig):
    form = NEW | {"good": "soap", "name": "洗衣液", "stock": "1", "until": "2026-03-01"}
    assert (await change(client, **form)).status == 303
    assert "1 份里剩 0 份，到 <time>2026-03-01</time>（过期，换不了）" in await text_of(client)
    await rig.journey.restaffing.run_once()
    await ask(rig, "积分兑换", "wang")
    assert "洗衣液" not in told(rig, "wang")[-1]
    assert (await take(client, "00412345"))[0] == 403


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "洗衣液"}, "不能和别的重"),
        ({"points": "0"}, "从 1 起"),
        ({"points": "很多"}, "要填数和日期"),
        ({"until": "明天"}, "要填数和日期"),
        ({"people": "nobody"}, "有人不在名单里"),
    ],
)
async def test_what_is_not_possible_is_told_and_not_written(client, fields, why):
    response = await change(client, **NEW | fields)
    assert (response.status, why in await response.text()) == (422, True)
    assert "大米" not in await text_of(client)


async def test_only_who_administers_changes_goods(client, door):
    door.viewer = Viewer(name="he", person=HE)
    assert (await change(client, **NEW)).status == 403


async def test_the_form_of_one_good(client):
    text = await (await client.get("/goods?edit=soap")).text()
    assert 'name="good" value="soap"' in text
    assert "改“洗衣液”" in text


async def test_a_code_is_taken_once_and_its_owner_told(client, door, rig):
    door.viewer = MEMBER
    assert (await take(client, "99999999"))[1].count("核销不了：没有这个码，或者过期了。") == 1
    status, text = await take(client, " 0041 2345 ")
    assert (status, "已核销：洗衣液，20分。" in text) == (200, True)
    status, text = await take(client, "00412345")
    assert (status, "核销不了：这个码用过了。" in text) == (422, True)
    await rig.settle()
    assert told(rig, "wang")[-1] == "您的兑换码已用：洗衣液，20分，现有10分。"
    balances = await rig.store.look(lambda unit: unit.points.balances())
    assert balances == {"person:wang": 10, "issued": -30, "goods": 20}


async def test_a_code_that_is_over_is_not_taken(client, door, rig):
    door.viewer = MEMBER
    rig.clock.jump(after(days=15))
    assert "过期" in (await take(client, "00412345"))[1]


async def test_nobody_takes_his_own_or_without_the_right(client, door):
    for person in (WANG, SHU):
        door.viewer = Viewer(name=person.id, person=person)
        assert "<h3>核销</h3>" not in await text_of(client)
        status, text = await take(client, "00412345")
        assert status == 422
        assert "已核销" not in text
