"""Cases and histories as JSON."""

import pytest

from bot.desk.api import read_limit
from bot.desk.books.board import HistoryRow
from tests.unit.desk.fake_board import NOON, case_row

OPENED = HistoryRow(at=NOON, event="case_opened", actor="有居民", detail="楼梯没有扶手")


async def test_cases_come_with_the_position_to_go_on_from(client, board):
    board.put(case_row(313))
    answer = await (await client.get("/api/cases")).json()
    assert answer["position"] == 2
    assert [case["number"] for case in answer["cases"]] == [313, 312]


@pytest.mark.parametrize(
    ("asked", "limit"),
    [("", 200), ("5", 5), ("0", 1), ("501", 500), ("-1", 200), ("9" * 9, 200), ("x", 200)],
)
def test_limits(asked, limit):
    assert read_limit(asked) == limit


async def test_a_limit_is_kept(client, board):
    board.put(case_row(313))
    answer = await (await client.get("/api/cases", params={"limit": "1"})).json()
    assert [case["number"] for case in answer["cases"]] == [313]


async def test_history(client, board):
    board.put(case_row(312), OPENED)
    answer = await (await client.get("/api/cases/case-312/history")).json()
    assert answer["case"]["number"] == 312
    assert [event["event_name"] for event in answer["history"]] == ["立案"]


async def test_the_history_of_a_private_case_stays_closed(client, board):
    board.put(case_row(312, private=True), OPENED)
    response = await client.get("/api/cases/case-312/history")
    assert (await response.json())["history"] == []
    assert "扶手" not in await response.text()


async def test_an_unknown_case(client):
    assert (await client.get("/api/cases/nothing/history")).status == 404


@pytest.mark.parametrize("path", ["/api/cases", "/api/cases/case-312/history"])
async def test_a_broken_store_is_said(client, board, path):
    board.broken = True
    assert (await client.get(path)).status == 503
