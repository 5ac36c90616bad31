"""The admission list at the desk, over a real file and a store in memory."""

import asyncio
from datetime import date

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.desk.books.listing import Listbook
from bot.desk.pages.listing import ListPages
from bot.domain.records import of_list
from bot.domain.viewing import Viewer
from bot.listing import ListFile, as_csv, shipped
from bot.storage.engine import make_engine
from bot.storage.schema import create_all
from bot.storage.unit import SqlStore
from tests.builders import HE, case, directory
from tests.fakes.clock import FakeClock
from tests.fakes.signals import FakeSignals

ADMIN = Viewer(name="root", admin=True, all_open=True)
LEADER = Viewer(name="he", person=HE)
TOMORROW = date(2026, 3, 3)


@pytest.fixture
async def store():
    engine = await asyncio.to_thread(make_engine, "sqlite://")
    await asyncio.to_thread(create_all, engine)
    opened = SqlStore(engine)
    yield opened
    await opened.close()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(as_csv(shipped().rows), encoding="utf-8")
    return path


def book_of(store, path):
    return Listbook(
        file=ListFile(str(path) if path else None),
        store=store,
        directory=directory,
        clock=FakeClock(),
        signals=FakeSignals(),
    )


@pytest.fixture
async def client(desk, door, store, path, material):
    door.viewer = ADMIN
    app = desk(parts=[ListPages(book=book_of(store, path), material=material)])
    async with TestClient(TestServer(app)) as client:
        yield client


async def text_of(response) -> str:
    return await response.text()


async def form_of(client, page_of="CG-01", **changes) -> dict[str, str]:
    """What a browser would send of an item's form."""
    page = await text_of(await client.get(f"/items/{page_of}"))
    was = page.partition('name="was" value="')[2].partition('"')[0]
    usual = {
        "name": "暴露垃圾",
        "departments": "城管综合执法(环卫)",
        "first_level": "grid",
        "urgency": "P2",
        "on_site": "Y",
        "admission": "admitted",
        "privacy": "N",
        "standing": "admitted",
        "accept_hours": "2",
        "resolve_workdays": "1",
        "basis": "街道办〔2026〕3号",
        "first": TOMORROW.isoformat(),
        "was": was,
    }
    return usual | changes


async def test_the_list_is_looked_through(client):
    text = await text_of(await client.get("/items"))
    assert text.count('<a href="/items/') >= 194
    text = await text_of(await client.get("/items?q=环卫 满溢"))
    assert "CG-02" in text
    assert "CG-01" not in text


async def test_an_item_gets_new_rules_from_a_day_on(client, store, path):
    response = await client.post("/items/CG-01", data=await form_of(client), allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/items/CG-01")
    text = await text_of(await client.get("/items/CG-01"))
    for words in (
        "2026-03-03 起",
        "到 2026-03-02",
        "暴露垃圾与乱扔垃圾 → 暴露垃圾",
        "空 → 街道办〔2026〕3号",
    ):
        assert words in text
    history = await store.look(lambda unit: unit.cases.history(of_list()))
    assert [dict(line.detail) for line in history] == [
        {"first": "2026-03-03", "new": [], "changed": ["CG-01"], "ended": [], "account": "root"}
    ]
    assert "root" in await text_of(await client.get("/items"))
    assert (await store.look(lambda unit: unit.audit.verify())).findings == ()
    now = await asyncio.to_thread(ListFile(str(path)).read)
    assert len(now.rows) == len(shipped().rows) + 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"departments": "天庭"}, "没有“天庭”这个部门"),
        ({"accept_hours": "很快"}, "不是数"),
        ({"name": ""}, "没有填"),
        ({"replaced_by": "CG-01", "valid_to": "2026-04-01"}, "接替绕成了圈：CG-01 → CG-01"),
        ({"first": "2026-03-01"}, "已经过去"),
        ({"was": "other"}, "刚有人改过"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_changes(client, path, store, changes, told):
    before = path.read_text(encoding="utf-8")
    response = await client.post("/items/CG-01", data=await form_of(client, **changes))
    assert response.status == 422
    text = await text_of(response)
    assert told in text
    assert "第19" not in text
    assert path.read_text(encoding="utf-8") == before
    assert await store.look(lambda unit: unit.cases.history(of_list())) == []


async def test_an_item_is_added_and_ends(client):
    form = await form_of(client, "new", item="cg-40", name="共享电瓶车占道")
    response = await client.post("/items/new", data=form, allow_redirects=False)
    assert (response.status, await text_of(response)) == (303, "303: See Other")
    assert "共享电瓶车占道" in await text_of(await client.get("/items/CG-40"))
    form = await form_of(
        client, "CG-40", name="共享电瓶车占道", valid_to="2026-05-01", replaced_by="CG-01"
    )
    await client.post("/items/CG-40", data=form)
    assert "到 2026-05-01" in await text_of(await client.get("/items/CG-40"))
    again = await client.post(
        "/items/new", data=await form_of(client, "new", item="CG-01"), allow_redirects=False
    )
    assert again.headers["Location"] == "/items/CG-01"


def file_of(text: str) -> FormData:
    form = FormData({"first": TOMORROW.isoformat()})
    form.add_field("file", text.encode(), filename="new.csv", content_type="text/csv")
    return form


async def test_a_file_is_tried_row_by_row_before_it_is_taken(client, path):
    before = path.read_text(encoding="utf-8")
    got = (await (await client.get("/items.csv")).read()).decode("utf-8-sig")
    text = got.replace("CG-01,暴露垃圾与乱扔垃圾", "CG-01,垃圾", 1)
    page = await text_of(await client.post("/items/check", data=file_of(text)))
    for words in ("没有错", "改动 1", "就这样换", "<td>CG-01</td>"):
        assert words in page
    assert path.read_text(encoding="utf-8") == before
    form = {"first": TOMORROW.isoformat(), "text": text}
    await client.post("/items/import", data=form)
    now = await asyncio.to_thread(ListFile(str(path)).read)
    assert now.on(TOMORROW)["CG-01"].name == "垃圾"


async def test_a_file_with_faults_changes_nothing(client, path, store):
    await store.work(lambda unit: unit.cases.add(case(1)))
    before = path.read_text(encoding="utf-8")
    lines = [line for line in before.splitlines() if not line.startswith("GY-11,")]
    text = "\n".join(lines).replace(",P2,", ",P9,", 1)
    page = await text_of(await client.post("/items/check", data=file_of(text)))
    for words in ("一处也没有改", "不认得", "少了 GY-11", "有错 1"):
        assert words in page
    assert "就这样换" not in page
    form = {"first": TOMORROW.isoformat(), "text": text}
    assert (await client.post("/items/import", data=form)).status == 422
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("path_", "form"),
    [
        ("/items/CG-01", {"first": "2026-03-03"}),
        ("/items/import", {"first": "2026-03-03", "text": ""}),
        ("/items/check", {"first": "2026-03-03"}),
    ],
)
async def test_only_those_who_administer_change_it(client, door, path_, form):
    door.viewer = LEADER
    assert (await client.post(path_, data=form)).status == 403
    page = await text_of(await client.get("/items/CG-01"))
    assert "<form method=" not in page.partition("<main")[2]
    assert "城管综合执法(环卫)" in page


async def test_a_damaged_file_is_told_on_the_page(client, path):
    path.write_text("item,name\nx,y\n", encoding="utf-8")
    response = await client.get("/items")
    assert response.status == 200
    assert "少了列" in await text_of(response)


async def test_without_a_list_of_its_own_nothing_can_be_changed(desk, door, store, material):
    door.viewer = ADMIN
    app = desk(parts=[ListPages(book=book_of(store, None), material=material)])
    async with TestClient(TestServer(app)) as client:
        assert "程序自带的清单" in await text_of(await client.get("/items"))
        page = await text_of(await client.get("/items/CG-01"))
        assert "<form method=" not in page.partition("<main")[2]


async def test_there_is_no_such_item(client):
    assert (await client.get("/items/CG-99")).status == 404
