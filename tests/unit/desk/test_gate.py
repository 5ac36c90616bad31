"""The desk's gate: the door's page, sessions as cookies, who sees what lies behind."""

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance
from bot.desk.gate import COOKIE, DoorPages
from bot.domain.people import Person, Role
from bot.domain.viewing import Viewer
from tests.fakes.door import RIGHT, FakeDoor
from tests.unit.desk.fake_board import StillClock, case_row

LEADER = Viewer(
    name="deng", person=Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,), grids=("g3",))
)


@pytest.fixture
def door():
    return FakeDoor(viewer=None, member=LEADER)


@pytest.fixture
async def visitor(desk, door, material):
    pages = DoorPages(door=door, clock=StillClock(), material=material, most=3)
    async with TestClient(TestServer(desk(parts=[pages]))) as client:
        yield client


async def sign_in(client, name="deng", password=RIGHT, after="/"):
    form = {"name": name, "password": password, "next": after}
    return await client.post("/login", data=form, allow_redirects=False)


def ours(client):
    return {"Origin": str(client.make_url("/")).rstrip("/")}


@pytest.mark.parametrize("path", ["/", "/cases/case-312", "/answers"])
async def test_a_stranger_is_sent_to_the_door(visitor, path):
    answer = await visitor.get(path, allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/login?next=/")


@pytest.mark.parametrize("path", ["/api/cases", "/api/cases/case-312/history", "/api/cases/stream"])
async def test_a_strange_program_is_told_so(visitor, path):
    assert (await visitor.get(path)).status == 401


async def test_the_state_of_health_and_the_door_are_for_everybody(visitor):
    assert (await visitor.get("/healthz")).status == 200
    page = await visitor.get("/login")
    assert page.status == 200
    assert 'name="password"' in await page.text()


async def test_whoever_has_the_password_comes_back_to_where_he_was_going(visitor):
    answer = await sign_in(visitor, after="/cases/case-312")
    assert (answer.status, answer.headers["Location"]) == (303, "/cases/case-312")
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert (await visitor.get("/cases/case-312")).status == 200


@pytest.mark.parametrize(
    "after",
    ["https://evil.example/", "//evil.example", "/\\evil", "x", "/\t/evil.example", "/\r\n/evil"],
)
async def test_the_door_leads_to_no_other_site(visitor, after):
    assert (await sign_in(visitor, after=after)).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [("deng", "wrong", "用户名或密码不对"), ("locked", RIGHT, "暂时锁住了")],
)
async def test_a_refusal_says_why(visitor, name, password, told):
    answer = await sign_in(visitor, name=name, password=password)
    assert answer.status == 401
    assert COOKIE not in answer.cookies
    assert told in await answer.text()


async def test_one_address_cannot_try_without_end(visitor):
    statuses = [(await sign_in(visitor, password="wrong")).status for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    assert (await sign_in(visitor)).status == 429


async def test_whoever_leaves_is_a_stranger_again(visitor, door):
    await sign_in(visitor)
    answer = await visitor.post("/logout", headers=ours(visitor), allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/login")
    assert not door.tokens
    assert (await visitor.get("/", allow_redirects=False)).status == 303


async def test_a_write_has_to_come_from_our_own_pages(visitor, board):
    await sign_in(visitor)
    path = "/cases/case-312/words"
    assert (await visitor.post(path)).status == 403
    assert (await visitor.post(path, headers={"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await visitor.post(path, headers={"Sec-Fetch-Site": "same-origin"})).status == 200
    assert (await visitor.post(path, headers=ours(visitor))).status == 200
    assert board.looked == [("deng", "case-312")] * 2


async def test_where_there_is_no_account_the_door_says_how_to_make_one(visitor, door):
    door.empty = True
    assert "qunli user add" in await (await visitor.get("/login")).text()


async def test_a_restricted_case_is_read_by_asking_for_it(visitor, board):
    board.put(case_row(313, private=True))
    await sign_in(visitor)
    page = await (await visitor.get("/cases/case-313")).text()
    assert "会留痕" in page
    assert "楼梯扶手缺失" not in page
    opened = await visitor.post("/cases/case-313/words", headers=ours(visitor))
    assert "楼梯扶手缺失" in await opened.text()
    assert board.looked == [("deng", "case-313")]


async def test_the_page_says_who_is_signed_in(visitor):
    await sign_in(visitor)
    assert "deng · 退出" in await (await visitor.get("/")).text()


class TestBehindAProxy:
    """Its address is known, and what it tells of whoever asks it is believed."""

    @pytest.fixture
    async def visitor(self, desk, door, material):
        pages = DoorPages(door=door, clock=StillClock(), material=material, most=3)
        entrance = Entrance(door=door, proxies=[ip_network("127.0.0.0/8")])
        async with TestClient(TestServer(desk(parts=[pages], entrance=entrance))) as client:
            yield client

    async def test_everybody_has_tries_of_his_own(self, visitor):
        async def tries(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            form = {"name": "deng", "password": "wrong"}
            return (await visitor.post("/login", data=form, headers=headers)).status

        assert [await tries("203.0.113.7") for _ in range(4)] == [401, 401, 401, 429]
        assert await tries("203.0.113.8") == 401

    @pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", "")])
    async def test_what_was_given_by_https_goes_by_https_only(self, visitor, scheme, secure):
        form = {"name": "deng", "password": RIGHT, "next": "/"}
        headers = {"X-Forwarded-Proto": scheme}
        answer = await visitor.post("/login", data=form, headers=headers, allow_redirects=False)
        assert answer.cookies[COOKIE]["secure"] == secure
