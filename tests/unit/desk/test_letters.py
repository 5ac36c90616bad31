"""The page of words on their way out and of those that never arrived."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.letters import Letterbook
from bot.desk.gate import make_gate
from bot.desk.pages.letters import LetterPages
from bot.domain.announcement import Announcement
from bot.domain.delivery import DeliveryState
from bot.domain.viewing import Viewer
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import CHEN, HE, OWN, after, case, delivery, directory, private
from tests.fakes.door import FakeDoor


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
async def client(store, material, door):
    words = await asyncio.to_thread(Catalogue.load)
    book = Letterbook(store=store, directory=directory, words=words)
    pages = LetterPages(book=book, material=material)
    app = web.Application(middlewares=[make_gate(door)])
    app.router.add_routes(pages.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
def door():
    return FakeDoor()


async def lost(store, *deliveries, state=DeliveryState.DEAD, reason="robot was removed"):
    async def work(unit):
        await unit.deliveries.add(deliveries)
        for one in deliveries:
            await unit.deliveries.bury(one.id, state, reason)

    await store.work(work)


async def test_nothing_lost_is_said(client):
    assert "没有。" in await (await client.get("/dead-letters")).text()
    assert await (await client.get("/api/dead-letters")).json() == {"dead_letters": []}
    assert await (await client.get("/api/outbox")).json() == {"outbox": []}


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
        "attempts": 0,
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


async def test_what_waits_is_listed_with_what_went_wrong(client, store):
    async def work(unit):
        await unit.cases.add(case(312))
        await unit.deliveries.add(
            [delivery(1, due_at=after(60)), delivery(2, text="灯修好了", case="case-000312")]
        )
        await unit.deliveries.claim_due(after(0), timedelta(seconds=30), 9)
        await unit.deliveries.retry("delivery-000002", at=after(30), reason="it answers 500")

    await store.work(work)
    rows = (await (await client.get("/api/outbox")).json())["outbox"]
    assert [(row["number"], row["attempts"], row["state"]) for row in rows] == [
        (312, 1, "queued"),
        (None, 0, "queued"),
    ]
    text = await (await client.get("/dead-letters")).text()
    assert ("试过 1 次，it answers 500" in text, "修好了" in text) == (True, False)


async def two_grids(store):
    """About a case, in a group, to somebody: of another grid, and the same of one's own."""
    other = replace(case(400), grid="g2")
    told = [
        delivery(1, case="case-000400", due_at=after(1)),
        delivery(2, case="case-000312", due_at=after(2)),
        delivery(3, room="far", due_at=after(3)),
        delivery(4, room="own", due_at=after(4)),
        delivery(5, address=private("x"), person="far", due_at=after(5)),
        delivery(6, address=private("a-chen"), person="chen", due_at=after(6)),
        delivery(7, address=private("y"), person="fake:nobody", due_at=after(7)),
    ]
    await store.work(lambda unit: unit.cases.add(case(312)))
    await store.work(lambda unit: unit.cases.add(other))
    await store.work(lambda unit: unit.deliveries.add(told))
    return told


@pytest.fixture
def book(store):
    words, near = Catalogue.load(), directory()
    far = replace(CHEN, id="far", grids=("g2",), accounts=())
    whole = directory(
        grids=(*near.grids, replace(near.grids[0], id="g2")),
        rooms=(*near.rooms, replace(OWN, id="far", grid="g2", bindings=())),
        people=(*near.people, far),
    )
    return Letterbook(store=store, directory=lambda: whole, words=words)


@pytest.mark.parametrize(
    ("viewer", "numbers"),
    [
        (Viewer(name="l", person=replace(HE, grids=("g1",))), [2, 4, 6]),
        (Viewer(name="root", admin=True, all_open=True), [1, 2, 3, 4, 5, 6, 7]),
        (Viewer(name="none", admin=True), []),
        (Viewer(name="far", all_open=True, within=("g2",)), [1, 3, 5]),
    ],
)
async def test_only_what_is_in_ones_area(store, book, viewer, numbers):
    told = await two_grids(store)
    seen = [row.due_at for row in await book.queued(viewer, 200)]
    assert seen == [after(n) for n in numbers]
    await lost(store, *[replace(one, id=f"{one.id}-lost", ordinal=9) for one in told])
    seen = [row.due_at for row in await book.letters(viewer, 2)]
    assert seen == [after(n) for n in numbers[::-1][:2]]


async def test_many_of_others_hide_none_of_ones_own(store, book):
    many = [delivery(n, room="far", due_at=after(n)) for n in range(1, 450)]
    await store.work(lambda unit: unit.deliveries.add([*many, delivery(999, room="own")]))
    viewer = Viewer(name="l", person=replace(HE, grids=("g1",)))
    (row,) = await book.queued(viewer, 5)
    assert row.to == OWN.name
