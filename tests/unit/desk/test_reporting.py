"""The page behind a code on a wall, and the page to follow a report."""

from dataclasses import replace

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance
from bot.desk.books.followed import FollowedRow
from bot.desk.pages.reporting import ReportPages, ReportRules
from bot.domain.errors import StorageError
from bot.domain.visitors import PAGE, Spot, visitor_account
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import NOON, StillClock

YARD = Spot(token="yard", grid="g1", made_at=NOON, building="3栋", spot="车棚")
ROW = FollowedRow(
    key="c1",
    number=7,
    item_name="路灯故障",
    status_name="处理中",
    private=False,
    confirmable=False,
    steps=[(NOON, "case_opened")],
)


class FakeBook:
    """One code; rows of whoever asks."""

    def __init__(self):
        self.rows = []
        self.broken = False

    async def spot(self, token):
        if self.broken:
            raise StorageError("disk I/O error")
        return YARD if token == "yard" else None

    async def followed(self, channel, account):
        assert channel == PAGE
        return self.rows


class FakeVisitors:
    """Keeps what is said."""

    def __init__(self):
        self.said = []
        self.told = ()
        self.ready = True

    async def say(self, account, text, picture=None):
        if self.ready:
            self.said.append((account, text, picture))
        return self.ready

    def answers(self, account):
        return self.told


@pytest.fixture
def book():
    return FakeBook()


@pytest.fixture
def visitors():
    return FakeVisitors()


@pytest.fixture
async def client(desk, material, book, visitors):
    """Nobody who has signed in."""
    pages = ReportPages(
        book=book,
        visitors=visitors,
        alarming=lambda text: "着火" in text,
        material=material,
        clock=StillClock(),
        rules=ReportRules(most=3, picture_bytes=1_000),
    )
    app = desk([pages], entrance=Entrance(door=FakeDoor(viewer=None)))
    async with TestClient(TestServer(app)) as client:
        yield client


def filled(text="灯不亮", where="第二盏", picture=b""):
    form = FormData(default_to_multipart=True)
    form.add_field("text", text)
    form.add_field("where", where)
    form.add_field("picture", picture, filename="a.jpg", content_type="image/jpeg")
    return form


async def test_the_page_knows_the_place_and_needs_no_account(client):
    response = await client.get("/r/yard")
    page = await response.text()
    assert response.status == 200
    assert "3栋车棚" in page
    assert 'href="tel:119"' in page
    assert "<script" not in page


async def test_a_report_goes_in_with_the_place_and_can_be_followed(client, book, visitors):
    response = await client.post("/r/yard", data=filled(picture=b"jpeg"), allow_redirects=False)
    assert response.status == 303
    ((account, text, picture),) = visitors.said
    assert (text, picture) == ("3栋车棚第二盏 灯不亮", b"jpeg")
    grid, secret = response.headers["Location"].removeprefix("/r/mine/").split(".")
    assert account == visitor_account(grid, secret)
    assert secret not in account
    waiting = await (await client.get(response.headers["Location"])).text()
    assert "正在看" in waiting
    book.rows = [ROW]
    assert "路灯故障" in await (await client.get(response.headers["Location"])).text()


async def test_a_simple_form_will_do(client, visitors):
    await client.post("/r/yard", data={"text": " 灯  不亮 "})
    assert visitors.said[0][1:] == ("3栋车棚 灯 不亮", None)


async def test_danger_is_answered_at_once(client, visitors):
    page = await (await client.post("/r/yard", data={"text": "车棚着火了"})).text()
    assert "先打电话" in page
    assert 'href="tel:119"' in page
    assert len(visitors.said) == 1


@pytest.mark.parametrize(
    ("path", "form", "status", "told"),
    [
        ("/r/other", {"text": "灯不亮"}, 404, "不用了"),
        ("/r/yard", {"text": " "}, 400, "请写一句"),
        ("/r/yard", filled(picture=bytes(1_001)), 413, "太大"),
        ("/r/mine/g1.short", {"words": "好了"}, 400, ""),
        ("/r/mine/g1.0123456789abcdef", {"words": " "}, 400, ""),
    ],
)
async def test_what_is_wrong_is_said(client, visitors, path, form, status, told):
    response = await client.post(path, data=form)
    assert response.status == status
    assert told in await response.text()
    assert visitors.said == []


@pytest.mark.parametrize("path", ["/r/other", "/r/mine/g1.short", "/r/mine/nothing"])
async def test_unknown_addresses(client, path):
    assert (await client.get(path)).status == 404


async def test_nobody_reports_all_the_time(client, visitors):
    statuses = [(await client.post("/r/yard", data=filled())).status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert len(visitors.said) == 3


@pytest.mark.parametrize("wrong", ["not_ready", "broken"])
async def test_a_service_that_cannot_store_says_so(client, book, visitors, wrong):
    visitors.ready, book.broken = wrong != "not_ready", wrong == "broken"
    response = await client.post("/r/yard", data={"text": "灯不亮"})
    assert response.status == 503
    assert "没有发出" in await response.text()


async def test_whoever_reported_says_whether_it_is_done(client, book, visitors):
    book.rows = [replace(ROW, confirmable=True)]
    page = await (await client.get("/r/mine/g1.0123456789abcdef")).text()
    assert "还没修好" in page
    await client.post("/r/mine/g1.0123456789abcdef", data={"words": "还没修好", "number": "7"})
    await client.post("/r/mine/g1.0123456789abcdef", data={"free": "快点", "number": "8"})
    assert [text for _, text, _ in visitors.said] == ["#7 还没修好", "快点"]


async def test_private_matters_show_no_steps(client, book):
    book.rows = [replace(ROW, private=True, item_name="", steps=())]
    page = await (await client.get("/r/mine/g1.0123456789abcdef")).text()
    assert "专人处理" in page
