"""The list of groups, and how the bot listens in each."""

from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.gate import make_gate
from bot.desk.pages.groups import GroupPages
from bot.domain.grid import Listening
from tests.builders import LEAD, OWN, directory
from tests.fakes.door import FakeDoor

KEYWORDS = replace(OWN, name="<b>3栋群", building="3栋", listening=Listening.KEYWORDS)


@pytest.fixture
async def rooms():
    return [KEYWORDS, replace(LEAD, bindings=())]


@pytest.fixture
async def client(rooms, material):
    pages = GroupPages(directory=lambda: directory(rooms=tuple(rooms)), material=material)
    app = web.Application(middlewares=[make_gate(FakeDoor())])
    app.router.add_routes(pages.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_groups_that_are_bound_are_shown_without_their_conversation(client):
    text = await (await client.get("/groups")).text()
    assert "&lt;b&gt;3栋群" in text
    assert "按词听" in text
    assert "own1" not in text
    assert LEAD.name not in text


async def test_the_same_for_programs(client, rooms):
    rooms.append(LEAD)
    groups = (await (await client.get("/api/groups")).json())["groups"]
    assert groups[0] == {
        "id": "own",
        "name": "<b>3栋群",
        "kind": "owners",
        "grid": "第一网格",
        "building": "3栋",
        "platforms": ["fake"],
        "listening": "keywords",
    }
    assert [group["listening"] for group in groups] == ["keywords", "natural"]


async def test_where_there_is_none(client, rooms):
    rooms.clear()
    assert "还没有。" in await (await client.get("/groups")).text()
