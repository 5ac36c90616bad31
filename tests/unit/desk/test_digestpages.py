"""The page of a digest: every figure with its cases, for whom they are."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.cases import Casebook
from bot.desk.pages.digests import DigestPages
from bot.desk.rows import Shower
from bot.domain.digest import Digest, DigestKind, DigestState
from bot.domain.lamps import Lamp
from bot.domain.matters import Privacy
from bot.domain.viewing import Viewer
from bot.listing import read_matters
from bot.replies.catalogue import Catalogue
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import CHEN, HE, LIU, T0, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

LEADER = Viewer(name="he", person=HE)
BEHIND = {"opened": ("case-000001", "case-000002"), "red": ("case-000002",), "settled": ()}
RATES = {
    "settled_in_time+ g1": ("case-000001", "case-000002"),
    "settled_in_time- g1": ("case-000003",),
    "satisfied+ ": (),
    "satisfied- ": ("case-000003",),
    "hot 热点：3栋路灯，7天5次": ("case-000001",),
}
TOLD = Digest(
    id="digest-1",
    kind=DigestKind.DAILY,
    person="he",
    slot=T0,
    since=T0,
    order=0,
    grids=("g1",),
    behind=BEHIND | RATES,
)


async def tell(unit):
    for one in (case(1, owner="he"), case(2, privacy=Privacy.RESTRICTED), case(3)):
        await unit.cases.add(one)
    await unit.digests.want([TOLD])
    await unit.digests.settle(TOLD, DigestState.SAID, T0)


@pytest.fixture
def areas():
    """Areas and people as they were, the last as they are."""
    return [directory()]


@pytest.fixture
async def client(desk, door, material, areas):
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    store = SqlStore(engine)
    await store.work(tell)
    board = Casebook(
        store=store,
        directory=lambda: areas[-1],
        matters=await asyncio.to_thread(read_matters, None),
        words=await asyncio.to_thread(Catalogue.load),
        signals=FakeSignals(),
        lamp=lambda _: Lamp.RED,
        clock=FakeClock(),
    )
    shower = Shower(words=material.words)
    pages = DigestPages(
        store=store,
        board=board,
        shower=shower,
        directory=directory,
        material=material,
        few=2,
    )
    door.viewer = LEADER
    async with TestClient(TestServer(desk(parts=[pages]))) as client:
        yield client
    await store.close()


async def read(client, path="/digests/digest-1"):
    answer = await client.get(path)
    return answer.status, await answer.text()


async def test_every_figure_with_its_cases(client):
    status, page = await read(client)
    assert status == 200
    assert "新增 2</h3>" in page
    assert "红灯 1</h3>" in page
    assert "办结 0" not in page
    assert page.count("#1</a>") == 3
    assert page.count("#2</a>") == 3


async def test_a_rate_has_the_cases_of_its_part_and_the_rest_of_its_whole(client):
    _, page = await read(client)
    assert "按期率 第一网格 66.7% 2/3 分子 2</h3>" in page
    assert "按期率 第一网格 66.7% 2/3 分母里其余 1</h3>" in page
    assert "满意率 0/1 分母里其余 1</h3>" in page
    assert "满意率 0/1 分子" not in page
    assert page.count("#3</a>") == 2


async def test_a_hot_spot_has_the_cases_it_was_seen_in(client):
    assert "热点：3栋路灯，7天5次 单子 1</h3>" in (await read(client))[1]


async def test_who_may_not_read_what_is_restricted_is_not_told_its_lamp(client, door):
    door.viewer = Viewer(name="liu", person=LIU)
    status, page = await read(client)
    assert (status, page.count("#1</a>"), page.count("#2</a>")) == (200, 3, 0)


async def test_whom_it_is_not_for_finds_nothing(client, door):
    for viewer in (Viewer(name="chen", person=CHEN), Viewer(name="root", admin=True)):
        door.viewer = viewer
        assert (await read(client))[0] == 404
    door.viewer = LEADER
    assert (await read(client, "/digests/digest-2"))[0] == 404


async def test_who_is_renamed_goes_by_the_new_name_at_once(client, areas):
    assert "何网格长" in (await read(client))[1]
    areas.append(directory(people=(replace(HE, name="何桂芳"), LIU, CHEN)))
    page = (await read(client))[1]
    assert "何桂芳" in page
    assert "何网格长" not in page
