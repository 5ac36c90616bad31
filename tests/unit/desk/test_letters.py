"""The page of words that never arrived."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.letters import Letterbook
from bot.desk.gate import make_gate
from bot.desk.pages.letters import LetterPages
from bot.domain.announcement import Announcement
from bot.domain.delivery import DeliveryState
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import after, case, delivery, directory, private
from tests.fakes.door import FakeDoor


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
async def client(store, material):
    words = await asyncio.to_thread(Catalogue.load)
    book = Letterbook(store=store, directory=directory, words=words)
    pages = LetterPages(book=book, material=material)
    app = web.Application(middlewares=[make_gate(FakeDoor())])
    app.router.add_routes(pages.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def lost(store, *deliveries, state=DeliveryState.DEAD, reason="robot was removed"):
    async def work(unit):
        await unit.deliveries.add(deliveries)
        for one in deliveries:
            await unit.deliveries.bury(one.id, state, reason)

    await store.work(work)


async def test_nothing_lost_is_said(client):
    assert "没有。" in await (await client.get("/dead-letters")).text()
    assert await (await client.get("/api/dead-letters")).json() == {"dead_letters": []}


async def test_where_to_about_what_and_why_but_never_the_words(client, store):
    await store.work(lambda unit: unit.cases.add(case(312)))
    about = delivery(1, text="3栋的灯修好了", case="case-000312", room="own", urgent=True)
    await lost(store, about)
    text = await (await client.get("/dead-letters")).text()
    for part in ("富善花园业主群", "#312", "没发出去", "robot was removed", "紧急"):
        assert part in text
    assert "修好了" not in text
    (row,) = (await (await client.get("/api/dead-letters")).json())["dead_letters"]
    assert row == {
        "due_at": "2026-03-02T10:00:00+08:00",
        "channel": "fake",
        "to": "富善花园业主群",
        "number": 312,
        "state": "dead",
        "reason": "robot was removed",
        "urgent": True,
    }


async def test_residents_are_a_role_and_staff_have_names(client, store):
    await lost(
        store,
        delivery(1, address=private("a-wang"), person="wang", due_at=after(1)),
        delivery(2, address=private("a-chen"), person="chen"),
    )
    rows = (await (await client.get("/api/dead-letters")).json())["dead_letters"]
    assert [row["to"] for row in rows] == ["居民", directory().person("chen").name]


async def test_what_may_have_arrived_says_so(client, store):
    await lost(store, delivery(), state=DeliveryState.UNKNOWN, reason="no answer")
    assert "不知道到没到" in await (await client.get("/dead-letters")).text()


async def test_it_is_escaped(client, store):
    await lost(store, delivery(), reason='<script>alert("x")</script>')
    assert "<script>alert" not in await (await client.get("/dead-letters")).text()


async def test_what_another_program_was_not_told_stands_there_too(client, store):
    untold = Announcement(
        id="announcement-1",
        to="big_screen",
        case="case-000312",
        type="case.opened",
        at=after(1),
        text="{}",
        due_at=after(1),
    )

    async def work(unit):
        await unit.cases.add(case(312))
        await unit.announcements.add([untold])
        await unit.announcements.bury(untold.id, "it answers 500")

    await store.work(work)
    await lost(store, delivery(1, case="case-000312", room="own", due_at=after(-60)))
    rows = (await (await client.get("/api/dead-letters")).json())["dead_letters"]
    shown = [(row["channel"], row["to"], row["number"], row["reason"]) for row in rows]
    assert shown[0] == ("webhook", "big_screen", 312, "it answers 500")
    assert len(shown) == 2
