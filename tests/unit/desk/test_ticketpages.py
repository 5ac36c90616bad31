"""The page that takes tickets in: what it asks of the book, and who gets no form."""

import io

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.pages.tickets import FateRow, TicketPages, Tried
from bot.domain.errors import ConfigError
from bot.domain.viewing import Viewer
from tests.builders import HE

LEADER = Viewer(name="he", person=HE)
ROOT = Viewer(name="root", admin=True, all_open=True)


def row(line, fate="立新件", **fields):
    fields = {"number": f"GD{line}", "key": "", "case": None, "detail": "路灯"} | fields
    return FateRow(line=line, fate=fate, **fields)


class FakeTickets:
    """Keeps what it was given; `rows` is what becomes of any file."""

    def __init__(self) -> None:
        self.rows = [row(2), row(3, "并入", key="case-7", case=7), row(4, "读不了", number="<b>")]
        self.given: list[tuple[str, str, bytes]] = []
        self.taken: list[tuple[str, str]] = []

    def may(self, viewer):
        return viewer.person is not None

    async def platforms(self):
        return [("hotline12345", "12345"), ("yuepingan", "粤平安")]

    async def check(self, viewer, platform, data):
        if platform != "hotline12345":
            raise ConfigError(["no column"])
        self.given.append((viewer.name, platform, data))
        counts = [("立新件", 1), ("并入", 1), ("读不了", 1)]
        return Tried(
            token="t-1", platform="12345", counts=counts, takes=bool(self.rows), rows=self.rows
        )

    async def take(self, viewer, token):
        self.taken.append((viewer.name, token))
        return 2 if token == "t-1" else None


@pytest.fixture
def tickets():
    return FakeTickets()


@pytest.fixture
async def client(desk, door, material, tickets):
    door.viewer = LEADER
    app = desk(parts=[TicketPages(book=tickets, material=material)])
    async with TestClient(TestServer(app)) as client:
        yield client


def form(data=b"x", platform="hotline12345"):
    made = FormData()
    made.add_field("platform", platform)
    made.add_field("file", io.BytesIO(data), filename="in.csv", content_type="text/csv")
    return made


async def told(answer):
    return answer.status, await answer.text()


async def test_every_row_is_shown_before_anything_is_taken(client, tickets):
    status, page = await told(await client.post("/tickets", data=form("单号".encode("gbk"))))
    assert (status, page.count("<tr><td>")) == (200, 3)
    assert "试读 3 行，什么都没有改。立新件 1，并入 1，读不了 1" in page
    assert '<a href="/cases/case-7">#7</a>' in page
    assert "&lt;b&gt;" in page
    assert tickets.given == [("he", "hotline12345", "单号".encode("gbk"))]
    assert tickets.taken == []


async def test_what_was_shown_is_taken(client, tickets):
    answer = await client.post("/tickets/take", data={"token": "t-1"}, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/tickets?taken=2")
    assert tickets.taken == [("he", "t-1")]
    assert "2 件已交给群理" in (await told(await client.get("/tickets?taken=2")))[1]
    assert "已交给群理" not in (await told(await client.get("/tickets?taken=<b>")))[1]


async def test_what_is_kept_no_more_has_to_be_tried_again(client):
    status, page = await told(await client.post("/tickets/take", data={"token": "old"}))
    assert (status, "请重新传文件" in page) == (410, True)


async def test_a_file_that_cannot_be_read_is_told_in_one_sentence(client):
    status, page = await told(await client.post("/tickets", data=form(platform="yuepingan")))
    assert (status, "这个文件读不了" in page) == (422, True)
    assert (await client.post("/tickets", data={"platform": "hotline12345"})).status == 400


async def test_a_large_file_is_taken_and_a_larger_one_is_not(client, tickets):
    assert (await client.post("/tickets", data=form(b"x" * 5_000_000))).status == 200
    assert len(tickets.given[0][2]) == 5_000_000
    status, page = await told(await client.post("/tickets", data=form(b"x" * 5_400_000)))
    assert (status, "最多 5 MB" in page) == (413, True)


async def test_nothing_to_take_has_no_button(client, tickets):
    tickets.rows = []
    assert "就这样导入" not in (await told(await client.post("/tickets", data=form())))[1]


async def test_who_may_not_gets_no_form_and_takes_nothing(client, door, tickets):
    door.viewer = ROOT
    status, page = await told(await client.get("/tickets"))
    assert (status, 'type="file"' in page) == (200, False)
    assert (await client.post("/tickets", data=form())).status == 403
    assert (await client.post("/tickets/take", data={"token": "t-1"})).status == 403
    assert (tickets.given, tickets.taken) == ([], [])
