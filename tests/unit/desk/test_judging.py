"""The page of talk that may be a report, and clicks that put something right."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.doubts import DoubtRow
from bot.desk.pages.judging import JudgingPages, as_shown
from bot.domain.correction import OrderKind
from tests.unit.desk.fake_board import NOON


def doubt_row(**fields) -> DoubtRow:
    usual = {
        "id": "doubt-1",
        "words": "健身馆门外那排射灯整夜晃眼睛",
        "item_name": "违规户外广告与招牌",
        "room": "富善花园业主群",
        "asked": "",
        "said_at": NOON,
        "until": NOON,
    }
    return DoubtRow(**usual | fields)


class FakeBook:
    """Keeps what it is told."""

    def __init__(self, *rows: DoubtRow) -> None:
        self.rows = rows
        self.orders: list[tuple[str, str, str]] = []

    async def doubts(self, viewer, limit):
        return self.rows[:limit]

    async def order(self, viewer, kind, subject, value=""):
        self.orders.append((kind.value, subject, value))


@pytest.fixture
def book():
    return FakeBook(
        doubt_row(),
        doubt_row(id="doubt-2", words="<b>楼上滴水</b>", asked="梁楼长"),
        doubt_row(id="doubt-3", words="低保的钱没到", private=True),
    )


@pytest.fixture
async def judge(desk, book, material):
    app = desk(parts=[JudgingPages(book=book, material=material)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_doubts_are_listed_and_private_words_are_not(judge):
    response = await judge.get("/doubts")
    text = await response.text()
    assert response.status == 200
    for words in ("射灯", "还没问人", "已问梁楼长", "&lt;b&gt;楼上滴水", "涉及隐私"):
        assert words in text
    assert "低保" not in text
    assert text.count("<form") == 2


async def test_without_any_the_page_says_so(desk, material):
    app = desk(parts=[JudgingPages(book=FakeBook(), material=material)])
    async with TestClient(TestServer(app)) as client:
        assert "现在没有" in await (await client.get("/doubts")).text()


@pytest.mark.parametrize(
    ("form", "left", "place"),
    [
        (
            {"kind": "is_a_report", "subject": "doubt-1"},
            ("is_a_report", "doubt-1", ""),
            "/doubts",
        ),
        ({"kind": "no_report", "subject": "doubt-1"}, ("no_report", "doubt-1", ""), "/doubts"),
        (
            {"kind": "no_report", "subject": "doubt-1", "next": "doubt-2"},
            ("no_report", "doubt-1", ""),
            "/doubts#doubt-2",
        ),
        (
            {"kind": "other_matter", "subject": "case/1", "value": " cg-18 "},
            ("other_matter", "case/1", "CG-18"),
            "/cases/case%2F1",
        ),
        (
            {"kind": "not_a_request", "subject": "case-1"},
            ("not_a_request", "case-1", ""),
            "/cases/case-1",
        ),
    ],
)
async def test_a_click_is_left_for_casework(judge, book, form, left, place):
    response = await judge.post("/orders", data=form, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, place)
    assert book.orders == [left]


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        ({"kind": "delete_all", "subject": "case-1"}, {}, 400),
        ({}, {}, 400),
        ({"kind": "no_report", "subject": "doubt-1"}, {"Origin": "https://evil.example"}, 403),
    ],
)
async def test_other_clicks_are_refused(judge, book, form, headers, status):
    assert (await judge.post("/orders", data=form, headers=headers)).status == status
    assert book.orders == []


async def test_who_only_administers_judges_nothing(desk, material):
    book = FakeBook(doubt_row(words="", hidden=True))
    app = desk(parts=[JudgingPages(book=book, material=material)])
    async with TestClient(TestServer(app)) as client:
        text = await (await client.get("/doubts")).text()
    assert "原话只给办件的人看" in text
    assert "<form" not in text


def test_of_a_private_one_nothing_is_shown():
    shown = as_shown(doubt_row(private=True))
    assert (shown["words"], shown["item_name"]) == ("", "")


async def test_a_case_tells_what_decided(client):
    text = await (await client.get("/cases/case-312")).text()
    assert "linear-1 · request.report · 83%" in text


def test_every_order_has_a_place():
    assert {kind.value for kind in OrderKind} == {
        "is_a_report",
        "no_report",
        "other_matter",
        "not_a_request",
    }
