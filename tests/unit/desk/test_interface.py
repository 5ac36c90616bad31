"""The interface for programs, over a board in memory."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.app import Entrance
from bot.desk.books.board import HistoryRow, SaidRow
from bot.desk.interface.declarations import GroupShown
from bot.desk.interface.paths import Interface, Sources
from bot.desk.rows import Shower
from bot.domain.people import Person, Role
from bot.domain.viewing import Viewer
from tests.fakes.door import FakeDoor
from tests.fakes.machines import READS, WRITES, FakeMachines
from tests.unit.desk.fake_board import NOON, case_row

LEADER = Person(id="l1", name="邓国华", roles=(Role.GRID_LEADER,), grids=("g3",))
HIM = Viewer(name="key:1", person=LEADER)


class FakeLists:
    """A group, and no figures."""

    async def figures(self, viewer, asked):
        return []

    def groups(self, viewer):
        group = GroupShown(
            id="yz",
            name="业主群",
            kind="owners",
            grid="g3",
            building="",
            platforms=[],
            listening="",
        )
        return [group]

    def items(self):
        return []


@pytest.fixture
def machines():
    return FakeMachines(HIM)


@pytest.fixture
def asking(desk, board, material, voice, machines):
    """A client with a key, or with none."""

    @asynccontextmanager
    async def ask(key=READS, door=None):
        sources = Sources(
            board=board, shower=Shower(words=material.words), voice=voice, lists=FakeLists()
        )
        entrance = Entrance(door=door or FakeDoor(viewer=None), machines=machines)
        app = desk([Interface(sources=sources, version="0")], entrance=entrance)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with TestClient(TestServer(app), headers=headers) as client:
            yield client

    return ask


async def told(client, path, status=200, method="get", **more):
    """The answer, with the status and kind that were expected."""
    response = await client.request(method, f"/api/v1/{path}", **more)
    assert response.status == status, await response.text()
    kind = "application/problem+json" if status >= 400 else "application/json"
    assert response.content_type == kind
    return await response.json()


async def test_cases_go_on_where_the_page_ended(asking, board):
    board.put(case_row(313, opened_at=NOON + timedelta(seconds=1)))
    async with asking() as client:
        first = await told(client, "cases?limit=1&q=扶手&lamp=green")
        assert [case["number"] for case in first["cases"]] == [313]
        assert board.asked.words == "扶手"
        await told(client, "cases", params={"after": first["next"]})
        assert board.asked.before == (NOON + timedelta(seconds=1), 313)
        assert (await told(client, "cases"))["next"] is None


async def test_a_case_with_its_history_and_words(asking, board):
    board.put(case_row(312), HistoryRow(at=NOON, event="case_opened", actor="bot", detail="楼梯"))
    board.said["case-312"] = [SaidRow(at=NOON, who="居民", text="楼梯没有扶手")]
    async with asking() as client:
        found = await told(client, "cases/case-312")
    assert found["case"]["item"] == "AQ-07"
    assert found["history"][0]["event_name"] == "立案"
    assert (found["words"][0]["text"], found["unmasked"]) == ("楼梯没有扶手", False)


async def test_a_private_case_shows_next_to_nothing_and_a_look_leaves_a_trace(asking, board):
    board.put(case_row(312, private=True))
    async with asking(WRITES) as client:
        found = await told(client, "cases/case-312")
        assert (found["history"], found["case"]["place"]) == ([], "")
        assert board.looked == []
        assert (await told(client, "cases/case-312/words", method="post"))["unmasked"]
    assert board.looked == [("key:1", "case-312")]


async def test_words_go_the_way_of_words(asking, voice):
    async with asking(WRITES) as client:
        await told(
            client, "cases/case-312/say", 202, method="post", json={"words": " 我去看\u3000了 "}
        )
    assert voice.said == [("l1", "#312 我去看 了")]


@pytest.mark.parametrize(
    ("path", "method", "more", "status"),
    [
        ("cases?color=red", "get", {}, 400),
        ("cases?limit=0", "get", {}, 400),
        ("cases?limit=1&limit=2", "get", {}, 400),
        ("cases?after=x", "get", {}, 400),
        ("cases/case-312?x=1", "get", {}, 400),
        ("figures?begin=2026-03-02&end=2026-03-01", "get", {}, 400),
        ("figures?begin=2025-03-02&end=2026-03-03", "get", {}, 400),
        ("figures", "get", {}, 400),
        ("cases/nothing", "get", {}, 404),
        ("cases/a%20b", "get", {}, 404),
        ("nothing", "get", {}, 404),
        ("cases", "delete", {}, 405),
        ("cases/case-312/say", "post", {"json": {"words": " "}}, 400),
        ("cases/case-312/say", "post", {"data": b"{"}, 415),
        (
            "cases/case-312/say",
            "post",
            {"data": b"{\xff", "headers": {"Content-Type": "application/json"}},
            400,
        ),
        ("cases/nothing/say", "post", {"json": {"words": "好"}}, 404),
        ("cases/nothing/words", "post", {}, 404),
    ],
)
async def test_what_is_wrong_is_told_in_chinese(asking, path, method, more, status):
    async with asking(WRITES) as client:
        problem = await told(client, path, status, method, **more)
    assert problem["status"] == status
    assert "请" in problem["detail"] or "没有" in problem["detail"] or "不" in problem["detail"]
    assert bool(problem["errors"]) == (status == 400)


async def test_a_key_that_only_reads_says_nothing(asking, voice):
    async with asking() as client:
        await told(client, "cases/case-312/say", 403, "post", json={"words": "我去看"})
        await told(client, "cases/case-312/words", 403, "post")
    assert voice.said == []


async def test_a_key_of_nobody_cannot_speak_or_unmask(asking, machines):
    machines.viewer = replace(HIM, person=None, all_open=True)
    async with asking(WRITES) as client:
        await told(client, "cases/case-312/say", 403, "post", json={"words": "我去看"})
        await told(client, "cases/case-312/words", 403, "post")


@pytest.mark.parametrize("key", ["", "qk_other"])
async def test_without_a_key_nothing_is_told(asking, key):
    async with asking(key) as client:
        await told(client, "cases", 401)


async def test_a_key_opens_no_page(asking):
    async with asking() as client:
        response = await client.get("/api/cases")
        assert response.status == 401


async def test_whoever_asks_too_often_waits(asking, machines):
    machines.often = True
    async with asking() as client:
        response = await client.get("/api/v1/cases")
        assert (response.status, response.headers["Retry-After"]) == (429, "60")


async def test_a_session_will_do(asking):
    async with asking("", door=FakeDoor(viewer=HIM)) as client:
        assert (await told(client, "groups"))["groups"][0]["id"] == "yz"


async def test_a_broken_store_is_said(asking, board):
    board.broken = True
    async with asking() as client:
        await told(client, "cases", 503)


async def test_a_service_that_is_not_ready_is_said(asking, voice):
    voice.ready = False
    async with asking(WRITES) as client:
        await told(client, "cases/case-312/say", 503, "post", json={"words": "我去看"})
