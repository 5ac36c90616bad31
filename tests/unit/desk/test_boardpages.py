"""The board: filters in the address, moves of several cases at once."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.gate import COOKIE
from bot.desk.speaking import Answer
from bot.domain.people import Person, Role
from bot.domain.viewing import CaseFilter, Viewer
from tests.fakes.door import FakeDoor
from tests.unit.desk.fake_board import NOON, case_row

LEADER = Viewer(
    name="deng", person=Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,), grids=("g3",))
)


@pytest.fixture
def door():
    door = FakeDoor(viewer=None, member=LEADER)
    door.tokens.add("held")
    return door


@pytest.fixture
async def leader(desk):
    async with TestClient(TestServer(desk()), cookies={COOKIE: "held"}) as client:
        client.session.headers["Sec-Fetch-Site"] = "same-origin"
        yield client


async def test_what_is_open_is_shown_first(leader, board):
    page = await (await leader.get("/board")).text()
    assert "楼梯扶手缺失" in page
    assert board.asked == CaseFilter(open_only=True)


async def test_filters_stand_in_the_address(leader, board):
    address = "/board?q=电梯&level=community&category=AQ&grid=g3&all=1"
    page = await (await leader.get(address)).text()
    assert board.asked == CaseFilter(words="电梯", level="community", category="AQ", grid="g3")
    assert '<option value="g3" selected>第三网格' in page
    assert 'value="电梯"' in page


@pytest.mark.parametrize(("lamp", "shown"), [("green", True), ("red", False), ("odd", False)])
async def test_a_lamp_is_a_filter(leader, lamp, shown):
    page = await (await leader.get(f"/board?lamp={lamp}")).text()
    assert ("楼梯扶手缺失" in page) is shown
    assert ("没有这样的工单" in page) is not shown


async def test_a_private_case_is_a_number(leader, board):
    board.put(case_row(312, private=True))
    page = await (await leader.get("/board")).text()
    assert "不公开" in page
    assert "楼梯扶手缺失" not in page


async def test_several_cases_are_moved_by_one_click(leader, board, voice):
    board.put(case_row(313))
    form = [("case", "case-312"), ("case", "case-313"), ("words", "我去看"), ("list", "1")]
    answer = await leader.post("/say", data=form, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/board")
    assert voice.said == [("l1", "#312 我去看"), ("l1", "#313 我去看")]


async def test_something_is_said_about_one_case(leader, voice):
    form = {"case": "case-312", "free": " 换了阀 \n 明天再看 "}
    answer = await leader.post("/say", data=form, allow_redirects=False)
    assert answer.headers["Location"] == "/cases/case-312"
    assert voice.said == [("l1", "#312 换了阀 明天再看")]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"words": "我去看"}, 400),
        ({"case": "case-312"}, 400),
        ({"case": "case-999", "words": "我去看"}, 404),
    ],
)
async def test_what_means_nothing_says_nothing(leader, voice, form, status):
    assert (await leader.post("/say", data=form)).status == status
    assert voice.said == []


async def test_while_the_service_is_not_ready_nothing_is_lost_in_silence(leader, voice):
    voice.ready = False
    assert (await leader.post("/say", data={"case": "case-312", "words": "我去看"})).status == 503


async def test_whoever_has_no_part_in_it_moves_nothing(leader, door, voice):
    door.member = Viewer(name="root", admin=True, all_open=True)
    assert (await leader.post("/say", data={"case": "case-312", "words": "我去看"})).status == 403
    assert "我去看" not in await (await leader.get("/cases/case-312")).text()
    assert voice.said == []


async def test_the_page_of_a_case_shows_what_was_answered(leader, voice):
    voice.told = (Answer(at=NOON, text="#312 这一步要由网格长来做。"),)
    page = await (await leader.get("/cases/case-312")).text()
    assert "这一步要由网格长来做" in page
