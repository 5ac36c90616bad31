"""A case for other platforms at the desk: a block to copy, a number to note."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance, make_app
from bot.desk.material import load_material
from bot.desk.pages.elsewhere import ExchangePages
from bot.domain.matters import Privacy
from bot.domain.viewing import Viewer
from bot.exchange.book import Exchangebook
from bot.exchange.mapping import shipped_mappings
from bot.exchange.writing import Writer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from tests.builders import HE, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.door import FakeDoor
from tests.unit.desk.conftest import FakeHealth
from tests.unit.desk.fake_board import FakeBoard
from tests.unit.journey.conftest import store

assert store  # a fixture
MATERIAL, MATTERS, CATALOGUE = load_material(), read_matters(None), Catalogue.load()
LAMP = case(1, key="case-1", grid="g1", item="GY-11", words="路灯坏了，电话13812345678")
HIM, ADMIN = Viewer(name="he", person=HE), Viewer(name="root", admin=True, all_open=True)
PAGE = "/cases/case-1/exchange"


@pytest.fixture
async def desk(store):
    """The page over a store with cases, as somebody sees it."""
    others = (
        replace(LAMP, key="case-2", number=2),
        replace(LAMP, key="case-3", number=3, privacy=Privacy.RESTRICTED),
        replace(LAMP, key="case-4", number=4, item="WY-10"),
    )
    for one in (LAMP, *others):
        await store.work(lambda unit, c=one: unit.cases.add(c))
    book = Exchangebook(
        store=store,
        writer=lambda: Writer(directory=directory(), matters=MATTERS, words=CATALOGUE),
        mappings=shipped_mappings,
        clock=FakeClock(),
    )
    door = FakeDoor(viewer=HIM)
    app = make_app(
        board=FakeBoard(),
        health=FakeHealth(),
        entrance=Entrance(door=door),
        parts=[ExchangePages(book=book, material=MATERIAL)],
        material=MATERIAL,
    )
    async with TestClient(TestServer(app)) as client:
        yield client, door


async def test_a_block_to_copy_for_each_platform(desk):
    client, _ = desk
    page = await (await client.get(PAGE)).text()
    assert "粤平安" in page
    assert "诉求内容：路灯坏了" in page
    assert "13812345678" not in page


async def test_a_number_is_noted_once_for_one_case(desk, store):
    client, _ = desk
    form = {"platform": "hotline12345", "number": " GD 17 "}
    response = await client.post(PAGE, data=form)
    assert response.status == 200
    assert '<span class="status">GD 17</span>' in await response.text()
    assert (await client.post(PAGE, data=form)).status == 200
    taken = await client.post("/cases/case-2/exchange", data=form)
    assert (taken.status, "另一件" in await taken.text()) == (409, True)
    (number,) = await store.look(lambda unit: unit.exchange.of_cases(["case-1", "case-2"]))
    assert number.case == "case-1"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"platform": "hotline12345", "number": " "}, 400),
        ({"platform": "hotline12345", "number": "1" * 65}, 400),
        ({"platform": "other", "number": "1"}, 404),
    ],
)
async def test_what_is_no_number_of_a_platform(desk, form, status):
    client, _ = desk
    assert (await client.post(PAGE, data=form)).status == status


@pytest.mark.parametrize("key", ["case-3", "case-4", "case-5"])
async def test_what_may_not_be_told_openly_is_not_passed_on(desk, key):
    client, _ = desk
    form = {"platform": "hotline12345", "number": "1"}
    assert (await client.get(f"/cases/{key}/exchange")).status == 404
    assert (await client.post(f"/cases/{key}/exchange", data=form)).status == 404


async def test_whoever_only_administers_passes_nothing_on(desk):
    client, door = desk
    door.viewer = ADMIN
    assert (await client.get(PAGE)).status == 404
